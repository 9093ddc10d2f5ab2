import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("sales_leads_rule_tour", {
    steps: () => [
        {
            content: "Show all events, not only failed ones",
            trigger: ".o_searchview .o_facet_remove",
            run: "click",
        },
        {
            content: "Open the mail of the shop",
            trigger: ".o_data_row:contains(Tour order) td[name=name]",
            run: "click",
        },
        {
            content: "Try the rules",
            trigger: "button[name=action_try_rules]",
            run: "click",
        },
        {
            content: "The outcome is shown: it would be a note in the lead by now",
            trigger: ".modal [name=result]:contains(A note in the open lead)",
        },
        {
            content: "Close the test box",
            trigger: ".modal button:contains(Close)",
            run: "click",
        },
        {
            content: "Make a rule of the mail",
            trigger: "body:not(:has(.modal)) button[name=action_make_rule]",
            run: "click",
        },
        {
            content: "An unknown label is offered",
            trigger: ".modal [name=line_ids] .o_data_row:contains(Куда звонить) td[name=field]",
            run: "click",
        },
        {
            content: "It labels the phone",
            trigger: ".modal [name=line_ids] .o_selected_row [name=field] input",
            run: "click",
        },
        {
            content: "Choose it",
            trigger: ".o_select_menu_item:contains(Phone)",
            run: "click",
        },
        {
            content: "Make the rule",
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            content: "The test box shows the new rule",
            trigger: ".modal [name=result] strong:contains(Mails of Shop)",
        },
    ],
});

registry.category("web_tour.tours").add("sales_leads_spam_tour", {
    steps: () => [
        {
            content: "Mark the spammer",
            trigger: ".o_kanban_record:contains(Tour Spammer) button[name=action_mark_spam]",
            run: "click",
        },
        {
            content: "What would be ignored is shown before",
            trigger: ".modal [name=preview]:contains(Mails of ads@tour-spam.example are ignored)",
        },
        {
            content: "It is spam",
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            content: "It is gone from the board",
            trigger: ".o_kanban_renderer:not(:has(.o_kanban_record:contains(Tour Spammer)))",
        },
    ],
});

registry.category("web_tour.tours").add("sales_leads_no_spam_tour", {
    steps: () => [
        {
            content: "Take it back",
            trigger: ".o_data_row:contains(ads@tour-spam.example) button[name=action_undo]",
            run: "click",
        },
        {
            content: "The rule is gone",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(ads@tour-spam.example)))",
        },
    ],
});

import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("sales_leads_sources_tour", {
    steps: () => [
        {
            content: "A source that fails stands out",
            trigger: ".o_data_row.text-danger:contains(Tour exchange):contains(The key was refused.)",
        },
        {
            content: "Open it",
            trigger: ".o_data_row:contains(Tour exchange) .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "Look again, now that it was repaired",
            trigger: ".o_form_view button[name=action_check_now]",
            run: "click",
        },
        {
            content: "It works",
            trigger: ".o_form_view .o_field_badge[name=state]:contains(Works)",
        },
    ],
});

registry.category("web_tour.tours").add("sales_leads_mailbox_tour", {
    steps: () => [
        {
            content: "A mailbox of my own",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "Where it is",
            trigger: ".o_field_widget[name=server] input",
            run: "edit imap.plant.example",
        },
        {
            content: "Who I am there",
            trigger: ".o_field_widget[name=login] input",
            run: "edit tour@plant.example",
        },
        {
            content: "The password",
            trigger: ".o_field_widget[name=password] input[type=password]",
            run: "edit tour-secret",
        },
        {
            content: "Log in",
            trigger: ".o_form_view button[name=action_switch_on]",
            run: "click",
        },
        {
            content: "It is read",
            trigger: ".o_form_view button[name=action_switch_off]",
        },
    ],
});

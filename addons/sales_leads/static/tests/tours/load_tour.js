import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("sales_leads_load_tour", {
    steps: () => [
        {
            content: "The limit of the lead is over",
            trigger: ".o_data_row:contains(Pump for a tour) .o_time_left.text-bg-danger",
        },
        {
            content: "Open the lead",
            trigger: ".o_data_row:contains(Pump for a tour) .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "Name a manager",
            trigger: ".o_form_view button[name=action_assign]",
            run: "click",
        },
        {
            content: "Colleague has nothing to do yet: choose him in the table",
            trigger: ".modal .o_data_row:contains(Colleague) button[name=action_choose]",
            run: "click",
        },
        {
            content: "He has the lead",
            trigger: "body:not(:has(.modal)) .o_form_view .o_field_widget[name=user_id] input:value(Colleague)",
        },
    ],
});

registry.category("web_tour.tours").add("sales_leads_handover_tour", {
    steps: () => [
        {
            content: "Hand over what the manager has",
            trigger: ".o_data_row:contains(Manager) button[name=action_hand_over]",
            run: "click",
        },
        {
            content: "What he has is counted",
            trigger: ".modal .o_data_row .o_data_cell[name=summary]:contains(Leads)",
        },
        {
            content: "Say why",
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit Holiday",
        },
        {
            content: "Look for the receiver",
            trigger: ".modal .o_field_widget[name=receiver_id] input",
            run: "edit Colleague",
        },
        {
            content: "Choose him",
            trigger: ".o-autocomplete--dropdown-menu .o-autocomplete--dropdown-item:contains(Colleague) a",
            run: "click",
        },
        {
            content: "The table follows",
            trigger: ".modal .o_data_row .o_data_cell[name=to_user_id]:contains(Colleague)",
        },
        {
            content: "Hand over",
            trigger: ".modal footer button[name=action_apply]",
            run: "click",
        },
        {
            content: "The record tells what went, and brings it back",
            trigger: ".o_form_view button[name=action_hand_back]",
            run: "click",
        },
        {
            content: "Yes",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "It is back",
            trigger: ".o_statusbar_status button[data-value=returned].o_arrow_button_current",
        },
    ],
});

registry.category("web_tour.tours").add("sales_leads_check_tour", {
    steps: () => [
        {
            content: "Open my lead",
            trigger: ".o_data_row:contains(Pump for a tour) .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "Look in the base",
            trigger: ".o_form_view a[name=database_check]",
            run: "click",
        },
        {
            content: "The same domain: it is this customer",
            trigger: ".o_database_check table[data-kind=customer] tr:contains(Tour Plant) .o_check_link",
            run: "click",
        },
        {
            content: "He is not among those who are alike any more",
            trigger: ".o_database_check:not(:has(tr:contains(Tour Plant) .o_check_link))",
        },
        {
            content: "Say what the lead is worth",
            trigger: ".o_form_view button[name=action_qualify]",
            run: "click",
        },
        {
            content: "And what comes next",
            trigger: ".modal .o_field_widget[name=next_step] input",
            run: "edit Ask for the drawing",
        },
        {
            content: "Save it",
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            content: "Make a deal of it",
            trigger: "body:not(:has(.modal)) .o_form_view button[name=action_make_deal]",
            run: "click",
        },
        {
            content: "The stages of a deal are there",
            trigger: ".o_form_view .o_field_widget[name=stage_id]",
        },
    ],
});

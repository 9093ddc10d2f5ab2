import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("sales_leads_manager_tour", {
    steps: () => [
        {
            content: "Open my lead",
            trigger: ".o_data_row:contains(Pump for a tour) .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "Say what it is worth",
            trigger: ".o_form_view button[name=action_qualify]",
            run: "click",
        },
        {
            content: "It is a lead",
            trigger: ".modal .o_field_widget[name=outcome] .o_radio_item:contains(Lead) input",
            run: "click",
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

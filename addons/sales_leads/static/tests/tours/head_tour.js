import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("sales_leads_head_tour", {
    steps: () => [
        {
            content: "Open the lead that waits for a manager",
            trigger: ".o_data_row:contains(Pump for a tour) .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "Name a manager",
            trigger: ".o_form_view button[name=action_assign]",
            run: "click",
        },
        {
            content: "Look for him",
            trigger: ".modal .o_field_widget[name=user_id] input",
            run: "edit Manager",
        },
        {
            content: "Choose him",
            trigger: ".o-autocomplete--dropdown-menu .o-autocomplete--dropdown-item:contains(Manager) a",
            run: "click",
        },
        {
            content: "Name him",
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            content: "He has the lead",
            trigger: "body:not(:has(.modal)) .o_form_view .o_field_widget[name=user_id] input:value(Manager)",
        },
    ],
});

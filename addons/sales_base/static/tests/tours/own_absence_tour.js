import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("sales_base_own_absence", {
    steps: () => [
        {
            content: "Nobody is absent: write down one's own",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "The employee is oneself",
            trigger: ".o_selected_row .o_field_widget[name=reason] input",
            run: "edit Business trip",
        },
        {
            trigger: ".o_list_button_save",
            run: "click",
        },
        {
            trigger: ".o_data_row:not(.o_selected_row) td:contains(Business trip)",
        },
    ],
});

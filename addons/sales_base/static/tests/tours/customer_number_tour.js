import { registry } from "@web/core/registry";

const POINTS = ".o_field_widget[name=contact_point_ids]";

registry.category("web_tour.tours").add("sales_base_customer_number", {
    steps: () => [
        {
            content: "Open the page of the customer's data",
            trigger: ".o_notebook a[name=industrial_sales]",
            run: "click",
        },
        {
            content: "The manager sees who is responsible",
            trigger: ".o_field_widget[name=responsible_ids] td:contains(Vys)",
        },
        {
            content: "Add a line",
            trigger: `${POINTS} .o_field_x2many_list_row_add a`,
            run: "click",
        },
        {
            content: "Write the number as the customer said it",
            trigger: `${POINTS} .o_selected_row .o_field_widget[name=raw] input`,
            run: "edit 8 (495) 123-45-67 доб. 12 && press Tab",
        },
        {
            content: "It is normalised before it is saved",
            trigger: `${POINTS} .o_field_widget[name=value]:contains(+74951234567)`,
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "And stays so",
            trigger: ".o_form_saved, .o_form_readonly, .o_form_view:not(:has(.o_form_button_save:visible))",
        },
        {
            trigger: `${POINTS} .o_data_cell:contains(+74951234567)`,
        },
    ],
});

import { registry } from "@web/core/registry";

const cell = (name) => `.o_data_row:contains(7499) .o_data_cell[name=${name}]`;

registry.category("web_tour.tours").add("sales_leads_call_form_tour", {
    steps: () => [
        {
            content: "Write the name in the line of the call",
            trigger: cell("contact_name"),
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=contact_name] input",
            run: "edit Oleg Sidorov",
        },
        {
            content: "And what is wanted",
            trigger: ".o_selected_row .o_field_widget[name=gist] textarea, .o_selected_row .o_field_widget[name=gist] input",
            run: "edit Two pumps",
        },
        {
            content: "Done",
            trigger: ".o_selected_row button[name=action_fill]",
            run: "click",
        },
        {
            content: "Nothing is left to fill in",
            trigger: ".o_view_nocontent_smiling_face",
        },
    ],
});

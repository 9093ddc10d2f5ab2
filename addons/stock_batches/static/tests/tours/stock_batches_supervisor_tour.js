import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("stock_batches_supervisor_date", {
    steps: () => [
        {
            trigger: ".o_data_row .o_data_cell:contains(TOUR-DATE)",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_change_series_date]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=series_date] button, .modal .o_field_widget[name=series_date] input",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=series_date] input",
            run: "edit 12/31/2024",
        },
        {
            content: "without a reason nothing is saved",
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_invalid[name=reason]",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit The box says December",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_view .o_field_widget[name=series_date]:contains(2024)",
        },
        {
            content: "the reason stands in the history",
            trigger: ".o-mail-Message:contains(The box says December)",
        },
    ],
});

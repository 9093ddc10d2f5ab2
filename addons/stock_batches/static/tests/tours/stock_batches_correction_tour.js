import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("stock_batches_supervisor_correction", {
    steps: () => [
        {
            content: "the delivery is done, and another box left than it says",
            trigger: ".o_form_view button[name=action_correct_series]",
            run: "click",
        },
        {
            content: "of one line only there is nothing to choose",
            trigger: ".modal .o_field_widget[name=recorded_lot_id]:contains(TOUR-OLD)",
        },
        {
            trigger: ".modal .o_field_widget[name=lot_id] input",
            run: "edit TOUR-NEW",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(TOUR-NEW)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=quantity] input",
            run: "edit 1",
        },
        {
            content: "without a reason nothing is written",
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_invalid[name=reason_id]",
        },
        {
            trigger: ".modal .o_field_widget[name=reason_id] input",
            run: "click",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Tour reason)",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_view button[name=action_correct_series]",
        },
    ],
});

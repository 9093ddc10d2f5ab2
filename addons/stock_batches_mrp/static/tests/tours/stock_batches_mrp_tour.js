import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("stock_batches_mrp_refused", {
    steps: () => [
        {
            content: "the foreman reports the order with the younger series as done",
            trigger: ".o_form_view button[name=button_mark_done]:visible",
            run: "click",
        },
        {
            content: "the window says which series leaves first, and where it lies",
            trigger: ".modal .o_data_row:contains(TOUR-OLD):contains(Stock)",
        },
        {
            content: "he may not allow another one",
            trigger: ".modal:not(:has(button[name=action_release]))",
        },
        {
            trigger: ".modal button[name=action_take_oldest]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_view button[name=button_mark_done]:visible",
            run: "click",
        },
        {
            content: "the components are of the oldest series now",
            trigger: ".o_form_view .o_statusbar_status button[data-value=done].o_arrow_button_current",
        },
    ],
});

registry.category("web_tour.tours").add("stock_batches_mrp_correction", {
    steps: () => [
        {
            content: "another series was used up than the order says",
            trigger: ".o_form_view button[name=action_correct_series]",
            run: "click",
        },
        {
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

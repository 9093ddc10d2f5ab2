import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("stock_batches_worker_refused", {
    steps: () => [
        {
            content: "the worker validates with the younger series",
            trigger: ".o_form_view button[name=button_validate]:visible, .o_statusbar_buttons .dropdown-toggle:visible",
            run: "click",
        },
        {
            content: "the window says which series leaves first",
            trigger: ".modal .o_data_row:contains(TOUR-OLD)",
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
            content: "back on the transfer, which now holds the oldest",
            trigger: "body:not(:has(.modal)) .o_form_view",
        },
    ],
});

registry.category("web_tour.tours").add("stock_batches_supervisor_expiry", {
    steps: () => [
        {
            content: "what expires stands by 30, 60 and 90 days",
            trigger: ".o_group_header:contains(Within 30 days)",
            run: "click",
        },
        {
            content: "with its place, its value and who could take it",
            trigger: ".o_data_row:contains(TOUR-SOON)",
        },
        {
            trigger: ".o_data_row:contains(TOUR-SOON) button[name=action_write_off]",
            run: "click",
        },
        {
            content: "the write-off is filled with the series",
            trigger: ".modal .o_field_widget[name=lot_id] input",
        },
        {
            trigger: ".modal .o_form_button_cancel, .modal button[special=cancel], .modal .btn-close",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_data_row:contains(TOUR-SOON)",
        },
    ],
});

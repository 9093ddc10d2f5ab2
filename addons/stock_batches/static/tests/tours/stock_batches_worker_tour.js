import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("stock_batches_worker_scan", {
    steps: () => [
        {
            content: "the oldest series stands first",
            trigger: ".o_kanban_record:contains(TOUR-OLD)",
        },
        {
            content: "open the search on the phone",
            trigger: ".o_control_panel .oi-search, .o_control_panel .fa-search",
            run: "click",
        },
        {
            content: "what the scanner types",
            trigger: ".o_searchview_input",
            run: "edit ]d2010460123456789310TOUR-NEW",
        },
        {
            trigger: ".o_searchview_autocomplete .o-dropdown-item:contains(TOUR-NEW)",
            run: "click",
        },
        {
            content: "only the scanned series is left",
            trigger: ".o_kanban_renderer:not(:has(.o_kanban_record:contains(TOUR-OLD)))",
        },
        {
            trigger: ".o_kanban_record:contains(TOUR-NEW)",
            run: "click",
        },
        {
            content: "the worker sees the age, and no button to change it",
            trigger: ".o_form_view .o_field_widget[name=series_date]:contains(2025)",
        },
        {
            trigger: ".o_form_view:not(:has(button[name=action_change_series_date]))",
        },
    ],
});

import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("order_split_planner", {
    steps: () => [
        {
            trigger: ".o_data_row:contains(Orphan) button[name='action_procure']",
            run: "click",
        },
        { trigger: ".o_list_view:not(:has(.o_data_row:contains(Orphan)))" },
        { trigger: ".o_searchview_facet .o_facet_remove", run: "click" },
        { trigger: ".o_data_row:contains(Orphan) div[name='progress']:contains(100)" },
        { trigger: ".o_cp_switch_buttons .o_kanban, .o_switch_view.o_kanban", run: "click" },
        { trigger: ".o_kanban_group .o_kanban_record:contains(Orphan)" },
    ],
});

registry.category("web_tour.tours").add("order_split_salesman", {
    steps: () => [
        { trigger: ".o_statusbar_buttons button[name='action_confirm']:visible", run: "click" },
        { trigger: ".o_notebook_headers a[name='supply']", run: "click" },
        { trigger: "div[name='supply_line_ids'] .o_data_row:contains(Made)" },
        { trigger: "div[name='supply_line_ids'] .o_data_row td[name='quantity']:contains(7)" },
        { trigger: "div[name='supply_progress']:contains(70)" },
        { trigger: "button[name='action_view_supply']", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains(Made)" },
    ],
});

registry.category("web_tour.tours").add("order_split_foreman", {
    steps: () => [
        { trigger: ".o_kanban_record:contains(Made) button[name='action_report_progress']", run: "click" },
        { trigger: ".modal div[name='done_quantity'] input", run: "edit 4" },
        { trigger: ".modal button[name='action_report']", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_kanban_record:contains(Made):contains(4)" },
    ],
});

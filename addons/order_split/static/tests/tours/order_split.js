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
        { trigger: ".o_switch_view.o_pivot", run: "click" },
        { trigger: ".o_pivot:contains(Orphan)" },
        { trigger: ".o_switch_view.o_calendar", run: "click" },
        { trigger: ".o_calendar_renderer" },
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
        { trigger: ".modal div[name='done_quantity'] input", run: "edit 4 && press Tab" },
        { trigger: ".modal div[name='done_percent'] input:value(50)" },
        { trigger: ".modal button[name='action_report']", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_kanban_record:contains(Made):contains(4)" },
        { trigger: ".o_kanban_record:contains(Made) button[name='action_report_progress']", run: "click" },
        { trigger: ".modal div[name='done_percent'] input", run: "edit 75 && press Tab" },
        { trigger: ".modal button[name='action_report']", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_kanban_record:contains(Made) div[name='supply_progress']:contains(75)" },
    ],
});

registry.category("web_tour.tours").add("order_split_foreman_finish", {
    steps: () => [
        { trigger: ".o_kanban_record:contains(Made) button[name='action_report_progress']", run: "click" },
        { trigger: ".modal div[name='done_quantity'] input", run: "edit 3 && press Tab" },
        { trigger: ".modal div[name='done_percent'] input:value(100)" },
        { trigger: ".modal button[name='action_finish']", run: "click" },
        { trigger: "body:not(:has(.modal)):not(:has(.o_kanban_record:contains(Made)))" },
    ],
});

registry.category("web_tour.tours").add("order_split_board", {
    steps: () => [
        { trigger: ".o_searchview_facet .o_facet_remove", run: "click" },
        // not in the filter: seen once the list has been read anew, which forgets what was marked before
        { trigger: ".o_data_row:contains(Made)" },
        { trigger: ".o_data_row:contains(Bought) .o_list_record_selector input", run: "click" },
        { trigger: ".o_control_panel button[name='action_redate']", run: "click" },
        { trigger: ".modal div[name='documents']:contains(Bought)" },
        { trigger: ".modal div[name='reason'] input", run: "edit The vendor is on strike" },
        { trigger: ".modal button[name='action_redate']", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_data_row:contains(Bought) .o_list_record_selector input", run: "click" },
        { trigger: ".o_control_panel button[name='action_inform']", run: "click" },
        { trigger: ".modal div[name='message'] textarea", run: "edit We look for another vendor" },
        { trigger: ".modal button[name='action_inform']", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_data_row:contains(Bought) .o_list_record_selector input", run: "click" },
        { trigger: ".o_control_panel button[name='action_start']", run: "click" },
        { trigger: ".o_data_row:contains(Bought)" },
    ],
});

registry.category("web_tour.tours").add("order_split_warehouse", {
    steps: () => [
        { trigger: "div[name='supply_summary']:contains(7):contains(10)" },
        { trigger: ".o_data_row td[name='supply_awaited']:contains(3)" },
    ],
});

registry.category("web_tour.tours").add("order_split_no_prices", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row td[name='supply_progress']:contains(70)" },
        { trigger: ".o_list_view:not(:has(td[name='amount_total'])):not(:has(th[data-name='amount_total']))" },
    ],
});

import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const APP = "industrial_sales.menu_";

function openApp() {
    return [
        stepUtils.showAppsMenuItem(),
        { content: "open the app", trigger: `.o_app[data-menu-xmlid='${APP}root']`, run: "click" },
    ];
}

/** Open a menu entry of a section and wait for what only its own screen has; titles depend on the language. */
function openMenu(section, name, proof) {
    return [
        {
            content: `unfold ${section}`,
            trigger: `.o_menu_sections button[data-menu-xmlid='${APP}${section}']`,
            run: "click",
        },
        {
            content: `open ${name}`,
            trigger: `.o-dropdown--menu .dropdown-item[data-menu-xmlid='${APP}${section}_${name}']`,
            run: "click",
        },
        { content: `${name} is there`, trigger: proof },
    ];
}

const column = (name) => `.o_list_view th[data-name='${name}']`;

registry.category("web_tour.tours").add("industrial_sales_dispatcher", {
    steps: () => [
        ...openApp(),
        ...openMenu("dispatcher", "requests", ".o_kanban_view"),
        ...openMenu("dispatcher", "calls", column("direction")),
        ...openMenu("dispatcher", "events", column("sender")),
        ...openMenu("dispatcher", "sorting", ".o_list_view"),
        ...openMenu("dispatcher", "rules", column("kind")),
        ...openMenu("dispatcher", "appeals", ".o_kanban_view"),
    ],
});

registry.category("web_tour.tours").add("industrial_sales_director", {
    steps: () => [
        ...openApp(),
        ...openMenu("director", "page", ".o_director_page [data-block=margin]"),
        {
            content: "a figure opens its list",
            trigger: ".o_director_page [data-block=deals] .o_director_figure a",
            run: "click",
        },
        { content: "the deals of the stage are there", trigger: ".o_list_view .o_data_row" },
        ...openMenu("director", "margin", column("margin_amount")),
        ...openMenu("director", "won", ".o_graph_view canvas"),
        ...openMenu("director", "supply", column("order_id")),
        ...openMenu("director", "appeals", ".o_graph_view"),
        ...openMenu("department", "leads", column("contact_name")),
        ...openMenu("department", "appeals", ".o_kanban_view"),
        ...openMenu("department", "responsible", column("since")),
        ...openMenu("department", "purchases", column("quantity")),
        ...openMenu("deals", "day", ".o_my_day [data-section=calls]"),
        ...openMenu("deals", "forecast", ".o_kanban_view"),
        ...openMenu("deals", "leads", column("email_from")),
        ...openMenu("deals", "requests", ".o_kanban_view"),
        ...openMenu("deals", "proposals", column("deal_id")),
        ...openMenu("deals", "orders", column("date_order")),
        ...openMenu("deals", "calls", column("direction")),
        ...openMenu("deals", "absences", column("date_from")),
        ...openMenu("deals", "deals", ".o_kanban_view .o_kanban_group"),
    ],
});

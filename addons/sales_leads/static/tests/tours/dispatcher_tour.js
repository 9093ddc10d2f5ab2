import { registry } from "@web/core/registry";

const card = (name) => `.o_kanban_record:not(.o_kanban_ghost):not(.o_dispatch_gone):contains(${name})`;

registry.category("web_tour.tours").add("sales_leads_dispatcher_tour", {
    steps: () => [
        {
            content: "Sort the appeal about the pump",
            trigger: `${card("Tour Pump")} button[data-department=Vys]`,
            run: "click",
        },
        {
            content: "It is gone from the new ones",
            trigger: `.o_kanban_renderer:not(:has(${card("Tour Pump")}))`,
        },
        {
            content: "The other one is no request",
            trigger: `${card("Tour Spam")} button[name=no_request]`,
            run: "click",
        },
        {
            content: "It is gone too, and the server has said so",
            trigger: ".o_view_nocontent",
        },
    ],
});

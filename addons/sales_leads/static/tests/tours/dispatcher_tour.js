import { registry } from "@web/core/registry";

const card = (name) => `.o_kanban_record:not(.o_kanban_ghost):contains(${name})`;

registry.category("web_tour.tours").add("sales_leads_dispatcher_tour", {
    steps: () => [
        {
            content: "Sort the appeal about the pump",
            trigger: `${card("Tour Pump")} button[name=action_sort]`,
            run: "click",
        },
        {
            content: "Choose the department",
            trigger: ".modal .o_field_widget[name=team_id] .o_radio_item:contains(Vys) input",
            run: "click",
        },
        {
            content: "Give it there",
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            content: "It is gone from the new ones",
            trigger: `.o_kanban_renderer:not(:has(${card("Tour Pump")}))`,
        },
        {
            content: "The other one is no request",
            trigger: `${card("Tour Spam")} button[name=action_reject]`,
            run: "click",
        },
        {
            content: "It is gone too",
            trigger: `.o_kanban_renderer:not(:has(${card("Tour Spam")}))`,
        },
    ],
});

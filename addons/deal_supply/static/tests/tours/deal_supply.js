import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("deal_supply_bar", {
    steps: () => [
        { trigger: ".o_deal_supply .o_progressbar" },
        { trigger: ".o_deal_supply div[name='supply_progress']:contains(70)" },
        { trigger: ".o_deal_supply div[name='supply_summary'] span:contains(7)" },
    ],
});

registry.category("web_tour.tours").add("deal_supply_kanban", {
    steps: () => [
        { trigger: ".o_kanban_record:contains('Pumps for the tour') div[name='supply'] .badge.text-bg-info" },
        { trigger: ".o_kanban_record:contains('Pumps for the tour') div[name='supply']:contains('70 %')" },
    ],
});

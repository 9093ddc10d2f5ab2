import { registry } from "@web/core/registry";

const bar = (percent) => ({ trigger: `.o_deal_supply div[name='supply_progress']:contains(${percent})` });

registry.category("web_tour.tours").add("deal_supply_quotation", {
    steps: () => [
        { trigger: ".o_notebook_headers a[name='supply']", run: "click" },
        { trigger: "button[name='action_forecast_supply']", run: "click" },
        { trigger: "div[name='supply_forecast_words']:contains(Made: 7)" },
        { trigger: "div[name='supply_forecast_words']:contains(, 3)" },
        { trigger: "div[name='supply_forecast_date']" },
    ],
});

registry.category("web_tour.tours").add("deal_supply_agree", {
    steps: () => [
        { trigger: ".o_statusbar_buttons button[name='action_agree']", run: "click" },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        bar(70),
    ],
});

registry.category("web_tour.tours").add("deal_supply_grown", { steps: () => [bar(85)] });

registry.category("web_tour.tours").add("deal_supply_ready", {
    steps: () => [bar(100), { trigger: ".o_deal_supply div[name='supply_summary']:contains(10)" }],
});

registry.category("web_tour.tours").add("deal_supply_shipped", {
    steps: () => [bar(100), { trigger: ".o_deal_supply:not(:has(div[name='supply_summary']:contains(10)))" }],
});

registry.category("web_tour.tours").add("deal_supply_lower", {
    steps: () => [
        { trigger: ".o_notebook_headers a[name='goods']", run: "click" },
        { trigger: "button[name='action_change_order']", run: "click" },
        { trigger: ".modal .o_data_row td[name='quantity']", run: "click" },
        { trigger: ".modal .o_data_row td[name='quantity'] input", run: "edit 6 && press Tab" },
        { trigger: ".modal div[name='effects']:contains(SUPT/MO)" },
        { trigger: ".modal div[name='effects']:contains(Made: 1)" },
        { trigger: ".modal div[name='agreed_by'] input", run: "edit Olga" },
        { trigger: ".modal div[name='reason'] textarea", run: "edit A smaller budget" },
        { trigger: ".modal button[name='action_apply']", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_deal_supply div[name='supply_summary']:contains(6)" },
    ],
});

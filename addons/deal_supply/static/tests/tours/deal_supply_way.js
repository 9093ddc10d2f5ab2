import { registry } from "@web/core/registry";

const bar = (percent) => ({ trigger: `.o_deal_supply div[name='supply_progress']:contains(${percent})` });

registry.category("web_tour.tours").add("deal_supply_quotation", {
    steps: () => [
        { trigger: ".o_notebook_headers a[name='supply']", run: "click" },
        { trigger: "button[name='action_forecast_supply']", run: "click" },
        { trigger: "div[name='supply_forecast_words']:contains(7 free now)" },
        { trigger: "div[name='supply_forecast_words']:contains(3 made by)" },
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
    steps: () => [bar(100), { trigger: ".o_deal_supply:contains(10 of 10 reserved)" }],
});

registry.category("web_tour.tours").add("deal_supply_shipped", {
    steps: () => [bar(100), { trigger: ".o_deal_supply:contains(all shipped)" }],
});

registry.category("web_tour.tours").add("deal_supply_lower", {
    steps: () => [
        { trigger: ".o_notebook_headers a[name='goods']", run: "click" },
        { trigger: "button[name='action_change_order']", run: "click" },
        { trigger: ".modal .o_data_row td[name='quantity']", run: "click" },
        { trigger: ".modal .o_data_row td[name='quantity'] input", run: "edit 6 && press Tab" },
        { trigger: ".modal div[name='effects']:contains(are taken back from)" },
        { trigger: ".modal div[name='effects']:contains(become free for others)" },
        { trigger: ".modal div[name='agreed_by'] input", run: "edit Olga" },
        { trigger: ".modal div[name='reason'] textarea", run: "edit A smaller budget" },
        { trigger: ".modal button[name='action_apply']", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_deal_supply:contains(6 of 6 reserved)" },
    ],
});

import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("deal_service_closing", {
    steps: () => [
        { trigger: ".nav-link[name=service]", run: "click" },
        {
            content: "The open points are listed, each with its button",
            trigger: ".o_closing_steps div:contains(has not answered) button",
            run: "click",
        },
        { content: "The offer knows the piece", trigger: ".o_field_widget[name=piece_ids] .o_tag:contains(SN-1)" },
        { trigger: ".o_field_widget[name=price] input", run: "edit 1200" },
        { trigger: ".o_form_button_save:enabled", run: "click" },
        { trigger: "button[name=action_accept]", run: "click" },
        { trigger: "button[name=action_make_contract]", run: "click" },
        { trigger: "button[name=action_conclude]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Runs)" },
        { content: "Its first visit is planned", trigger: ".o_field_widget[name=visit_ids] .o_data_row" },
    ],
});

const closed = ".o_statusbar_status .o_arrow_button_current:contains(Closed)";

registry.category("web_tour.tours").add("deal_service_last_paper", {
    steps: () => [
        { trigger: ".nav-link[name=service]", run: "click" },
        {
            content: "One point is left, and its button leads to the papers",
            trigger: ".o_closing_steps div:contains(Papers are missing: Waybill) button",
            run: "click",
        },
        { trigger: ".o_data_row:contains(Waybill) button[name=action_receive]", run: "click" },
        { trigger: ".o_data_row:contains(Waybill):contains(Received)" },
        { trigger: ".o_back_button a", run: "click" },
        { content: "The deal has closed by itself", trigger: closed },
        { trigger: "body:not(:has(.o_closing_steps))" },
    ],
});

registry.category("web_tour.tours").add("deal_service_not_needed", {
    steps: () => [
        { trigger: ".nav-link[name=service]", run: "click" },
        { trigger: ".o_closing_steps div:contains(Nobody said) button:contains(Not needed)", run: "click" },
        { content: "The point is gone, the page stays", trigger: ".o_closing_steps:not(:contains(Nobody said))" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Service)" },
    ],
});

registry.category("web_tour.tours").add("deal_service_close_early", {
    steps: () => [
        { trigger: ".nav-link[name=service]", run: "click" },
        { trigger: "button[name=action_close_early]", run: "click" },
        { trigger: ".modal .o_field_widget[name=points]:contains(Commissioning is not done)" },
        { trigger: ".modal .o_field_widget[name=reason] textarea", run: "edit Bankrupt" },
        { trigger: ".modal button[name=action_close]", run: "click" },
        { trigger: closed },
    ],
});

registry.category("web_tour.tours").add("deal_service_scan", {
    steps: () => [
        { trigger: ".o_service_scan input", run: "edit SN-1" },
        { trigger: ".o_service_scan button[type=submit]", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=name]:contains(SN-1)" },
        { trigger: "button[name=action_new_request]", run: "click" },
        { trigger: ".o_field_widget[name=subject] input", run: "edit Does not cool" },
        { trigger: ".o_form_button_save:enabled", run: "click" },
        { trigger: "button[name=action_take]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(In work)" },
    ],
});

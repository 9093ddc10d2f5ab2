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

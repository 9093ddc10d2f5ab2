import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("sales_leads_request_tour", {
    steps: () => [
        {
            content: "Open the request",
            trigger: ".o_data_row:contains(Seals for a tour) .o_data_cell[name=subject]",
            run: "click",
        },
        {
            content: "It is answered",
            trigger: ".o_form_view button[name=action_answer]",
            run: "click",
        },
        {
            content: "The state tells so",
            trigger: ".o_statusbar_status button[data-value=answered].o_arrow_button_current",
        },
    ],
});

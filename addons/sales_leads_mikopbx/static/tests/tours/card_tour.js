import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("sales_leads_mikopbx_card_tour", {
    steps: () => [
        {
            content: "The card of a customer: write a note on it",
            trigger: ".o_data_row:contains(Vodokanal) button[name=action_note]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit Wants the price by Friday",
        },
        {
            content: "The number dials by the exchange",
            trigger: ".modal .o_field_widget[name=number] a",
            run: "click",
        },
        {
            trigger: ".o_notification:contains(Take your telephone)",
        },
        {
            content: "Keep the note",
            trigger: ".modal button[name=action_keep_note]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_data_row:contains(79161234567) .o_data_cell[name=number]",
            run: "click",
        },
        {
            content: "The card of a stranger: begin a lead of his",
            trigger: "button[name=action_create]:contains(New Lead)",
            run: "click",
        },
        {
            content: "The lead is open, with his number",
            trigger: ".o_form_view:has([name=stage_id], [name=name]) .o_field_widget[name=phone] input:value(79161234567), .breadcrumb:contains(79161234567)",
        },
    ],
});

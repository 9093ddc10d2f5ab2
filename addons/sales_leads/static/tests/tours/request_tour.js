import { registry } from "@web/core/registry";

const card = ".o_kanban_record:not(.o_kanban_ghost):contains(Seals for a tour)";

registry.category("web_tour.tours").add("sales_leads_request_tour", {
    steps: () => [
        {
            content: "The board stands by state; write to the customer from the card",
            trigger: `.o_kanban_group:contains(New) ${card} button[name=action_answer_by_mail]`,
            run: "click",
        },
        {
            content: "He is the recipient; write the answer",
            trigger: ".modal .o_mail_composer_form_view:has([name=partner_ids] .o_tag:contains(Vodokanal)) .odoo-editor-editable",
            run: "editor Two seals are on stock.",
        },
        {
            content: "Send it",
            trigger: ".modal button[name=action_send_mail]",
            run: "click",
        },
        {
            content: "It is answered by itself",
            trigger: `.o_kanban_group:contains(Answered) ${card}`,
        },
        {
            content: "The other one becomes a deal with one click",
            trigger:
                ".o_kanban_record:not(.o_kanban_ghost):contains(Pump for a tour) button[name=action_make_deal]",
            run: "click",
        },
        {
            content: "The deal has what he asked for",
            trigger: ".o_form_view .o_field_widget[name=name] textarea, .o_form_view .o_field_widget[name=name] input",
        },
    ],
});

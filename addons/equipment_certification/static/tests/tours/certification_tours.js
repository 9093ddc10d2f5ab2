import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const validate = ".o_form_view button[name=button_validate]:visible";

tours.add("equipment_certification_warned", {
    steps: () => [
        { content: "The warning names the piece", trigger: "[name=certification_warns]:contains(SN-1)" },
        { trigger: validate, run: "click" },
        { content: "It stops nothing", trigger: ".o_arrow_button_current:contains(Done)" },
    ],
});

tours.add("equipment_certification_attested", {
    steps: () => [
        { trigger: ".nav-link[name=certification]", run: "click" },
        { trigger: ".o_field_widget[name=certification_summary]:contains(covered 0 of 1 pieces)" },
        { content: "What is missing is said", trigger: ".o_field_widget[name=certification_notice]:contains(SN-1)" },
        { trigger: ".tab-pane.active button[name=action_certificates]", run: "click" },
        { content: "The list, not that of the page", trigger: ".o_breadcrumb .active:contains(Certificates)" },
        { trigger: ".o_list_view .o_data_row .o_data_cell:contains(Attestation)", run: "click" },
        { content: "The shipped number is there", trigger: ".o_field_widget[name=lot_numbers] textarea:value(SN-1)" },
        { trigger: "button[name=action_request]", run: "click" },
        { trigger: ".o_arrow_button_current:contains(At the body)" },
        { trigger: ".o_field_widget[name=name] input", run: "edit A-15" },
        { trigger: "button[name=action_issue]:visible", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Issued)" },
    ],
});

tours.add("equipment_certification_blocked", {
    steps: () => [
        { trigger: "[name=certification_blocks]:contains(SN-1)" },
        { trigger: validate, run: "click" },
        { content: "The window names the piece", trigger: ".modal .o_missing_documents:contains(SN-1)" },
        { content: "A storeman lets nothing go", trigger: ".modal:not(:has(button[name=action_release]))" },
        { trigger: ".modal button[special=cancel]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_form_view" },
    ],
});

tours.add("equipment_certification_released", {
    steps: () => [
        { trigger: ".nav-link[name=certification]", run: "click" },
        { trigger: ".tab-pane.active button[name=action_release_certificates]", run: "click" },
        { trigger: ".modal .o_missing_documents:contains(SN-1)" },
        { trigger: ".modal .o_field_widget[name=reason] textarea", run: "edit Attested at the customer's" },
        { trigger: ".modal button[name=action_release]", run: "click" },
        { content: "It is kept", trigger: "body:not(:has(.modal)) .o-mail-Message:contains(Attested at the customer)" },
    ],
});

tours.add("equipment_certification_shipped", {
    steps: () => [
        { trigger: "body:not(:has([name=certification_blocks])) .o_form_view" },
        { trigger: validate, run: "click" },
        { trigger: ".o_arrow_button_current:contains(Done)" },
    ],
});

tours.add("equipment_certification_no_trace", {
    steps: () => [
        { content: "The deal is there", trigger: ".nav-link[name=service]" },
        { content: "Without a page of certification", trigger: ".o_form_view:not(:has(.nav-link[name=certification]))" },
        { trigger: ".nav-link[name=service]", run: "click" },
        { trigger: ".o_closing_steps:not(:contains(valid document))" },
    ],
});

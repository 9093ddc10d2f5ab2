import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("sale_forms_print", {
    steps: () => [
        { trigger: ".o_form_view button[name=action_print_form]:visible", run: "click" },
        { trigger: ".modal .o_field_widget[name=kind_id] label:contains(Transfer document)", run: "click" },
        { content: "What is missing is listed", trigger: ".modal .o_field_widget[name=missing]:contains(signatory)" },
        { content: "It cannot be printed", trigger: ".modal:not(:has(button[name=action_print]:visible))" },
        { content: "A draft can", trigger: ".modal button[name=action_print_draft]:visible" },
        { trigger: ".modal button[special=cancel]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_form_view" },
    ],
});

tours.add("sale_forms_decide", {
    steps: () => [
        { content: "It waits with its suggestions", trigger: ".o_data_row:contains(For pumps) .o_tag" },
        { trigger: ".o_data_row:contains(For pumps) .o_data_cell[name=purpose]", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=request_ids] input", run: "click" },
        { trigger: ".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option, :has(.fa-spin)) a", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=request_ids] .o_tag" },
        { trigger: ".o_form_view button[name=action_pay]", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Entered)" },
    ],
});

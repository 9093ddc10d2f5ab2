import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const field = (name) => `.modal .o_field_widget[name=${name}]`;

tours.add("employee_joins", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row" },
        { trigger: ".o_control_panel button:contains(Employee Joins)", run: "click" },
        { trigger: `${field("name")} input`, run: "edit Ivan Tourist" },
        { trigger: `${field("login")} input`, run: "edit tourist@works.example" },
        { trigger: `${field("invite")} input`, run: "click" },
        { trigger: `${field("password")} input`, run: "edit a long password 1" },
        { content: "departments are asked of sellers alone", trigger: `.modal:not(:has([name=team_ids]))` },
        { trigger: `${field("role_ids")} label:contains(Sales manager)`, run: "click" },
        { trigger: `${field("team_ids")} input`, run: "edit Pumps of the test" },
        { trigger: ".o-autocomplete--dropdown-item a:contains(Pumps of the test)", run: "click" },
        { content: "he sees what he works in", trigger: `${field("visible_team_ids")} .o_tag:contains(Pumps of the test)` },
        { trigger: `${field("pbx_extension")} input`, run: "edit 9790" },
        { trigger: ".modal button[name=action_join]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_data_row:contains(Ivan Tourist):contains(Sales manager):contains(9790)" },
    ],
});

tours.add("employee_leaves", {
    steps: () => [
        { trigger: ".o_data_row:contains(menu_manager) button[name=action_leave]", run: "click" },
        { content: "the work is counted", trigger: `${field("line_ids")} .o_data_row:contains(Deals: 1)` },
        { content: "what is closed is said", trigger: `${field("shut_out")}:contains(menu_manager)` },
        { trigger: `${field("reason")} input`, run: "edit Retires" },
        { trigger: `${field("receiver_id")} input`, run: "edit Colleague" },
        { trigger: ".o-autocomplete--dropdown-item a:contains(Colleague)", run: "click" },
        { content: "all goes to the colleague", trigger: `${field("line_ids")} .o_data_row:contains(Colleague)` },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { content: "it is written down", trigger: ".o_form_view .o_arrow_button_current:contains(Left)" },
        { trigger: "button[name=action_undo]", run: "click" },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        { trigger: ".o_form_view .o_arrow_button_current:contains(Taken back)" },
    ],
});

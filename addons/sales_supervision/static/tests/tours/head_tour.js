import { registry } from "@web/core/registry";

const scored = [0, 1, 2, 3].map((row) => ({
    content: `Give question ${row + 1} four stars`,
    trigger: `.o_field_widget[name=answer_ids] .o_data_row:eq(${row}) .o_priority_star:eq(3)`,
    run: "click",
}));

registry.category("web_tour.tours").add("sales_supervision_survey_tour", {
    steps: () => [
        {
            content: "Open the customer to call",
            trigger: ".o_data_row:contains(Tour customer) .o_data_cell[name=partner_id]",
            run: "click",
        },
        ...scored,
        {
            content: "Write down what he said",
            trigger: ".o_field_widget[name=words] textarea",
            run: "edit All is well.",
        },
        {
            content: "He was asked",
            trigger: "button[name=action_done]",
            run: "click",
        },
        {
            content: "It is saved as done",
            trigger: ".o_statusbar_status .o_arrow_button_current[data-value=done]",
        },
        {
            content: "The score stands there",
            trigger: ".o_form_view .o_field_widget[name=score]:contains(4.0)",
        },
    ],
});

registry.category("web_tour.tours").add("sales_supervision_escalation_tour", {
    steps: () => [
        {
            content: "Open the hard case",
            trigger: ".o_kanban_record:contains(Pump of the tour)",
            run: "click",
        },
        {
            content: "Take it over",
            trigger: "button[name=action_take_over]",
            run: "click",
        },
        {
            content: "Choose the cause",
            trigger: ".o_field_widget[name=cause_id] input",
            run: "edit Delivery",
        },
        {
            content: "The delivery date it was",
            trigger: ".o-autocomplete--dropdown-menu .o-autocomplete--dropdown-item:contains(Delivery date) a",
            run: "click",
        },
        {
            content: "Write down the solution",
            trigger: ".o_field_widget[name=solution] textarea",
            run: "edit A part goes by plane.",
        },
        {
            content: "Solved, the manager goes on",
            trigger: "button[name=action_solve_and_give_back]",
            run: "click",
        },
        {
            content: "It is solved",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Solved)",
        },
    ],
});

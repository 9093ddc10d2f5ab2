import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("deal_stages_sell", {
    steps: () => [
        {
            content: "The lead is not complete: the form opens",
            trigger: ".o_statusbar_buttons button[name=action_make_deal]",
            run: "click",
        },
        {
            content: "What the lead knows is there",
            trigger: ".modal .o_field_widget[name=email] input:value(olga@acid.example)",
        },
        {
            trigger: ".modal .o_field_widget[name=needs] textarea",
            run: "edit Pump acid",
        },
        {
            trigger: ".modal .o_field_widget[name=vat] input",
            run: "edit 7736050003",
        },
        {
            trigger: ".modal .o_field_widget[name=kpp] input",
            run: "edit 773601001",
        },
        {
            trigger: ".modal .o_field_widget[name=city] input",
            run: "edit Perm",
        },
        {
            trigger: ".modal .o_field_widget[name=acc_number] input",
            run: "edit 40702810938000012345",
        },
        {
            trigger: ".modal .o_field_widget[name=bank_bic] input",
            run: "edit 044525225 && press Tab",
        },
        {
            content: "The bank is known by its BIC",
            trigger: ".modal .o_field_widget[name=bank_name] input:value(Bank of the test)",
        },
        {
            trigger: ".modal-footer button[name=action_make_deal]",
            run: "click",
        },
        {
            content: "It is a deal now",
            trigger: ".o_notebook_headers a[name=goods]",
            run: "click",
        },
        {
            content: "Choose equipment by what is asked for",
            trigger: ".tab-pane.active button[name=action_select_equipment]",
            run: "click",
        },
        {
            trigger: ".modal .o_data_row:contains(Tour pump) td[name=quantity]",
            run: "click",
        },
        {
            trigger: ".modal .o_selected_row td[name=chosen] .o_boolean_toggle",
            run: "click",
        },
        {
            trigger: ".modal .o_selected_row td[name=chosen] input:checked",
        },
        {
            trigger: ".modal-footer button[name=action_put_into_goods]",
            run: "click",
        },
        {
            content: "What was chosen stands in the goods list",
            trigger: "body:not(:has(.modal)) .o_field_widget[name=goods_line_ids] .o_data_row:contains(Tour pump)",
        },
        {
            trigger: ".o_field_widget[name=goods_line_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=product_id] input",
            run: "edit Tour pump",
        },
        {
            trigger: ".o-autocomplete--dropdown-menu li a:contains(Tour pump)",
            run: "click",
        },
        {
            content: "The price is known at once",
            trigger: ".o_selected_row .o_field_widget[name=price_unit] input:value(000.00)",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=product_uom_qty] input",
            run: "edit 3",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Saved: the total of the quotation is there",
            trigger: ".o_form_saved .o_field_widget[name=goods_amount]:contains(4)",
        },
        {
            trigger: "button[name=action_send_proposal]",
            run: "click",
        },
        {
            content: "The letter carries the proposal",
            trigger: ".modal .o_field_widget[name=attachment_ids]:contains(proposal)",
        },
        {
            content: "Send it",
            trigger: ".modal button[name=action_send_mail]",
            run: "click",
        },
        {
            content: "The customer calls: he accepts this version",
            trigger: "body:not(:has(.modal)) .o_notebook_headers a[name=documents]",
            run: "click",
        },
        {
            trigger: ".o_deal_documents tr:contains(Commercial proposal):contains(Sent) a",
            run: "click",
        },
        {
            trigger: ".o_statusbar_buttons button[name=action_accepted]",
            run: "click",
        },
        {
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status button.o_arrow_button_current:contains(Accepted)",
        },
        {
            trigger: ".o_control_panel .breadcrumb-item a:contains(Tour request)",
            run: "click",
        },
        {
            content: "The deal went on by itself",
            trigger: ".o_statusbar_status button.o_arrow_button_current:contains(Sale from stock)",
        },
        {
            trigger: ".o_notebook_headers a[name=documents]",
            run: "click",
        },
        {
            content: "The proposal stands below the order that it was made from",
            trigger: ".o_deal_documents td[data-level='1']:contains(Commercial proposal)",
        },
        {
            trigger: ".o_field_widget[name=documents] button:contains(List)",
            run: "click",
        },
        {
            trigger: ".o_deal_documents tr:first-child td:contains(Customer order)",
        },
        {
            content: "Ask for the money",
            trigger: ".o_notebook_headers a[name=money]",
            run: "click",
        },
        {
            trigger: "button[name=action_request_payment]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=amount] input:value(000)",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_saved .o_statusbar_status button.o_arrow_button_current:contains(Awaits payment)",
        },
    ],
});

const card = (stage, name) => `.o_kanban_group:contains(${stage}) .o_kanban_record:contains(${name})`;

function drag(name, from, to) {
    return { trigger: card(from, name), run: `drag_and_drop(.o_kanban_group:contains(${to}))` };
}

/** Drag the card, look whether the deal itself is there, and come back. */
function walk(name, from, to) {
    return [
        drag(name, from, to),
        { content: `${name} is in ${to}`, trigger: card(to, name), run: "click" },
        { trigger: `.o_statusbar_status button.o_arrow_button_current:contains(${to})` },
        { trigger: ".o_control_panel .breadcrumb-item a:contains(Deals)", run: "click" },
    ];
}

registry.category("web_tour.tours").add("deal_stages_at_once", {
    steps: () => [
        {
            trigger: ".o_notebook_headers a[name=money]",
            run: "click",
        },
        {
            content: "First click",
            trigger: "button[name=action_ask_at_once]",
            run: "click",
        },
        {
            content: "Second click",
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "The request to pay is there",
            trigger: ".o_form_view .o_statusbar_status button.o_arrow_button_current:contains(Awaits payment)",
        },
    ],
});

registry.category("web_tour.tours").add("deal_stages_refuse", {
    steps: () => [
        {
            trigger: ".o_statusbar_buttons button:contains(Refused)",
            run: "click",
        },
        {
            content: "It says before what will happen",
            trigger: ".modal .o_field_widget[name=effects]:contains(cancelled)",
        },
        {
            trigger: ".modal .o_selection_badge:contains(Bought of a competitor)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=lost_feedback] .odoo-editor-editable",
            run: "editor They took the cheaper one.",
        },
        {
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "Deal and customer are unsuitable",
            trigger: "body:not(:has(.modal)) .alert:contains(They took the cheaper one)",
        },
    ],
});

registry.category("web_tour.tours").add("deal_stages_check", {
    steps: () => [
        {
            trigger: ".o_field_widget[name=missed] textarea",
            run: "edit Called back too late.",
        },
        {
            trigger: ".o_field_widget[name=verdict] input[data-value=minor]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=follows] input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(Talk with the seller)",
            run: "click",
        },
        {
            trigger: "button[name=action_done]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status button.o_arrow_button_current:contains(Checked)",
        },
    ],
});

registry.category("web_tour.tours").add("deal_stages_my_day", {
    steps: () => [
        {
            content: "What is due stands there",
            trigger: "[data-section=tasks] .o_my_day_row:contains(Call him)",
        },
        {
            trigger: "[data-section=deals] .o_my_day_row:contains(Idle deal):contains(No planned step)",
        },
        {
            content: "Tick it off",
            trigger: "[data-section=tasks] .o_my_day_row:contains(Call him) button",
            run: "click",
        },
        {
            content: "It is gone",
            trigger: "[data-section=tasks]:not(:has(.o_my_day_row:contains(Call him)))",
        },
        {
            trigger: "[data-section=deals] .o_my_day_row:contains(Idle deal) a",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=name]:contains(Idle deal), .o_form_view textarea:value(Idle deal)",
        },
    ],
});

registry.category("web_tour.tours").add("deal_stages_board", {
    steps: () => [
        {
            content: "A deal without a planned step warns",
            trigger: ".o_kanban_record:contains(Board deal) .badge:contains(No planned step)",
        },
        {
            content: "Drag it where it may not go",
            trigger: ".o_kanban_group:contains(Equipment selection) .o_kanban_record:contains(Board deal)",
            run: "drag_and_drop(.o_kanban_group:contains(Installation))",
        },
        {
            trigger: ".modal:contains(From “Equipment selection” a deal goes to) .btn-primary",
            run: "click",
        },
        {
            content: "It is back where it was",
            trigger: card("Equipment selection", "Board deal"),
        },
        drag("Board deal", "Equipment selection", "Production"),
        {
            content: "What the stage wants, and a button that leads there",
            trigger: ".modal:contains(wants “Goods agreed on” filled in):has(.btn-primary:contains(Open the deal)) .btn-secondary",
            run: "click",
        },
        ...walk("Walk deal", "Sale from stock", "Production"),
        ...walk("Walk deal", "Production", "Sale from stock"),
        ...walk("Walk deal", "Sale from stock", "Installation"),
        ...walk("Walk deal", "Installation", "Service"),
        drag("Walk deal", "Service", "Closed"),
        {
            content: "The last gate leads to the papers",
            trigger: ".modal:contains(Papers are missing) .btn-primary:contains(Open the papers)",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains(Act of the tour)",
        },
    ],
});

registry.category("web_tour.tours").add("deal_stages_new", {
    steps: () => [
        {
            content: "New opens the form that asks for all that a deal begins with",
            trigger: ".o_control_panel .o-kanban-button-new",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=acc_number]",
        },
    ],
});

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
            run: "edit 044525225",
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
            trigger: "button[name=action_create_goods_list]",
            run: "click",
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
            trigger: ".o_form_saved .o_field_widget[name=goods_amount]:contains(3)",
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
            trigger: ".modal .btn-close",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_statusbar_buttons button[name=action_agree]",
            run: "click",
        },
        {
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status button.o_arrow_button_current:contains(Sale from stock)",
        },
        {
            trigger: ".o_notebook_headers a[name=documents]",
            run: "click",
        },
        {
            trigger: ".o_deal_documents td:contains(Customer order)",
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
            trigger: ".o_kanban_group:contains(Equipment selection) .o_kanban_record:contains(Board deal)",
        },
    ],
});

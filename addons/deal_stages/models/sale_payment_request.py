from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import amount
from ..tools.numbers import plain

OPEN_STATES = ("open", "part")


class SalePaymentRequest(models.Model):
    """A request to pay for a customer order or a share of it (счёт на оплату); not an accounting entry.

    What is paid is told by the payments that the accountant allocated to it, and by nothing else.
    """

    _name = "sale.payment.request"
    _description = "Request to Pay"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"

    name = fields.Char("Request number", required=True, readonly=True, copy=False, default="/")
    order_id = fields.Many2one(
        "sale.order",
        "Customer order",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('state', '=', 'sale')]",
    )
    deal_id = fields.Many2one(related="order_id.opportunity_id", string="Deal", store=True, index="btree_not_null")
    team_id = fields.Many2one(related="order_id.team_id", string="Department", store=True, index=True)
    user_id = fields.Many2one(related="order_id.user_id", string="Manager", store=True, index=True)
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer", store=True, index=True)
    company_id = fields.Many2one(related="order_id.company_id", string="Our company", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id", string="Currency", store=True)
    contract_id = fields.Many2one(
        "sale.contract",
        compute="_compute_contract_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        domain="[('deal_id', '=', deal_id)]",
    )
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    date_due = fields.Date(
        "Pay until", required=True, default=lambda self: self._get_default_due(), index=True, tracking=True
    )
    share = fields.Float(
        "Share of the order, %", compute="_compute_share", inverse="_inverse_share", digits=(5, 2), aggregator=False
    )
    amount = fields.Monetary("Amount to pay", required=True, tracking=True)
    order_amount = fields.Monetary(related="order_id.amount_total", string="Order total")
    purpose = fields.Char(help="Printed: what the customer pays for, for example a prepayment.")
    is_cancelled = fields.Boolean("Cancelled", readonly=True, copy=False, tracking=True)
    allocation_ids = fields.One2many("sale.payment.allocation", "request_id", "Payments", copy=False)
    amount_paid = fields.Monetary("Paid", compute="_compute_paid", store=True)
    amount_due = fields.Monetary("Still to pay", compute="_compute_paid", store=True)
    paid_on = fields.Date("Paid in full on", compute="_compute_paid", store=True)
    state = fields.Selection(
        [("open", "Awaits payment"), ("part", "Paid in part"), ("paid", "Paid"), ("cancelled", "Cancelled")],
        compute="_compute_paid",
        store=True,
        index=True,
        tracking=True,
    )
    remarks = fields.Text(compute="_compute_remarks")
    is_overdue = fields.Boolean("Overdue", compute="_compute_is_overdue", search="_search_is_overdue")

    _amount_positive = models.Constraint("CHECK (amount > 0)", "The amount to pay must be above zero.")
    _number_uniq = models.UniqueIndex("(company_id, name)", "Another request to pay has this number already.")

    @api.model
    def _get_default_due(self):
        return fields.Date.context_today(self) + timedelta(days=self.env.company.payment_request_days)

    @api.depends("order_id")
    def _compute_contract_id(self):
        contracts = self.order_id.opportunity_id.contract_ids.filtered(lambda contract: contract.state != "ended")
        by_deal = contracts.sorted("date").grouped("deal_id")
        for request in self:
            known = by_deal.get(request.order_id.opportunity_id, contracts.browse())
            request.contract_id = request.contract_id or known[-1:]

    @api.depends("amount", "order_id.amount_total")
    def _compute_share(self):
        for request in self:
            total = request.order_id.amount_total
            request.share = 100 * request.amount / total if total else 0

    @api.onchange("share")
    def _inverse_share(self):
        for request in self:
            asked = request.order_id.amount_total * request.share / 100
            request.amount = request.currency_id.round(asked) if request.currency_id else asked

    @api.onchange("order_id")
    def _onchange_order_id(self):
        if self.order_id and not self.amount:
            self.amount = self.order_id._get_amount_to_ask()

    @api.depends("amount", "is_cancelled", "allocation_ids.amount_signed", "allocation_ids.date")
    def _compute_paid(self):
        for request in self:
            # A request that nobody priced yet has no currency.
            rounding = request.currency_id or self.env.company.currency_id
            paid = sum(request.allocation_ids.mapped("amount_signed"))
            due = 0 if request.is_cancelled else max(0, request.amount - paid)
            request.amount_paid, request.amount_due = rounding.round(paid), rounding.round(due)
            request.state = request._get_state(rounding)
            counted = request.allocation_ids.filtered("amount_signed")
            request.paid_on = max(counted.mapped("date"), default=False) if request.state == "paid" else False

    def _get_state(self, rounding):
        if self.is_cancelled:
            return "cancelled"
        if self.amount and rounding.is_zero(self.amount_due):
            return "paid"
        return "open" if rounding.is_zero(self.amount_paid) else "part"

    @api.depends("date_due", "state")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for request in self:
            request.is_overdue = request.state in OPEN_STATES and request.date_due and request.date_due < today

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        return [("state", "in", OPEN_STATES), ("date_due", "<", fields.Date.context_today(self))]

    @api.constrains("amount", "order_id", "is_cancelled")
    def _check_amount(self):
        """An order is asked for once: all its requests together are not above its total."""
        for order in self.filtered(lambda request: not request.is_cancelled).order_id:
            asked = sum(order.payment_request_ids.filtered(lambda one: not one.is_cancelled).mapped("amount"))
            if order.currency_id.compare_amounts(asked, order.amount_total) > 0:
                raise ValidationError(
                    self.env._(
                        "You ask %(asked)s for order %(order)s, which is worth %(total)s. Lower the amount or cancel another request to pay.",
                        asked=order.currency_id.format(asked),
                        order=order.name,
                        total=order.currency_id.format(order.amount_total),
                    )
                )

    @api.constrains("date", "date_due")
    def _check_dates(self):
        for request in self:
            if request.date_due < request.date:
                raise ValidationError(self.env._("The customer cannot pay before he was asked: correct the dates."))

    @api.constrains("order_id")
    def _check_order(self):
        for order in self.order_id:
            if order.state != "sale":
                raise ValidationError(
                    self.env._("Order %s is not agreed: agree the goods list first, then ask for money.", order.name)
                )
            order._check_sale_way("direct")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                vals["name"] = self.env["ir.sequence"].next_by_code("sale.payment.request")
        return super().create(vals_list)

    def write(self, vals):
        if {"amount", "order_id", "share"} & vals.keys():
            self._check_nothing_paid()
        return super().write(vals)

    def _check_nothing_paid(self):
        if paid := self.filtered(lambda request: request.allocation_ids):
            raise UserError(
                self.env._(
                    "%s is paid already, in part at least: make another request to pay.", ", ".join(paid.mapped("name"))
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unpaid(self):
        self._check_nothing_paid()

    def action_cancel(self):
        """The customer does not have to pay these; a paid one stays."""
        self._check_nothing_paid()
        self.is_cancelled = True
        return True

    def action_restore(self):
        self.is_cancelled = False
        return True

    def action_print(self):
        action = self.env.ref("deal_stages.sale_payment_request_report").report_action(self, config=False)
        return self.company_id[:1]._prepare_print_remark(self[:1]._get_remarks(), action)

    def action_send(self):
        """Open a letter to whoever pays, with the printed request."""
        self.ensure_one()
        template = self.env.ref("deal_stages.mail_template_payment_request", raise_if_not_found=False)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send the request to pay"),
            "res_model": "mail.compose.message",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_template_id": template.id if template else False,
                "default_partner_ids": (self.deal_id.contact_id or self.partner_id).ids,
                "default_email_layout_xmlid": "mail.mail_notification_layout",
                "force_email": True,
            },
        }

    def action_register_payment(self):
        """The accountant enters what came for this request."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("deal_stages.sale_payment_register_action")
        return {**action, "context": {"default_request_id": self.id}}

    def _prepare_deal_document(self):
        self.ensure_one()
        return self.env["crm.lead"]._describe_document(
            self, self.env._("Request to pay"), self.name, self.date, self.user_id, self.amount, self.order_id
        )

    @api.depends_context("lang")
    def _compute_remarks(self):
        for request in self:
            request.remarks = "\n".join(request._get_remarks()) if request.company_id else False

    def _get_remarks(self):
        """Sentences about what the printed form lacks."""
        self.ensure_one()
        remarks = self.company_id._get_letterhead_remarks()
        if not self.company_id._get_printed_account():
            remarks.append(
                self.env._("It names no bank account of ours: ask the accountant to enter it in the company.")
            )
        return remarks

    def _prepare_print_values(self):
        """What the printed form cannot read from the records by itself."""
        self.ensure_one()
        order = self.order_id
        whole = self.currency_id.compare_amounts(self.amount, order.amount_total) == 0
        part = self.amount / order.amount_total if order.amount_total else 0
        lines = order.order_line if whole else order.order_line.browse()
        goods = lines.filtered(lambda line: not line.display_type)
        return {
            "our_address": self.company_id._get_printed_address(),
            "account": self.company_id._get_printed_account(),
            "is_whole": whole,
            "blocks": lines._get_printed_blocks(),
            "numbers": {line.id: number for number, line in enumerate(goods, 1)},
            "quantities": {line.id: plain(self.env, line.product_uom_qty) for line in order.order_line},
            "tax": self.currency_id.round(order.amount_tax * part),
            "in_words": amount.in_words(self.amount, self.currency_id.name, self.env.lang or "en_US")
            or self.currency_id.amount_to_text(self.amount),
        }

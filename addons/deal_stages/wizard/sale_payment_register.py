from odoo import api, fields, models
from odoo.exceptions import UserError


class SalePaymentRegister(models.TransientModel):
    """The accountant enters money that came for a request to pay: one payment, counted for it at once."""

    _name = "sale.payment.register"
    _description = "Enter a Payment"

    request_id = fields.Many2one("sale.payment.request", "Request to pay", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="request_id.company_id")
    currency_id = fields.Many2one(related="request_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        "Paid by",
        compute="_compute_from_request",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Another company may pay for the customer.",
    )
    amount = fields.Monetary(
        "Amount that came", compute="_compute_from_request", store=True, readonly=False, precompute=True
    )
    date = fields.Date("Came on", required=True, default=fields.Date.context_today)
    journal_id = fields.Many2one(
        "account.journal",
        "Bank account or cash",
        compute="_compute_journal_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        domain="[('type', 'in', ('bank', 'cash')), ('company_id', '=', company_id)]",
    )
    memo = fields.Char("Bank's number or words")

    @api.depends("request_id")
    def _compute_from_request(self):
        for wizard in self:
            wizard.partner_id = wizard.request_id.partner_id
            wizard.amount = wizard.request_id.amount_due

    @api.depends("request_id")
    def _compute_journal_id(self):
        journals = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "in", self.request_id.company_id.ids)], order="sequence, id"
        )
        by_company = journals.grouped("company_id")
        for wizard in self:
            wizard.journal_id = by_company.get(wizard.company_id, journals.browse())[:1]

    def action_register(self):
        """Make the payment and count it; what came above the request stays not distributed.

        :return: action that shows the payment
        :raises UserError: without an amount
        """
        self.ensure_one()
        if self.currency_id.compare_amounts(self.amount, 0) <= 0:
            raise UserError(self.env._("Enter how much came."))
        counted = min(self.amount, self.request_id.amount_due)
        parts = [(self.request_id.id, counted)] if self.currency_id.compare_amounts(counted, 0) > 0 else []
        payment = self.env["account.payment"]._enter_for_requests([(self._prepare_payment(), parts)])
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.payment",
            "res_id": payment.id,
            "views": [(False, "form")],
        }

    def _prepare_payment(self):
        return {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": self.partner_id.id,
            "amount": self.amount,
            "currency_id": self.currency_id.id,
            "date": self.date,
            "journal_id": self.journal_id.id,
            "memo": " ".join(filter(None, (self.request_id.name, self.memo))),
        }

from odoo import api, fields, models
from odoo.exceptions import ValidationError

COUNTED = ("in_process", "paid")  # states of a payment that has been entered for good


class SalePaymentAllocation(models.Model):
    """Which part of a payment pays which request; paid, due, overdue, debt and the day of winning read only this."""

    _name = "sale.payment.allocation"
    _description = "Payment of a Request to Pay"
    _order = "date, id"
    _rec_name = "payment_id"

    request_id = fields.Many2one(
        "sale.payment.request", "Request to pay", required=True, index=True, ondelete="restrict", check_company=True
    )
    payment_id = fields.Many2one("account.payment", required=True, index=True, ondelete="cascade", check_company=True)
    amount = fields.Monetary(required=True, help="In the currency of the request.")
    amount_signed = fields.Monetary(
        "Counted", compute="_compute_amount_signed", store=True, help="Below zero for money that we gave back."
    )
    payment_amount = fields.Monetary(
        "In the payment's currency", compute="_compute_payment_amount", store=True, currency_field="payment_currency_id"
    )
    date = fields.Date(related="payment_id.date", store=True)
    currency_id = fields.Many2one(related="request_id.currency_id", store=True)
    payment_currency_id = fields.Many2one(related="payment_id.currency_id", string="Currency of the payment")
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="request_id.partner_id", string="Customer")
    order_id = fields.Many2one(related="request_id.order_id", string="Customer order", store=True, index=True)

    _pair_uniq = models.UniqueIndex(
        "(payment_id, request_id)", "This payment is counted for this request already: change that line."
    )
    _amount_positive = models.Constraint("CHECK (amount > 0)", "The amount that is paid must be above zero.")

    @api.depends("amount", "payment_id.state", "payment_id.payment_type")
    def _compute_amount_signed(self):
        for line in self:
            sign = -1 if line.payment_id.payment_type == "outbound" else 1
            line.amount_signed = sign * line.amount if line.payment_id.state in COUNTED else 0

    @api.depends("amount", "currency_id", "payment_id.currency_id", "payment_id.date")
    def _compute_payment_amount(self):
        for line in self:
            source, target = line.currency_id, line.payment_id.currency_id
            same = not source or not target or source == target
            day = line.payment_id.date or fields.Date.context_today(line)
            line.payment_amount = (
                line.amount if same else source._convert(line.amount, target, line.payment_id.company_id, day)
            )

    @api.constrains("amount", "request_id", "payment_id")
    def _check_amounts(self):
        for payment in self.payment_id:
            if payment.currency_id.compare_amounts(payment.amount_allocated, payment.amount) > 0:
                raise ValidationError(
                    self.env._(
                        "Payment %(payment)s is worth %(amount)s, you distribute more than that.",
                        payment=payment.display_name,
                        amount=payment.currency_id.format(payment.amount),
                    )
                )
        for request in self.request_id:
            paid = sum(request.allocation_ids.mapped(lambda line: line._get_promised()))
            if request.currency_id.compare_amounts(paid, request.amount) > 0:
                raise ValidationError(
                    self.env._(
                        "%(request)s asks for %(amount)s: what came above that belongs to another request to pay.",
                        request=request.name,
                        amount=request.currency_id.format(request.amount),
                    )
                )
            if request.currency_id.compare_amounts(paid, 0) < 0:
                raise ValidationError(self.env._("You give back more than was paid for %s.", request.name))

    def _get_promised(self):
        """The amount with its sign, whether or not the payment is entered for good; a cancelled one counts nothing."""
        if self.payment_id.state in ("canceled", "rejected"):
            return 0
        return -self.amount if self.payment_id.payment_type == "outbound" else self.amount

    @api.constrains("request_id")
    def _check_request(self):
        for request in self.request_id:
            if request.is_cancelled:
                raise ValidationError(self.env._("%s is cancelled: restore it before it is paid.", request.name))

    @api.model_create_multi
    def create(self, vals_list):
        # Two accountants may enter payments of one request at once: the second waits for the first.
        requests = self.env["sale.payment.request"].browse({vals["request_id"] for vals in vals_list})
        requests.lock_for_update(allow_referencing=True)
        lines = super().create(vals_list)
        lines.order_id._payment_changed()
        return lines

    def write(self, vals):
        orders = self.order_id
        result = super().write(vals)
        (orders | self.order_id)._payment_changed()
        return result

    def unlink(self):
        orders = self.order_id
        result = super().unlink()
        orders._payment_changed()
        return result

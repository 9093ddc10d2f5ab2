from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.order_split.models.sale_order_prices import PRICE_READERS


class SaleOrder(models.Model):
    """Supply that waits for money: it starts when the agreed share of the order is paid."""

    _inherit = "sale.order"

    amount_asked = fields.Monetary(groups=PRICE_READERS)
    amount_received = fields.Monetary(groups=PRICE_READERS)
    amount_overdue = fields.Monetary(groups=PRICE_READERS)
    supply_start = fields.Selection(
        selection_add=[("payment", "When paid")],
        ondelete={"payment": "set agreement"},
    )
    supply_prepayment = fields.Float(
        "Share to be paid first, %",
        compute="_compute_supply_prepayment",
        store=True,
        readonly=False,
        precompute=True,
        digits=(5, 2),
        help="Of the order's total; supply starts when that much has come.",
    )

    _supply_prepayment_is_a_share = models.Constraint(
        "CHECK (supply_prepayment >= 0 AND supply_prepayment <= 100)",
        "The share to be paid before supply lies between 0 and 100 per cent.",
    )

    def _get_default_supply_start(self):
        customer = self.partner_id._get_supply_customer()
        return customer.supply_start or (self.company_id or self.env.company).supply_start

    @api.depends("partner_id", "company_id")
    def _compute_supply_prepayment(self):
        for order in self.filtered(lambda row: row.state not in ("sale", "cancel") or not row._origin):
            customer = order.partner_id._get_supply_customer()
            paying = customer if customer.supply_start == "payment" else order.company_id or self.env.company
            order.supply_prepayment = paying.supply_prepayment

    def _is_supply_released(self):
        return super()._is_supply_released() or (self.supply_start == "payment" and self._is_prepaid())

    def _is_prepaid(self):
        wanted = self.amount_total * self.supply_prepayment / 100
        return self.currency_id.compare_amounts(self.amount_received, wanted) >= 0

    def _payment_changed(self):
        result = super()._payment_changed()
        # That supply follows the money is nobody's right: the accountant touches no stock.
        for order in self.sudo().filtered(lambda one: one.supply_start == "payment" and one.state == "sale"):
            if order.supply_state == "held" and order._is_supply_released():
                order._start_paid_supply()
        return result

    def _start_paid_supply(self):
        """Start; what stands in the way never undoes the payment, the salesman gets a task with the reason."""
        try:
            with self.env.cr.savepoint():
                self._release_supply()
        except UserError as error:
            self.invalidate_recordset()
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Start the supply of the paid order by hand"),
                note=str(error.args[0]),
                user_id=(self.user_id or self.env.user).id,
            )

from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """The part of a customer order that asks for money and knows what came."""

    _inherit = "sale.order"

    payment_request_ids = fields.One2many("sale.payment.request", "order_id", "Requests to pay", copy=False)
    payment_request_count = fields.Integer("Number of requests to pay", compute="_compute_payments", compute_sudo=True)
    amount_asked = fields.Monetary("Asked for", compute="_compute_payments", compute_sudo=True)
    amount_received = fields.Monetary("Received", compute="_compute_payments", compute_sudo=True)
    amount_overdue = fields.Monetary("Overdue", compute="_compute_payments", compute_sudo=True)
    paid_share = fields.Float("Received, %", compute="_compute_payments", compute_sudo=True, digits=(5, 2))

    @api.depends(
        "amount_total", "payment_request_ids.amount", "payment_request_ids.amount_paid", "payment_request_ids.state"
    )
    def _compute_payments(self):
        for order in self:
            requests = order.payment_request_ids
            standing = requests.filtered(lambda request: request.state != "cancelled")
            order.payment_request_count = len(requests)
            order.amount_asked = sum(standing.mapped("amount"))
            order.amount_received = sum(requests.mapped("amount_paid"))
            order.amount_overdue = sum(standing.filtered("is_overdue").mapped("amount_due"))
            order.paid_share = 100 * order.amount_received / order.amount_total if order.amount_total else 0

    def _get_amount_to_ask(self):
        """What the customer was not asked for yet; shape: a sum in the order's currency."""
        self.ensure_one()
        return max(0, self.amount_total - self.amount_asked)

    def _check_sale_way(self, way):
        """Refuse a way of selling that is closed for this customer.

        :param way: "proposal" (a proposal comes first) or "direct" (a request to pay at once)
        :raises UserError: when the other way alone is open
        """
        for order in self:
            allowed = order.partner_id._get_sale_way()
            if way == "direct" and allowed == "proposal" and not order.proposal_ids:
                raise UserError(
                    self.env._(
                        "%s gets a commercial proposal first: print it from the deal, then ask for money.",
                        order.partner_id.display_name,
                    )
                )
            if way == "proposal" and allowed == "direct":
                raise UserError(
                    self.env._(
                        "%s is asked to pay at once, without a proposal: press “Request to pay at once” on the deal.",
                        order.partner_id.display_name,
                    )
                )

    def action_print_proposal(self):
        self._check_sale_way("proposal")
        return super().action_print_proposal()

    def action_send_proposal(self):
        self._check_sale_way("proposal")
        return super().action_send_proposal()

    def action_request_payment(self):
        """Open a new request to pay for what was not asked for yet."""
        self.ensure_one()
        amount = self._get_amount_to_ask()
        if self.state == "sale" and self.currency_id.is_zero(amount):
            raise UserError(self.env._("Everything that order %s is worth was asked for already.", self.name))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Request to pay"),
            "res_model": "sale.payment.request",
            "views": [(False, "form")],
            "context": {"default_order_id": self.id, "default_amount": amount},
        }

    def action_view_payment_requests(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("deal_stages.sale_payment_request_action")
        return {
            **action,
            "domain": [("order_id", "=", self.id)],
            "context": {"default_order_id": self.id, "default_amount": self._get_amount_to_ask()},
        }

    def _payment_changed(self):
        """Money came for these orders or was given back: the deals and whoever waits for money learn of it.

        The accountant enters the money; what follows from it is nobody's right.
        """
        deals = self.sudo().opportunity_id
        deals._refresh_won()
        deals.filtered("won_on").legal_entity_id._promote()

    def _action_cancel(self):
        result = super()._action_cancel()
        # Whoever may cancel the order may take back what it asks for.
        requests = self.sudo().payment_request_ids.filtered(lambda request: request.state == "open")
        requests.filtered(lambda request: not request.allocation_ids).is_cancelled = True
        for order in self.filtered(lambda order: order.currency_id.compare_amounts(order.amount_received, 0) > 0):
            order.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Agree what happens to the money of a cancelled order"),
                note=self.env._("The customer paid %s.", order.currency_id.format(order.amount_received)),
                user_id=(order.user_id or self.env.user).id,
            )
        return result

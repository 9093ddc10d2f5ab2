"""What customers had paid of their open orders before the move: known here, and booked once only."""

from odoo import api, models
from odoo.exceptions import UserError

PAID_CODE = "1CP"


class OnecTargetPaid(models.AbstractModel):
    """The money itself stands in the settlement balances: these payments have no entry in the ledger."""

    _name = "onec.target.paid"
    _description = "Paid in 1C"
    _inherit = ["onec.target"]

    @api.model
    def _has_requests(self):
        """True where requests to pay are kept, that is where deal_stages is installed."""
        return "payment_request_ids" in self.env["sale.order"]._fields

    @api.model
    def _pay(self, batch, items, orders):
        """A request to pay for what came, and a payment that settles it."""
        rows = [
            (order, amount)
            for item, order in zip(items, orders, strict=True)
            if (amount := self._get_paid(item, order)) and order.state == "sale"
        ]
        if not rows or not self._has_requests():
            return
        requests = self.env["sale.payment.request"].create([self._prepare_request(*row) for row in rows])
        payments = self._make_payments(batch, rows)
        self.env["sale.payment.allocation"].create(
            [
                {"payment_id": payment.id, "request_id": request.id, "amount": amount}
                for payment, request, (_order, amount) in zip(payments, requests, rows, strict=True)
            ]
        )

    @api.model
    def _get_paid(self, item, order):
        """What was paid of it; what 1C counts above its total belongs to no order, and is told."""
        paid = order.currency_id.round(item.vals["paid"])
        if order.currency_id.compare_amounts(paid, order.amount_total) > 0:
            item.warn(
                self.env._(
                    "%(paid)s were paid for “%(order)s”, which is worth %(total)s: the rest is an advance in the balances.",
                    paid=order.currency_id.format(paid),
                    order=order.name,
                    total=order.currency_id.format(order.amount_total),
                ),
                "paid",
                paid,
            )
        return max(min(paid, order.amount_total), 0)

    @api.model
    def _prepare_request(self, order, amount):
        day = order.date_order.date()
        return {
            "name": f"1C {order.name}",
            "order_id": order.id,
            "amount": amount,
            "purpose": self.env._("Paid in 1C"),
            "date": day,
            "date_due": day,
        }

    @api.model
    def _make_payments(self, batch, rows):
        journal = self._get_paid_journal()
        payments = self.env["account.payment"].create(
            [self._prepare_payment(batch, journal, order, amount) for order, amount in rows]
        )
        # Without this account there is nothing to post.
        payments.outstanding_account_id = False
        payments.action_post()
        return payments

    @api.model
    def _prepare_payment(self, batch, journal, order, amount):
        return {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": order.partner_invoice_id.id,
            "amount": amount,
            "currency_id": order.currency_id.id,
            "date": order.date_order.date(),
            "journal_id": journal.id,
            "memo": self.env._("Paid in 1C: %s", order.name),
            "outstanding_account_id": (batch.opening_account_id or journal.default_account_id).id,
        }

    @api.model
    def _get_paid_journal(self):
        journals = self.env["account.journal"]
        domain = [("code", "=", PAID_CODE), ("company_id", "=", self.env.company.id)]
        return journals.search(domain, limit=1) or journals.create(
            {"name": self.env._("Paid in 1C"), "code": PAID_CODE, "type": "cash", "company_id": self.env.company.id}
        )

    @api.model
    def _read_paid(self, orders):
        return sum(orders.payment_request_ids.mapped("amount_paid")) if self._has_requests() else 0

    @api.model
    def _take_back_paid(self, orders):
        """Payments of 1C go with their orders; money that came here since keeps an order."""
        if not self._has_requests():
            return
        lines = orders.payment_request_ids.allocation_ids
        own = lines.filtered(lambda line: line.payment_id.journal_id.code == PAID_CODE)
        if lines - own:
            raise UserError(self.env._("it was paid here since"))
        requests, payments = own.request_id, own.payment_id
        own.unlink()
        payments.action_draft()
        payments.unlink()
        requests.unlink()

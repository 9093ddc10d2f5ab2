from odoo import api, fields, models


class AccountPayment(models.Model):
    _inherit = "account.payment"

    allocation_ids = fields.One2many("sale.payment.allocation", "payment_id", "Requests to pay", copy=False)
    amount_allocated = fields.Monetary("Distributed", compute="_compute_allocated", store=True)
    amount_unallocated = fields.Monetary("Not distributed", compute="_compute_allocated", store=True)

    @api.depends("amount", "allocation_ids.payment_amount")
    def _compute_allocated(self):
        for payment in self:
            payment.amount_allocated = sum(payment.allocation_ids.mapped("payment_amount"))
            payment.amount_unallocated = payment.amount - payment.amount_allocated

    def write(self, vals):
        before = {payment: payment.state for payment in self}
        result = super().write(vals)
        changed = self.filtered(lambda payment: payment.state != before[payment])
        changed.allocation_ids.order_id._payment_changed()
        return result

    def unlink(self):
        # A payment that is deleted takes its lines along unseen otherwise, and its requests would stay paid.
        self.allocation_ids.unlink()
        return super().unlink()

    @api.model
    def _enter_for_requests(self, rows):
        """Make payments, post them and count them for what they pay.

        :param rows: [(values of the payment, [(id of a request to pay, amount)])]
        :return: the payments in the order of the rows
        """
        payments = self.create([values for values, _parts in rows])
        payments.action_post()
        self.env["sale.payment.allocation"].create(
            [
                {"payment_id": payment.id, "request_id": request_id, "amount": amount}
                for payment, (_values, parts) in zip(payments, rows, strict=True)
                for request_id, amount in parts
            ]
        )
        return payments

    def action_allocate(self):
        """Spread what is not distributed yet over the customer's open requests, what is due first comes first."""
        for payment in self.filtered(lambda payment: payment.payment_type == "inbound"):
            self.env["sale.payment.allocation"].create(payment._prepare_allocations())
        return True

    def _prepare_allocations(self):
        left, values = self.amount_unallocated, []
        for request in self._get_open_requests():
            amount = min(left, request.amount_due)
            if self.currency_id.compare_amounts(amount, 0) <= 0:
                break
            values.append({"payment_id": self.id, "request_id": request.id, "amount": amount})
            left -= amount
        return values

    def _get_open_requests(self):
        """Open requests of this payer in this currency; other currencies are distributed by hand."""
        return self.env["sale.payment.request"].search(
            [
                ("partner_id.commercial_partner_id", "=", self.partner_id.commercial_partner_id.id),
                ("currency_id", "=", self.currency_id.id),
                ("company_id", "=", self.company_id.id),
                ("state", "in", ("open", "part")),
                ("id", "not in", self.allocation_ids.request_id.ids),
            ],
            order="date_due, id",
        )

    def _get_paid_document(self):
        """What this payment pays: a request, else an invoice."""
        return self.allocation_ids.request_id.sorted("id")[:1] or self.invoice_ids.sorted("id")[:1]

    def _prepare_deal_document(self):
        self.ensure_one()
        given_back = self.payment_type == "outbound"
        kind = self.env._("Money given back") if given_back else self.env._("Payment")
        number = self.name or self.env._("Draft")
        return self.env["crm.lead"]._describe_document(
            self, kind, number, self.date, self.create_uid, self.amount, self._get_paid_document()
        )

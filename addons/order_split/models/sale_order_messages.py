from odoo import models
from odoo.tools import format_date


class SaleOrder(models.Model):
    """What the salesman and the planner are told about the supply of an order."""

    _inherit = "sale.order"

    def _get_supply_readers(self):
        """Partners of the salesman and the planner."""
        self.ensure_one()
        return (self.user_id | self._get_supply_planner()).partner_id

    def _post_supply(self, body):
        """A message that reaches salesman and planner, whoever caused it: a storeman may not write to orders."""
        self.ensure_one()
        order = self.sudo()
        order.message_post(body=body, partner_ids=order._get_supply_readers().ids, subtype_xmlid="mail.mt_note")

    def _tell_supply_cancelled(self, brought):
        """The order was cancelled: what becomes of what was made and bought for it."""
        self.ensure_one()
        if not brought:
            return
        surplus = self.sudo().supply_line_ids.filtered("surplus")
        if surplus:
            left = surplus._get_document_words("surplus")
            words = self.env._("The order is cancelled. Left over, to be decided by the planner: %s.", left)
        else:
            words = self.env._("The order is cancelled. Taken back: %s.", brought)
        self._post_supply(words)

    def _tell_supply_lost(self, lost):
        """Somebody cancelled or closed short what was coming: {order: words about the goods}."""
        for order, words in lost.items():
            order._post_supply(
                self.env._(
                    "Nothing is coming any more for %(goods)s. It was to be ready on %(date)s, now there is no date: "
                    "the planner decides.",
                    goods=words,
                    date=format_date(self.env, order.supply_told_date) or self.env._("an unknown day"),
                )
            )

    def _tell_supply_dates(self):
        """Say once that the day on which all is ready has moved; the first one is kept as the promise."""
        for order in self.filtered(lambda row: row.state == "sale" and row.supply_state not in ("none", "held")):
            old, new = order.supply_told_date, order.supply_ready_date
            if not order.supply_promised_date and (new or order.commitment_date):
                order.supply_promised_date = order.commitment_date or new
            if not new or old == new:  # ready, or to decide: that is told otherwise
                continue
            order.supply_told_date = new
            if old:
                order._supply_date_moved(old, new)

    def _supply_date_moved(self, old, new):
        """Hook: the ready date of this order has moved. What extends it must not raise."""
        self.ensure_one()
        self.sudo().message_post(body=self._get_date_moved_words(old, new))

    def _get_date_moved_words(self, old, new):
        return self.env._(
            "Goods of %(order)s are ready on %(new)s instead of %(old)s.",
            order=self.name,
            new=format_date(self.env, new),
            old=format_date(self.env, old),
        )

    def _note_supply_claims(self, claims):
        """Both orders say what was passed on."""
        for claim in claims:
            words = {
                "quantity": f"{round(claim.quantity, 3):g}",
                "product": claim.product_id.display_name,
                "reason": claim.reason,
            }
            source, target = claim.from_order_id, claim.order_id
            if source:
                source.message_post(
                    body=self.env._(
                        "%(quantity)s of %(product)s go to %(order)s: %(reason)s.", order=target.name, **words
                    )
                )
                target.message_post(
                    body=self.env._(
                        "%(quantity)s of %(product)s come from %(order)s: %(reason)s.", order=source.name, **words
                    )
                )
            else:
                target.message_post(
                    body=self.env._("%(quantity)s of %(product)s come from what was on its way for nobody.", **words)
                )

from odoo import api, fields, models
from odoo.tools import format_amount, format_date


class SaleProposal(models.Model):
    """What happened since a proposal was made, in sentences for whoever waits for its answer."""

    _inherit = "sale.proposal"

    offered_prices = fields.Json(readonly=True, help="List prices of the products on the day of the proposal.")
    remarks = fields.Text(compute="_compute_remarks")

    @api.depends_context("lang")
    def _compute_remarks(self):
        for proposal in self:
            proposal.remarks = "\n".join(proposal._get_remarks())

    def _get_remarks(self):
        """Sentences about what the salesman should know before the customer answers. Extend it with your own."""
        self.ensure_one()
        remarks = self.company_id._get_letterhead_remarks()
        if self.state in ("printed", "sent") and self.order_id.state in ("draft", "sent"):
            remarks += self._get_validity_remarks() + self._get_goods_remarks()
        return remarks

    def _get_validity_remarks(self):
        until = self.order_id.validity_date
        if not until or until >= fields.Date.context_today(self):
            return []
        day = format_date(self.env, until)
        return [self.env._("It was valid until %s: agree a new day and print a new version.", day)]

    def _get_goods_remarks(self):
        order = self.order_id
        if self.digest != order._get_proposal_digest():
            return [self.env._("The goods list was changed since: print a new version before the customer agrees.")]
        products = order.order_line.product_id
        remarks = [
            self.env._("%s is archived: offer something else, or make sure that it can be supplied.", product.name)
            for product in products.filtered(lambda product: not product.active)
        ]
        for product in products:
            before = (self.offered_prices or {}).get(str(product.id), product.lst_price)
            if product.currency_id.compare_amounts(before, product.lst_price):
                remarks.append(
                    self.env._(
                        "%(product)s costs %(now)s now, not %(before)s: what was offered holds.",
                        product=product.name,
                        now=format_amount(self.env, product.lst_price, product.currency_id),
                        before=format_amount(self.env, before, product.currency_id),
                    )
                )
        return remarks

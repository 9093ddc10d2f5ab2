from odoo import api, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """What a quotation of a deal must not lose, and must not offer."""

    _inherit = "sale.order"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_offered(self):
        """What the customer was offered is kept as he got it; a quotation that nobody saw may go."""
        if offered := self.filtered(lambda order: order._was_offered()):
            names = ", ".join(offered.mapped("name"))
            raise UserError(self.env._("%s was offered to the customer: cancel it instead of deleting it.", names))

    def _was_offered(self):
        # Proposals that the user may not see were offered, too.
        return bool(self.sudo().proposal_ids)

    def _get_products_not_sold(self):
        """Names of products of the goods list that were archived since."""
        lines = self.order_line.filtered(lambda line: line.product_id and not line.product_id.active)
        return list(dict.fromkeys(lines.mapped("product_id.display_name")))

    def _action_confirm(self):
        # What was offered in a proposal binds us: there its remarks warn, and the task after the answer.
        for order in (self._get_deals().order_ids & self).filtered(lambda order: not order._was_offered()):
            if gone := order._get_products_not_sold():
                raise UserError(
                    self.env._(
                        "%(order)s: “%(products)s” is not sold any more. Replace it in the goods list first.",
                        order=order.name,
                        products=", ".join(gone),
                    )
                )
        return super()._action_confirm()

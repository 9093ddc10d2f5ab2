from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _supply_changed(self):
        result = super()._supply_changed()
        # Whoever produced, received or shipped the goods changes the facts of the deal, not the deal itself.
        deals = self.sudo().opportunity_id.filtered(lambda lead: lead.type == "opportunity" and lead.active)
        deals._follow_supply()
        return result

    def _supply_date_moved(self, old, new):
        """The deal says it too: that is where its manager looks."""
        result = super()._supply_date_moved(old, new)
        # Whoever moved the date, a foreman for example, may not write to deals.
        deal = self.sudo().opportunity_id
        if deal:
            deal.message_post(body=self._get_date_moved_words(old, new))
        return result

    def _may_ship(self):
        """Whether a piece of these orders is ready, or was shipped already."""
        return any(order._has_goods_to_ship() for order in self)

    def _has_goods_to_ship(self):
        """An order that is shipped as a whole waits for its last piece."""
        pegs = self.supply_line_ids.filtered("quantity")
        ready = pegs.filtered(lambda peg: peg.state == "ready")
        enough = ready == pegs if self.picking_policy == "one" else ready
        return bool(ready and enough) or any(line.qty_delivered > 0 for line in self._get_supply_goods())

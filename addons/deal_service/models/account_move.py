from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        posted._tell_closed_deals()
        return posted

    def _tell_closed_deals(self):
        """A credit note for goods of a closed deal: somebody follows it up."""
        # Whoever posts it may not read deals.
        for move in self.sudo().filtered(lambda move: move.move_type == "out_refund"):
            deals = move.invoice_line_ids.sale_line_ids.order_id.opportunity_id
            deals._follow_up(self.env._("Credit note %s", move.name))

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError


class SaleSupplyInform(models.TransientModel):
    """One word of the planner to the sellers of many lines: each order gets it with its own goods."""

    _name = "sale.supply.inform"
    _description = "Inform the sellers about supply"

    peg_ids = fields.Many2many("sale.supply.line", string="Supply lines", required=True)
    message = fields.Text()

    def action_inform(self):
        """Write to each order once; its seller is notified."""
        for wizard in self:
            wizard.peg_ids._check_planner()
            if not wizard.message:
                raise UserError(self.env._("Write what the sellers shall know."))
            for order, pegs in wizard.peg_ids.grouped("order_id").items():
                order._post_supply(wizard._get_body(pegs))
        return {"type": "ir.actions.act_window_close"}

    def _get_body(self, pegs):
        rows = Markup("").join(Markup("<li>%s</li>") % peg._get_goods_words() for peg in pegs.sorted("id"))
        return Markup("<p>%s</p><ul>%s</ul>") % (self.message, rows)

from odoo import api, fields, models


class SaleSupplySwitch(models.TransientModel):
    """Another source for supply lines, with what that would do."""

    _name = "sale.supply.switch"
    _description = "Other source of supply"

    peg_ids = fields.Many2many("sale.supply.line", string="Supply lines", required=True)
    source = fields.Selection([("make", "Make"), ("buy", "Buy")], required=True, default="make")
    effects = fields.Text("What happens", compute="_compute_effects")

    @api.depends("peg_ids", "source")
    def _compute_effects(self):
        for wizard in self:
            words = wizard.peg_ids.sudo()._get_switch_words(wizard.source)  # documents that a planner may not open
            wizard.effects = "\n".join(words) or self.env._("Nothing changes.")

    def action_switch(self):
        """Take back what costs nothing and order it from the chosen source."""
        for wizard in self:
            wizard.peg_ids._check_planner()
            # A planner is no salesman and may not write order lines.
            wizard.peg_ids.sudo().order_line_id.write({"supply_source": wizard.source})
        return {"type": "ir.actions.act_window_close"}

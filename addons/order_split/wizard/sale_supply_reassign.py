from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleSupplyReassign(models.TransientModel):
    """Goods of one order go to another one, which cannot wait."""

    _name = "sale.supply.reassign"
    _description = "Give goods to another order"

    peg_id = fields.Many2one("sale.supply.line", "Supply line", required=True, ondelete="cascade")
    product_id = fields.Many2one(related="peg_id.product_id")
    order_id = fields.Many2one(related="peg_id.order_id", string="From order")
    available = fields.Float("Of", related="peg_id.quantity")
    target_line_id = fields.Many2one("sale.order.line", "To order line", domain="[('id', 'in', target_line_ids)]")
    target_line_ids = fields.Many2many("sale.order.line", compute="_compute_target_line_ids")
    quantity = fields.Float(
        digits="Product Unit", compute="_compute_quantity", store=True, readonly=False, precompute=True
    )
    reason = fields.Char(help="Both orders show it.")

    @api.depends("peg_id")
    def _compute_target_line_ids(self):
        for wizard in self:
            wizard.target_line_ids = wizard.peg_id._get_reassign_targets()

    @api.depends("peg_id", "target_line_id")
    def _compute_quantity(self):
        for wizard in self:
            wizard.quantity = wizard._get_most()

    def _get_most(self):
        """What there is to give, and what the chosen line waits for."""
        return min(self.peg_id.quantity, self.peg_id._get_waiting_quantity(self.target_line_id))

    def action_reassign(self):
        """Pass the goods on, write down why, and look for others for whom they were meant."""
        for wizard in self:
            wizard._check()
            wizard.peg_id._reassign(wizard.target_line_id, wizard.quantity, wizard.reason)
        return {"type": "ir.actions.act_window_close"}

    def _check(self):
        self.ensure_one()
        self.peg_id._check_planner()
        if not self.reason or not self.target_line_id:
            raise UserError(self.env._("Say which order gets the goods, and why."))
        if self.target_line_id not in self.peg_id._get_reassign_targets():
            raise UserError(self.env._("%s does not wait for these goods.", self.target_line_id.order_id.name))
        if self.peg_id.uom_id.compare(self.quantity, 0) <= 0:
            raise UserError(self.env._("Write how much is given away."))
        most = self._get_most()
        if self.peg_id.uom_id.compare(self.quantity, most) > 0:
            raise UserError(self.env._("At most %(quantity)g can be given to that order.", quantity=most))

from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleSupplyLine(models.Model):
    """What the planner does from his board with many lines at once."""

    _inherit = "sale.supply.line"

    workcenter_id = fields.Many2one(
        "mrp.workcenter",
        "Work centre",
        compute="_compute_workcenter_id",
        store=True,
        help="Where the work stands: that of the first work order which is not done.",
    )
    date_reason = fields.Char("Reason for the date", compute="_compute_date_reason", compute_sudo=True)

    @api.depends("production_id.workorder_ids.workcenter_id", "production_id.workorder_ids.state")
    def _compute_workcenter_id(self):
        for peg in self:
            work = peg.production_id.workorder_ids.filtered(lambda order: order.state not in ("done", "cancel"))
            peg.workcenter_id = work[:1].workcenter_id

    @api.depends("production_id.supply_reason", "purchase_line_id.supply_reason")
    def _compute_date_reason(self):
        for peg in self:
            peg.date_reason = peg.production_id.supply_reason or peg.purchase_line_id.supply_reason

    def action_start(self):
        """Put lines into work: supply that waits for a word begins, production is confirmed and planned, requests to
        vendors become orders."""
        self._check_planner()
        held = self.filtered(lambda peg: peg.reason == "held").order_id
        productions, purchases = self._get_startable_documents()
        if not (held or productions or purchases):
            raise UserError(self.env._("Everything here is begun. Choose lines that are planned or not started."))
        # A planner is no salesman and may not write orders.
        held.sudo().action_start_supply()
        productions.filtered(lambda order: order.state == "draft").action_confirm()
        productions.filtered("workorder_ids").button_plan()
        purchases.button_confirm()
        return True

    def _get_startable_documents(self):
        """(production orders, purchase orders) that nobody has put into work."""
        planned = self.filtered(lambda peg: peg.state == "planned")
        productions = planned.production_id.filtered(
            lambda order: order.state == "draft" or (order.workorder_ids and not order.is_planned)
        )
        return productions, planned.purchase_id.filtered(lambda order: order.state in ("draft", "sent"))

    def action_split(self):
        """Split the production orders behind these lines."""
        action = self._get_planned_productions().action_split()
        return action | {"name": self.env._("Split the production orders")}

    def action_merge(self):
        """Make one production order of those behind these lines; each order keeps its part of it."""
        productions = self._get_planned_productions()
        if len(productions.product_id) > 1 or len(productions.bom_id) > 1:
            raise UserError(
                self.env._(
                    "One production order makes one product: choose lines of the same product and the same parts."
                )
            )
        return productions.action_merge()

    def _get_planned_productions(self):
        self._check_planner()
        if not self.production_id:
            raise UserError(self.env._("Choose lines that are made: none of these has a production order."))
        return self.production_id

    def action_redate(self):
        """Give many documents a new date at once."""
        self._check_planner()
        return self._get_wizard_action(self.env._("New date"), "sale.supply.redate", {"default_peg_ids": self.ids})

    def action_inform(self):
        """Write to the sellers of these lines."""
        self._check_planner()
        return self._get_wizard_action(
            self.env._("Inform the sellers"), "sale.supply.inform", {"default_peg_ids": self.ids}
        )

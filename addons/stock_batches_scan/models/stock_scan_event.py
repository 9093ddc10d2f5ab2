from odoo import api, fields, models
from odoo.exceptions import UserError


class StockScanEvent(models.Model):
    _name = "stock.scan.event"
    _description = "Scan"
    _order = "id desc"
    _rec_name = "text"

    uid = fields.Char("Name", required=True, readonly=True, help="Made by the device: the same scan twice is one.")
    session_id = fields.Many2one("stock.scan.session", required=True, readonly=True, index=True, ondelete="cascade")
    user_id = fields.Many2one(related="session_id.user_id", store=True, index=True)
    device_id = fields.Many2one(related="session_id.device_id", store=True, index=True)
    company_id = fields.Many2one(related="session_id.company_id", store=True, index=True)
    scenario = fields.Selection(related="session_id.scenario", store=True)
    picking_id = fields.Many2one(
        "stock.picking", "Transfer", readonly=True, index="btree_not_null", ondelete="set null"
    )
    production_id = fields.Many2one(
        "mrp.production", "Production Order", readonly=True, index="btree_not_null", ondelete="set null"
    )
    at_device = fields.Datetime("On the Device", readonly=True)
    at_server = fields.Datetime("On the Server", required=True, readonly=True, default=fields.Datetime.now, index=True)
    action = fields.Char(required=True, readonly=True)
    code = fields.Char(readonly=True, help="What was scanned, or the button and its value.")
    kind = fields.Selection(
        [("right", "Right"), ("wrong", "Wrong"), ("attention", "Attention"), ("info", "Word")],
        "Result",
        readonly=True,
    )
    text = fields.Char(readonly=True)
    answer = fields.Json(readonly=True, help="Given again when the same scan comes twice.")
    undo = fields.Json(readonly=True)
    is_undone = fields.Boolean("Taken Back", readonly=True)
    queued = fields.Boolean("Without Network", readonly=True)
    conflict = fields.Boolean("Clash", readonly=True)
    solved = fields.Boolean(readonly=True)
    solved_by_id = fields.Many2one("res.users", readonly=True, index="btree_not_null", ondelete="set null")

    _uid_uniq = models.UniqueIndex("(uid)", "This scan is known already.")
    _open_conflicts = models.Index("(id) WHERE conflict AND NOT solved")

    @api.model
    def _find_kept(self, uid):
        """The event of this name, if this very user made it; nobody repeats what another one did."""
        event = self.sudo().search([("uid", "=", uid)])  # the name may be another user's
        if event and event.user_id != self.env.user:
            raise UserError(self.env._("This scan is somebody else's: scan once more."))
        return event

    def action_solve(self):
        """The clash was looked at: what lies where is right again."""
        if not self.env.user.has_group("stock_batches.group_supervisor"):
            raise UserError(self.env._("Only a warehouse supervisor closes clashes."))
        self.check_access("read")
        # Nothing else of an event is ever written by hand.
        self.sudo().filtered("conflict").write({"solved": True, "solved_by_id": self.env.uid})

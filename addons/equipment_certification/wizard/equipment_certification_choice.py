from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.equipment_certification_release import HEAD
from ..models.equipment_certification_rule import MOMENTS


class EquipmentCertificationChoice(models.TransientModel):
    """Pieces stand before a gate without their documents: ship the others, or let these go as the head."""

    _name = "equipment.certification.choice"
    _description = "Documents Are Missing"

    picking_ids = fields.Many2many("stock.picking", string="Deliveries", readonly=True)
    visit_id = fields.Many2one("service.visit", readonly=True)
    deal_id = fields.Many2one("crm.lead", readonly=True)
    moment = fields.Selection(MOMENTS, "What they may pass", required=True, default="at_shipment")
    points = fields.Text("What is missing", compute="_compute_points")
    has_covered = fields.Boolean(compute="_compute_points")
    may_release = fields.Boolean(compute="_compute_points")
    reason = fields.Text("Why they go all the same")

    @api.model
    def _open(self, name, **values):
        """The window over whatever stands before the gate."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{field}": value for field, value in values.items()},
        }

    @api.depends("picking_ids", "visit_id", "deal_id", "moment")
    @api.depends_context("uid", "lang")
    def _compute_points(self):
        gate = self.env["equipment.certification.gate"]
        for choice in self:
            missing = choice._find_missing()
            choice.points = "\n".join(gate._describe(missing, choice.moment)) or False
            held = {row.piece.source for row in missing}
            choice.has_covered = any(piece.source not in held for piece in choice._get_pieces() if choice.picking_ids)
            choice.may_release = bool(missing) and self.env.user.has_group(HEAD)

    def _get_pieces(self):
        """[Piece] that stand before the gate."""
        self.ensure_one()
        if self.picking_ids:
            return self.picking_ids._get_leaving_lines()._get_leaving_pieces()
        if self.visit_id:
            return self.visit_id._get_commissioned_pieces()
        # Goods of a deal that nobody shipped yet have their numbers from what is reserved.
        return self.deal_id._get_agreed_pieces()

    def _find_missing(self):
        return self.env["equipment.certification.gate"]._find_blocked(self._get_pieces(), self.moment)

    def action_ship_covered(self):
        """Ship what has its documents; the rest becomes a later delivery."""
        self.ensure_one()
        self.picking_ids.check_access("write")
        result = self.picking_ids._ship_covered()
        return result if isinstance(result, dict) else {"type": "ir.actions.act_window_close"}

    def action_release(self):
        """The head lets the pieces go, and says why; the records check the right themselves."""
        self.ensure_one()
        missing = self._find_missing()
        if not missing:
            raise UserError(self.env._("Nothing is missing here: there is nothing to let go."))
        self.env["equipment.certification.release"]._release(missing, self.moment, self.reason)
        self.deal_id._close_when_done()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

from odoo import fields, models


class ServiceChecklistItem(models.Model):
    """What an engineer checks or measures when he commissions equipment of a type."""

    _name = "service.checklist.item"
    _description = "Item of a Checklist"
    _inherit = ["service.check"]
    _order = "equipment_type_id, sequence, id"

    equipment_type_id = fields.Many2one(
        "equipment.type", "Equipment type", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char("What is checked", required=True, translate=True)
    active = fields.Boolean(default=True)
    unit = fields.Char(translate=True)

    def _prepare_line(self, piece=None):
        """Values of the line of a visit: a copy, so that a later change of the type leaves the visit as it was."""
        self.ensure_one()
        return {
            "name": self.name,
            "sequence": self.sequence,
            "kind": self.kind,
            "unit": self.unit,
            "has_limits": self.has_limits,
            "value_min": self.value_min,
            "value_max": self.value_max,
            "required": self.required,
            "piece_id": piece.id if piece else False,
        }

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ServiceChecklistItem(models.Model):
    """What an engineer checks or measures when he commissions equipment of a type."""

    _name = "service.checklist.item"
    _description = "Item of a Checklist"
    _order = "equipment_type_id, sequence, id"

    equipment_type_id = fields.Many2one(
        "equipment.type", "Equipment type", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char("What is checked", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("check", "Done or not"), ("number", "Measured value"), ("text", "Words")], required=True, default="check"
    )
    unit = fields.Char(translate=True)
    value_min = fields.Float("At least", digits=(16, 3))
    value_max = fields.Float("At most", digits=(16, 3))
    has_limits = fields.Boolean("Limits", help="The measured value must lie between both.")
    required = fields.Boolean(default=True, help="The act is not signed before it is filled in.")

    @api.constrains("has_limits", "value_min", "value_max")
    def _check_limits(self):
        for item in self:
            if item.has_limits and item.value_min > item.value_max:
                raise ValidationError(self.env._("“%s”: the lower limit is above the upper one.", item.name))

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

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ServiceCheck(models.AbstractModel):
    """What is checked or measured at a visit, and the limits that a measured value lies between."""

    _name = "service.check"
    _description = "Something to Check"

    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("check", "Done or not"), ("number", "Measured value"), ("text", "Words")], required=True, default="check"
    )
    has_limits = fields.Boolean("Limits", help="The measured value must lie between both.")
    value_min = fields.Float("At least", digits=(16, 3))
    value_max = fields.Float("At most", digits=(16, 3))
    required = fields.Boolean(default=True, help="The act is not signed before it is filled in.")

    @api.constrains("has_limits", "value_min", "value_max")
    def _check_limits(self):
        for check in self:
            if check.has_limits and check.value_min > check.value_max:
                raise ValidationError(self.env._("“%s”: the lower limit is above the upper one.", check.name))

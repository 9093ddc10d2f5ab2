from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EquipmentParameter(models.Model):
    _name = "equipment.parameter"
    _inherit = ["equipment.catalogue"]
    _description = "Equipment Parameter"

    kind = fields.Selection(
        [("number", "Number"), ("range", "Range"), ("choice", "Choice"), ("text", "Text")],
        default="number",
        required=True,
    )
    unit = fields.Char(translate=True, help="Unit that the values are stored in, for example m³/h.")
    type_ids = fields.Many2many("equipment.type", string="Equipment types", help="Types that are asked for it.")
    choice_ids = fields.One2many("equipment.parameter.choice", "parameter_id", "Choices", copy=True)

    @api.constrains("kind", "choice_ids")
    def _check_choices(self):
        for parameter in self:
            if parameter.kind == "choice" and not parameter.choice_ids:
                raise ValidationError(self.env._("Give “%s” at least one value to choose from.", parameter.name))

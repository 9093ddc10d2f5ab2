from odoo import fields, models


class EquipmentParameterChoice(models.Model):
    _name = "equipment.parameter.choice"
    _description = "Choice of an Equipment Parameter"
    _order = "sequence, id"

    parameter_id = fields.Many2one("equipment.parameter", required=True, index=True, ondelete="cascade")
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)

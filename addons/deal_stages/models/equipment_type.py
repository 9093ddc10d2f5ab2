from odoo import fields, models


class EquipmentType(models.Model):
    _inherit = "equipment.type"

    parameter_ids = fields.Many2many(
        "equipment.parameter", string="Parameters", help="Technical requirements that a deal for this type asks for."
    )

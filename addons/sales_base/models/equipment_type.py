from odoo import models


class EquipmentType(models.Model):
    _name = "equipment.type"
    _inherit = ["equipment.catalogue"]
    _description = "Equipment Type"

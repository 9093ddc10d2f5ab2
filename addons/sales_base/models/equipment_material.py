from odoo import models


class EquipmentMaterial(models.Model):
    _name = "equipment.material"
    _inherit = ["equipment.catalogue"]
    _description = "Material Handled"

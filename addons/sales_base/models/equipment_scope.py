from odoo import models


class EquipmentScope(models.Model):
    _name = "equipment.scope"
    _inherit = ["equipment.catalogue"]
    _description = "Equipment Scope"

from odoo import fields, models

NEEDED = [("needed", "Needed"), ("none", "Not needed")]


class EquipmentType(models.Model):
    _inherit = "equipment.type"

    commissioning = fields.Selection(NEEDED, help="Empty: it is decided in each deal.")
    warranty_months = fields.Integer("Warranty, months", default=12)
    checklist_ids = fields.One2many("service.checklist.item", "equipment_type_id", "Checklist of commissioning")

    _warranty_not_negative = models.Constraint("CHECK (warranty_months >= 0)", "A warranty cannot be below zero.")

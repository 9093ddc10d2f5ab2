from odoo import fields, models


class EquipmentType(models.Model):
    _inherit = "equipment.type"

    certification_rule_ids = fields.One2many("equipment.certification.rule", "equipment_type_id", "Certification")

from odoo import fields, models

from .equipment_type import NEEDED

USUAL_WARRANTY = 12


class ProductTemplate(models.Model):
    _inherit = "product.template"

    commissioning = fields.Selection(NEEDED, help="Empty: as the equipment type says.")
    warranty_months = fields.Integer("Warranty, months", help="Zero: as the equipment type says.")

    _warranty_not_negative = models.Constraint("CHECK (warranty_months >= 0)", "A warranty cannot be below zero.")

    def _get_commissioning(self):
        """needed, none, or False where nobody said."""
        self.ensure_one()
        return self.commissioning or self.equipment_type_id.commissioning

    def _get_warranty_months(self):
        self.ensure_one()
        by_type = self.equipment_type_id.warranty_months if self.equipment_type_id else USUAL_WARRANTY
        return self.warranty_months or by_type

from odoo import fields, models


class ProductEquipmentValue(models.Model):
    _name = "product.equipment.value"
    _inherit = ["equipment.value.mixin"]
    _description = "Technical Value of a Product"
    _order = "product_tmpl_id, sequence, id"

    product_tmpl_id = fields.Many2one("product.template", "Product", required=True, index=True, ondelete="cascade")

    _parameter_uniq = models.UniqueIndex("(product_tmpl_id, parameter_id)", "The product has this value already.")

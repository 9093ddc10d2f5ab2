from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    origin_country_id = fields.Many2one("res.country", "Country of origin", help="Printed for goods from abroad.")
    origin_country_code = fields.Char("Country code", size=3, help="Three digits of OKSM, printed with the country.")
    customs_number = fields.Char("Customs declaration", help="Registration number, printed for goods from abroad.")

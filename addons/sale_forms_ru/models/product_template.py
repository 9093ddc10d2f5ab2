from odoo import fields, models

ORIGIN = ("country", "country_code", "customs")


class ProductTemplate(models.Model):
    _inherit = "product.template"

    origin_country_id = fields.Many2one("res.country", "Country of origin", help="Printed for goods from abroad.")
    origin_country_code = fields.Char("Country code", size=3, help="Three digits of OKSM, printed with the country.")
    customs_number = fields.Char(
        "Customs declaration",
        help="Registration number of the declaration, or of the batch of traceable goods (RNPT); series have their own.",
    )
    is_traceable = fields.Boolean("Traceable", help="Its batches are followed by the tax service: papers name them.")
    trace_uom_id = fields.Many2one("uom.uom", "Unit of traceability", help="The unit of the official list of goods.")
    trace_factor = fields.Float(
        "In one unit", default=1.0, digits=(16, 6), help="How many units of traceability one unit of the product is."
    )

    _trace_factor_positive = models.Constraint(
        "CHECK(NOT is_traceable OR trace_factor > 0)", "One unit of a traceable product is more than nothing."
    )


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _describe_origin(self):
        """Columns 10, 10a and 11 of an invoice: {country, country_code, customs}, of what is not from Russia."""
        return {
            "country": self.origin_country_id.name or "",
            "country_code": self.origin_country_code or "",
            "customs": self.customs_number or "",
        }

    def _describe_trace(self, quantity, subtotal):
        """Columns 12 to 14 of an invoice, of traceable goods alone; what is not traceable says nothing.

        :param quantity: in the product's own unit
        :param subtotal: without VAT
        """
        if not self.is_traceable:
            return {}
        unit = self.trace_uom_id or self.uom_id
        return {
            "trace_unit_code": unit.okei_code or "",
            "trace_unit": unit.okei_name or unit.name or "",
            "trace_quantity": round(quantity * self.trace_factor, 6),
            "trace_subtotal": subtotal,
        }

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    certification_product_id = fields.Many2one(
        "product.product",
        "Product of certification",
        domain="[('type', '=', 'service')]",
        help="Named in supplier orders to certification bodies.",
    )

    def _get_certification_product(self):
        """The product that orders to bodies name; made at the first need, and the company's own from then on."""
        self.ensure_one()
        if not self.certification_product_id:
            # Whoever asks for a certificate need not be allowed to make products or to change the company.
            products = self.env["product.product"].sudo()
            values = {"name": self.env._("Certification"), "type": "service", "sale_ok": False, "list_price": 0}
            self.sudo().certification_product_id = products.create(values)
        return self.certification_product_id

from odoo import models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def write(self, vals):
        before = {product: product.equipment_type_id for product in self} if "equipment_type_id" in vals else {}
        result = super().write(vals)
        changed = self.filtered(lambda product: product in before and product.equipment_type_id != before[product])
        changed._tell_agreed_orders()
        return result

    def _tell_agreed_orders(self):
        """Orders keep the type by which they were agreed, and say so."""
        # Whoever keeps the catalogue reads no orders.
        lines = self.env["sale.order.line"].sudo().search(self._get_agreed_domain()) if self else []
        types = self.env["equipment.certification.rule"].sudo()._get_types()
        for line in lines:
            for product in line._get_brought_products().filtered(lambda product: product.product_tmpl_id in self):
                old, new = line._get_certified_type(product).exists(), product.equipment_type_id
                if old != new and (old | new) & types:
                    line._tell_other_type(product, old, new)

    def _get_agreed_domain(self):
        """Lines of orders under way that bring these products, by themselves or in a kit."""
        return [
            ("state", "=", "sale"),
            ("order_id.delivery_status", "!=", "full"),
            "|",
            ("product_id.product_tmpl_id", "in", self.ids),
            ("move_ids.product_id.product_tmpl_id", "in", self.ids),
        ]

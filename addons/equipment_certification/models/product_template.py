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
        for order, rows in (lines.grouped("order_id") if lines else {}).items():
            for row in rows.filtered(lambda line: line.certified_type_id != line.product_id.equipment_type_id):
                words = {
                    "product": row.product_id.name,
                    "new": row.product_id.equipment_type_id.name or self.env._("none"),
                    "old": row.certified_type_id.name or self.env._("none"),
                }
                (order.opportunity_id or order).message_post(
                    body=self.env._(
                        "%(product)s is of another equipment type now (%(new)s): this order is still certified as it "
                        "was agreed (%(old)s).",
                        **words,
                    )
                )

    def _get_agreed_domain(self):
        """Lines of orders under way whose documents this concerns."""
        types = self.env["equipment.certification.rule"].sudo()._get_types()
        return [
            ("product_id.product_tmpl_id", "in", self.ids),
            ("state", "=", "sale"),
            ("order_id.delivery_status", "!=", "full"),
            "|",
            ("certified_type_id", "in", types.ids),
            ("product_id.equipment_type_id", "in", types.ids),
        ]

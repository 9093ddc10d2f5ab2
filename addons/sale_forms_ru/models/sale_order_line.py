from odoo import models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _prepare_form_line(self, quantity, before=0.0):
        """What papers say of a part of the line.

        Parts are cut from the line's total by what goes out in all, so that the parts of all papers together are the line.

        :param quantity: in the line's unit
        :param before: quantity that earlier papers had
        """
        self.ensure_one()
        subtotal, total = (self._get_form_part(name, quantity, before) for name in ("price_subtotal", "price_total"))
        unit, product = self.product_uom_id, self.product_id
        rounding = self.order_id.currency_id
        return {
            "line_id": self.id,
            "code": product.default_code or "",
            "name": self._get_form_name(),
            "unit": unit.okei_name or unit.name or "",
            "unit_code": unit.okei_code or "",
            "quantity": unit.round(quantity),
            "price": rounding.round(subtotal / quantity) if quantity else 0,
            "price_with_tax": rounding.round(total / quantity) if quantity else 0,
            "subtotal": subtotal,
            "rate": self.tax_ids._get_printed_rate(),
            "tax": rounding.round(total - subtotal),
            "total": total,
            **product._describe_origin(),
            **product._describe_trace(unit._compute_quantity(quantity, product.uom_id), subtotal),
            "is_service": product.type == "service",
            "weight": product.weight * quantity,
        }

    def _get_form_part(self, name, quantity, before):
        rounding = self.order_id.currency_id
        if not self.product_uom_qty:
            return 0.0
        until, earlier = ((part / self.product_uom_qty) * self[name] for part in (before + quantity, before))
        return rounding.round(rounding.round(until) - rounding.round(earlier))

    def _get_form_name(self):
        name = " ".join((self.name or self.product_id.display_name or "").split())
        # The article has a column of its own.
        return name.removeprefix(f"[{self.product_id.default_code}] ") if self.product_id.default_code else name

    def _get_kit_share(self, moves):
        """How many kits these moves of their parts are."""
        whole = self.move_ids.filtered(lambda move: move.state != "cancel" and move._leaves_for_customer())
        shares = []
        for product, parts in whole.grouped("product_id").items():
            needed = sum(parts.mapped("product_uom_qty"))
            now = sum(
                moves.filtered(lambda move, product=product: move.product_id == product).mapped("product_uom_qty")
            )
            shares.append(now / needed if needed else 0)
        return min(shares, default=0) * self.product_uom_qty

import re

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .sale_order_prices import PRICE_READERS

# What the goods are sold for: refused like any field that a user may not read.
SALES_PRICES = {"list_price", "lst_price", "price_extra", "tax_string"}
# What they cost us: read by core on behalf of whoever moves them, so that it is refused to programs and screens only.
COSTS = {"standard_price", "avg_cost", "total_value"}
PRICES = SALES_PRICES | COSTS
# Blocks of core's cards that are about prices only, with the unit of measure behind them.
PRICE_BLOCKS = ("div[@name='list_price_uom']", "div[@name='standard_price_uom']", "page[@name='sales_price']")
CONTEXT_VALUE = re.compile(rf"'\w+'\s*:\s*({'|'.join(sorted(PRICES))})\s*,?")


class SupplyPriceMixin(models.AbstractModel):
    """Goods that show no prices to whoever is only in the warehouse or in production."""

    _name = "supply.price.mixin"
    _description = "Goods with Prices"

    @api.model
    def _hides_prices(self):
        user = self.env.user
        works_there = user.has_group("stock.group_stock_user") or user.has_group("mrp.group_mrp_user")
        return not self.env.su and works_there and not user.has_groups(PRICE_READERS)

    @api.model
    def _has_field_access(self, field, operation):
        if field.name in SALES_PRICES and self._hides_prices():
            return False
        return super()._has_field_access(field, operation)

    @api.model
    def _check_field_access(self, field, operation):
        if field.name in COSTS and self._hides_prices():
            raise AccessError(self.env._("What goods cost is shown to sales, purchasing and accounting only."))
        return super()._check_field_access(field, operation)

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        known = super().fields_get(allfields, attributes)
        if not self._hides_prices():
            return known
        return {name: description for name, description in known.items() if name not in PRICES}

    # --- screens -----------------------------------------------------------------------------------

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        return (*super()._get_view_cache_key(view_id, view_type, **options), self._hides_prices())

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if self._hides_prices():
            self._take_prices_out(arch)
        return arch, view

    @api.model
    def _take_prices_out(self, arch):
        blocks = arch.xpath(" | ".join(f"//{block}" for block in PRICE_BLOCKS))
        shown = [node for node in arch.iter("field") if node.get("name") in PRICES]
        labels = [node for node in arch.iter("label") if node.get("for") in PRICES]
        for node in (*blocks, *shown, *labels):
            parent = node.getparent()
            if parent is None:
                continue
            parent.remove(node)
            if parent.tag in ("span", "div") and not len(parent) and parent.getparent() is not None:
                # Words like “Price:” say nothing by themselves.
                parent.getparent().remove(parent)
        for node in arch.xpath("//*[@context]"):
            node.set("context", CONTEXT_VALUE.sub("", node.get("context")))


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "supply.price.mixin"]


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "supply.price.mixin"]

    # By itself, so that no other field brings it along.
    standard_price = fields.Float(prefetch=False)

    def _fetch_field(self, field):
        if field.name in COSTS and self._hides_prices():
            # Core values each move of goods with the cost as the user who moves them.
            return super(ProductProduct, self.sudo())._fetch_field(field)
        return super()._fetch_field(field)


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _compute_sale_price(self):
        # Carriers insure parcels by what they hold is sold for, whoever packs them.
        return super(StockMoveLine, self.sudo())._compute_sale_price()

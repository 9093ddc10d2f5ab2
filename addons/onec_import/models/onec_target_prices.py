"""Prices that come apart from their goods: a price list for each price type."""

from odoo import api, models

from .onec_alias import fold


class OnecTargetPrices(models.AbstractModel):
    _name = "onec.target.prices"
    _description = "Prices from 1C"
    _inherit = ["onec.target.catalogue"]

    _onec_kind = "prices"
    _onec_model = "product.pricelist.item"
    _onec_batch = 1000

    @api.model
    def _prepare(self, batch, items):
        found, currencies = self._find_goods([item.values for item in items]), self._get_currencies()
        names = {item.values["price_type"] for item in items}
        lists = {
            (row.name, row.currency_id.id): row.id
            for row in self.env["product.pricelist"].search([("name", "in", list(names))])
        }
        for item, products in zip(items, found, strict=True):
            product = self._choose_goods(item, products, item.values)
            currency = self._choose_currency(item, currencies, item.values.get("currency"))
            if product and currency:
                item.extra |= {"product": product, "list": (item.values["price_type"], currency.id)}
                item.vals = self._prepare_values(item, product, lists.get(item.extra["list"]))

    @api.model
    def _prepare_values(self, item, product, pricelist_id):
        """The price of one base unit: 1C may state that of a pack."""
        factor = item.values.get("factor") or 1
        return {
            "pricelist_id": pricelist_id,
            "applied_on": "0_product_variant",
            "product_id": product.id,
            "product_tmpl_id": product.product_tmpl_id.id,
            "compute_price": "fixed",
            "fixed_price": float(item.values["price"] / factor),
            "date_start": item.values.get("date"),
        }

    @api.model
    def _get_fixed_fields(self):
        return {"applied_on", "compute_price", "product_id", "product_tmpl_id", "pricelist_id", "date_start"}

    @api.model
    def _complete(self, batch, items):
        missing = {item.extra["list"] for item in items if not item.vals["pricelist_id"]}
        lists = self.env["product.pricelist"].create(
            [
                {"name": name, "currency_id": currency, "company_id": self.env.company.id}
                for name, currency in sorted(missing)
            ]
        )
        made = {(row.name, row.currency_id.id): row.id for row in lists}
        for item in items:
            item.vals["pricelist_id"] = item.vals["pricelist_id"] or made[item.extra["list"]]

    @api.model
    def _finish(self, batch, items):
        """The price type that the administrator named is the sales price, too."""
        chosen = fold(batch._get_list_price_type() or "")
        for item in items:
            if chosen and fold(item.values["price_type"]) == chosen:
                item.extra["product"].lst_price = item.vals["fixed_price"]


class OnecTargetGroups(models.AbstractModel):
    _name = "onec.target.groups"
    _description = "Groups of Goods from 1C"
    _inherit = ["onec.target"]

    _onec_kind = "groups"
    _onec_model = "product.category"

    @api.model
    def _prepare(self, batch, items):
        parents = self.env["onec.record"]._resolve("groups", {item.values.get("parent_id") for item in items})
        for item in items:
            item.vals = {"name": item.values["name"]}
            if item.values.get("parent_id"):
                item.vals["parent_id"] = parents.get(item.values["parent_id"])

    @api.model
    def _make(self, batch, items):
        """Outer groups first: they may stand in the same batch."""
        made, left = {}, list(items)
        while left:
            names = {item.record.key for item in left}
            now = [item for item in left if item.values.get("parent_id") not in names] or left
            for item in now:
                parent = made.get(item.values.get("parent_id"))
                item.vals["parent_id"] = parent.id if parent else item.vals.get("parent_id")
            records = self.env["product.category"].create([item.vals for item in now])
            made |= dict(zip((item.record.key for item in now), records, strict=True))
            left = [item for item in left if item.record.key not in made]
        return [made[item.record.key] for item in items]

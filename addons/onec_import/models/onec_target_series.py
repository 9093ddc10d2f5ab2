"""Series of the goods in stock: as 1C kept them, else the series without a number for the opening count."""

from odoo import api, models

from .onec_alias import fold


class OnecTargetSeries(models.AbstractModel):
    _name = "onec.target.series"
    _description = "Series from 1C"
    _inherit = ["onec.target"]

    @api.model
    def _track_by_series(self, items):
        """Goods that have series in 1C have them here, if they have no stock yet."""
        products = self.env["product.product"].union(
            *(
                item.extra["product"]
                for item in items
                if item.vals["series"] and item.extra["product"].tracking == "none"
            )
        )
        if products:
            moved = self.env["stock.move"].search([("product_id", "in", products.ids), ("state", "=", "done")])
            (products - moved.product_id).product_tmpl_id.tracking = "lot"
            for item in items:
                if item.extra["product"] in moved.product_id and item.vals["series"]:
                    item.warn(
                        self.env._(
                            "“%s” is kept without series here: the series is left out.", item.extra["product"].name
                        ),
                        "series",
                        item.vals["series"],
                    )

    @api.model
    def _make_series(self, batch, items):
        """Series of each item, those that are missing made in one go; `item.extra["lots"]`."""
        tracked = [item for item in items if item.extra["product"].tracking != "none"]
        named = [item for item in tracked if item.vals["series"]]
        lots = self.env["stock.lot"]
        products = lots.product_id.union(*(item.extra["product"] for item in tracked))
        there = lots.search(
            [("product_id", "in", products.ids), ("name", "in", [item.vals["series"] for item in named])]
        )
        known = {(lot.product_id.id, fold(lot.name)): lot for lot in there}
        missing = {}
        for item in named:
            key = item.extra["product"].id, fold(item.vals["series"])
            if key not in known:
                missing.setdefault(key, self._prepare_lot(batch, item))
        known |= dict(zip(missing, lots.create(list(missing.values())), strict=True))
        for item in tracked:
            key = item.extra["product"].id, fold(item.vals["series"] or "")
            item.extra["lots"] = known[key] if item.vals["series"] else self._get_unnumbered(item)

    @api.model
    def _prepare_lot(self, batch, item):
        values, product = item.values, item.extra["product"]
        vals = {
            "name": item.vals["series"],
            "product_id": product.id,
            "company_id": product.company_id.id,
            "production_date": values.get("production_date"),
            # A series without a date of its own is as old as the balance that names it.
            "received_on": item.vals["date"],
        }
        vals = {name: value for name, value in vals.items() if value}
        if values.get("expiry_date") and product.use_expiration_date:
            return vals | {"expiration_day": values["expiry_date"]}
        # Nobody knows it; without this the product's shelf life would count from today.
        return vals | ({} if values.get("production_date") else {"expiration_date": False})

    @api.model
    def _get_unnumbered(self, item):
        """The series of goods that 1C kept without one; of serial numbers, one each."""
        product = item.extra["product"]
        number = max(int(item.vals["quantity"]), 1) if product.tracking == "serial" else 1
        return product._get_unlabelled_series(product.company_id, number)

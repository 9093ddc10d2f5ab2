"""Who sells what: price, lead time, least quantity."""

from odoo import api, models


class OnecTargetVendors(models.AbstractModel):
    _name = "onec.target.vendors"
    _description = "Vendors of Goods from 1C"
    _inherit = ["onec.target"]

    _onec_kind = "vendors"
    _onec_model = "product.supplierinfo"

    @api.model
    def _prepare(self, batch, items):
        goods = self._find_goods([item.values for item in items])
        vendors = self._find_partners([item.values for item in items], "vendor")
        currencies = self._get_currencies()
        for item, products, partners in zip(items, goods, vendors, strict=True):
            product = self._choose_goods(item, products, item.values)
            vendor = self._choose_partner(item, partners, item.values, "vendor")
            currency = self._choose_currency(item, currencies, item.values.get("currency"))
            if product and vendor and currency:
                item.vals = self._prepare_values(item.values, product, vendor, currency)

    @api.model
    def _prepare_values(self, values, product, vendor, currency):
        vals = {
            "partner_id": vendor.id,
            "product_tmpl_id": product.product_tmpl_id.id,
            "product_code": values.get("vendor_article"),
            "product_name": values.get("vendor_name"),
            "price": float(values.get("price") or 0),
            "currency_id": currency.id,
            "delay": int(values.get("lead_time") or 1),
            "min_qty": float(values.get("min_quantity") or 0),
            "date_start": values.get("date_from"),
            "date_end": values.get("date_to"),
        }
        if len(product.product_tmpl_id.product_variant_ids) > 1:
            vals["product_id"] = product.id
        return vals

    @api.model
    def _make(self, batch, items):
        self.env["res.partner"].browse({item.vals["partner_id"] for item in items}).filtered(
            lambda partner: not partner.supplier_rank
        ).supplier_rank = 1
        return super()._make(batch, items)

"""What customers bought last, for the seller's card of the customer."""

from odoo import api, models


class OnecTargetPurchases(models.AbstractModel):
    _name = "onec.target.purchases"
    _description = "Last Purchases from 1C"
    _inherit = ["onec.target"]

    _onec_kind = "purchases"
    _onec_model = "res.partner.purchase"

    @api.model
    def _prepare(self, batch, items):
        """Goods that are not known here are named in words: a purchase of long ago is worth knowing all the same."""
        goods = self._find_goods([item.values for item in items])
        partners = self._find_partners([item.values for item in items])
        currencies = self._get_currencies()
        for item, products, candidates in zip(items, goods, partners, strict=True):
            partner = self._choose_partner(item, candidates, item.values)
            currency = self._choose_currency(item, currencies, item.values.get("currency"))
            if partner and currency:
                product = products if len(products) == 1 else products.browse()
                item.vals = self._prepare_values(batch, item.values, partner, product, currency)

    @api.model
    def _prepare_values(self, batch, values, partner, product, currency):
        name = next((values[field] for field in ("goods", "goods_article", "goods_code") if values.get(field)), None)
        return {
            "partner_id": partner.id,
            "product_id": product.id or None,
            "description": product.display_name or name or self.env._("Purchase in 1C"),
            "date": values.get("date") or batch.balance_date,
            "quantity": float(values.get("quantity") or 1),
            "amount": float(values.get("amount") or 0),
            "currency_id": currency.id,
            "source": "import",
            "company_id": self.env.company.id,
        }

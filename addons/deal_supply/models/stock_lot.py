from odoo import models


class StockLot(models.Model):
    _inherit = "stock.lot"

    def _get_expiry_responsible(self):
        """The manager of an open order for these goods, else of who bought them last, offers what expires."""
        people = super()._get_expiry_responsible()
        orders, buyers = self._get_expiry_orders(), self._get_last_buyers()
        for lot in self:
            manager = orders[lot].user_id
            if not manager and buyers[lot]:
                manager = buyers[lot]._get_responsible()
            acting = manager._get_acting() if manager else manager
            if acting.active:
                people[lot] = acting
        return people

    def _get_expiry_document(self, user):
        """Managers may not read series: they get the task on the order, or on the customer."""
        document = super()._get_expiry_document(user)
        if document.with_user(user).has_access("read"):
            return document
        candidates = (self._get_expiry_orders()[self], self._get_last_buyers()[self])
        for record in candidates:
            if record and record.with_user(user).has_access("read"):
                return record
        return self.product_id

    def _get_expiry_orders(self):
        """{series: open customer order of its product, the first to ship}"""
        # The daily action asks for everybody; the department's rules are the reader's affair.
        lines = (
            self.env["sale.order.line"]
            .sudo()
            .search(
                [
                    ("product_id", "in", self.product_id.ids),
                    ("state", "=", "sale"),
                    ("order_id.user_id", "!=", False),
                    ("order_id.delivery_status", "in", ("pending", "started", "partial")),
                ],
                order="order_id, id",
            )
        )
        lines = lines.filtered(lambda line: line.qty_delivered < line.product_uom_qty)
        by_product = {}
        for line in lines:
            by_product.setdefault(line.product_id, line.order_id)
        return {lot: by_product.get(lot.product_id, self.env["sale.order"]) for lot in self}

    def _get_last_buyers(self):
        """{series: customer who bought its product last, and whose manager is known}"""
        # As above.
        purchases = (
            self.env["res.partner.purchase"]
            .sudo()
            .search([("product_id", "in", self.product_id.ids)], order="date desc, id desc", limit=500)
        )
        by_product = {}
        for purchase in purchases:
            partner = purchase.partner_id
            if purchase.product_id not in by_product and partner._get_responsible():
                by_product[purchase.product_id] = partner
        return {lot: by_product.get(lot.product_id, self.env["res.partner"]) for lot in self}

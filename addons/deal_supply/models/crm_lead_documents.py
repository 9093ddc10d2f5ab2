from odoo import api, fields, models
from odoo.fields import Domain


class CrmLead(models.Model):
    """What a deal shows of its goods: the documents that bring, make and move them."""

    _inherit = "crm.lead"

    def _get_deal_documents(self):
        # What the reader may open is sorted out by the caller: he sees that the rest exists.
        orders = self.sudo().order_ids
        productions = self._get_deal_productions(orders)
        purchases = self._get_deal_purchases(orders)
        pickings = self._get_deal_pickings(orders, purchases) | productions.picking_ids
        return super()._get_deal_documents() + [
            *self._describe_productions(productions, orders),
            *self._describe_purchases(purchases, orders),
            *self._describe_pickings(pickings, productions),
            *self._describe_bills(purchases.invoice_ids),
        ]

    @api.model
    def _get_deal_productions(self, orders):
        """Production orders of the goods and of their parts; what is made for an order carries its reference."""
        domain = Domain("sale_line_id", "in", orders.order_line.ids)
        domain |= Domain("reference_ids", "in", orders.stock_reference_ids.ids)
        return orders.env["mrp.production"].search(domain, order="id")

    @api.model
    def _get_deal_purchases(self, orders):
        """Supplier orders of the goods and of parts that are bought for their production."""
        lines = orders.env["purchase.order.line"].search([("sale_line_id", "in", orders.order_line.ids)])
        references = orders.stock_reference_ids.ids
        return (lines.order_id | orders.env["purchase.order"].search([("reference_ids", "in", references)])).sorted(
            "id"
        )

    @api.model
    def _get_deal_pickings(self, orders, purchases):
        domain = Domain("sale_id", "in", orders.ids)
        domain |= Domain("move_ids.reference_ids", "in", orders.stock_reference_ids.ids)
        domain |= Domain("move_ids.purchase_line_id", "in", purchases.order_line.ids)
        return orders.env["stock.picking"].search(domain)

    def _describe_productions(self, productions, orders):
        rows = []
        for production in productions:
            whole = (production.production_group_id.parent_ids.production_ids & productions)[:1]
            parent = whole or production.sale_line_id.order_id or orders[:1]
            rows.append(
                self._prepare_supply_document(production, self.env._("Production order"), production.date_start, parent)
            )
        return rows

    def _describe_purchases(self, purchases, orders):
        rows = []
        for purchase in purchases:
            lines = purchase.order_line
            parts = lines.move_dest_ids.raw_material_production_id[:1]
            parent = (lines.sale_line_id.order_id & orders)[:1] or parts or orders[:1]
            rows.append(
                self._prepare_supply_document(purchase, self.env._("Supplier order"), purchase.date_order, parent)
            )
        return rows

    def _describe_pickings(self, pickings, productions):
        rows = []
        for picking in pickings.sorted("id"):
            moves = picking.move_ids
            parent = (
                picking.return_id
                or picking.backorder_id
                or moves.purchase_line_id.order_id[:1]
                or productions.filtered(lambda production, own=picking: own in production.picking_ids)[:1]
                or picking.sale_id
                or moves.sale_line_id.order_id[:1]
            )
            rows.append(
                self._prepare_supply_document(picking, self.env._("Warehouse order"), picking.scheduled_date, parent)
            )
        return rows

    def _describe_bills(self, bills):
        rows = []
        for bill in bills.sorted("id"):
            parent = bill.reversed_entry_id or bill.line_ids.purchase_line_id.order_id[:1]
            row = self._prepare_supply_document(bill, self.env._("Bill of the supplier"), False, parent)
            user = bill.invoice_user_id
            rows.append(row | {"date": bill.invoice_date or bill.date, "user_id": user.id})
        return rows

    @api.model
    def _prepare_supply_document(self, record, kind, date, parent):
        """A document without its amount: what goods cost us is no business of the deal."""
        return {
            "kind": kind,
            "number": record.name or self.env._("Draft"),
            "date": fields.Date.context_today(self, date) if date else False,
            "state": self._get_selection_label(record, "state"),
            "amount": False,
            "currency_id": False,
            "res_model": record._name,
            "res_id": record.id,
            "user_id": record.user_id.id if "user_id" in record._fields else False,
            "parent": parent,
        }

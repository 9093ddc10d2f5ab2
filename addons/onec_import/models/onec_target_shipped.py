"""What 1C had shipped and invoiced of an open order: history without value, which never touches our stock or ledger."""

from odoo import api, models

INVOICES_CODE = "1CS"


class OnecTargetShipped(models.AbstractModel):
    _name = "onec.target.shipped"
    _description = "Shipped and Invoiced in 1C"
    _inherit = ["onec.target"]

    # Shipped

    @api.model
    def _get_shipped_type(self, warehouse):
        """The kind of warehouse order that holds what 1C shipped: from a place that is no stock of ours."""
        types = self.env["stock.picking.type"].with_context(active_test=False)
        domain = [("sequence_code", "=", "1C"), ("warehouse_id", "=", warehouse.id)]
        return types.search(domain, limit=1) or types.create(
            {
                "name": self.env._("Shipped in 1C"),
                "code": "outgoing",
                "sequence_code": "1C",
                "warehouse_id": warehouse.id,
                "company_id": warehouse.company_id.id,
                "default_location_src_id": self._get_shipped_location().id,
                "use_create_lots": False,
                "use_existing_lots": False,
                "active": False,
            }
        )

    @api.model
    def _get_shipped_location(self):
        locations = self.env["stock.location"]
        domain = [("barcode", "=", "1C-SHIPPED"), ("company_id", "=", self.env.company.id)]
        return locations.search(domain, limit=1) or locations.create(
            {
                "name": self.env._("Shipped in 1C"),
                "barcode": "1C-SHIPPED",
                "usage": "inventory",
                "company_id": self.env.company.id,
            }
        )

    @api.model
    def _is_from_1c(self, picking):
        return picking.picking_type_id.sequence_code == "1C"

    @api.model
    def _ship(self, items, orders):
        """Done deliveries of what 1C shipped; made before the order is confirmed, so that only the rest is planned."""
        vals_list = [
            self._prepare_shipped(order, rows)
            for item, order in zip(items, orders, strict=True)
            if (rows := self._get_shipped_rows(item, order))
        ]
        if not vals_list:
            return
        pickings = self.env["stock.picking"].create(vals_list)
        for move in pickings.move_ids:
            move.write({"quantity": move.product_uom_qty, "picked": True})
        pickings.move_ids._action_done()
        for picking in pickings:
            moment = picking.move_ids.sale_line_id.order_id.date_order
            picking.move_ids.write({"date": moment})
            picking.date_done = moment

    @api.model
    def _get_shipped_rows(self, item, order):
        return [
            (line, vals["shipped"])
            for line, vals in zip(order.order_line, item.vals["lines"], strict=True)
            if vals["shipped"] > 0 and line.product_id.type == "consu"
        ]

    @api.model
    def _prepare_shipped(self, order, rows):
        kind = self._get_shipped_type(order.warehouse_id)
        source, target = kind.default_location_src_id, order.partner_shipping_id.property_stock_customer
        base = {"location_id": source.id, "location_dest_id": target.id, "company_id": order.company_id.id}
        return base | {
            "picking_type_id": kind.id,
            "partner_id": order.partner_shipping_id.id,
            "origin": order.name,
            "move_ids": [
                (
                    0,
                    0,
                    base
                    | {
                        "product_id": line.product_id.id,
                        "product_uom": line.product_uom_id.id,
                        "product_uom_qty": quantity,
                        "sale_line_id": line.id,
                        "picking_type_id": kind.id,
                    },
                )
                for line, quantity in rows
            ],
        }

    # Invoiced

    @api.model
    def _invoice(self, batch, items, orders):
        """What 1C invoiced counts as invoiced here, by invoices that a counter entry settles at once.

        What the customer owes for it stands in the settlement balances, and must not stand twice; nor must the sale,
        which was accounted for in 1C.
        """
        rows = {
            order: found
            for item, order in zip(items, orders, strict=True)
            if (found := self._get_invoiced_rows(item, order))
        }
        if not rows or not batch.opening_account_id:
            return
        journal = self._get_invoice_journal()
        invoices = self.env["account.move"].create(
            [self._prepare_invoice(batch, journal, order, found) for order, found in rows.items()]
        )
        invoices._post(soft=False)
        self._settle_invoices(batch, invoices)

    @api.model
    def _get_invoiced_rows(self, item, order):
        rows = zip(order.order_line, item.vals["lines"], strict=True)
        return [(line, vals["invoiced"]) for line, vals in rows if vals["invoiced"] > 0]

    @api.model
    def _get_invoice_journal(self):
        journals = self.env["account.journal"]
        domain = [("code", "=", INVOICES_CODE), ("company_id", "=", self.env.company.id)]
        return journals.search(domain, limit=1) or journals.create(
            {
                "name": self.env._("Invoiced in 1C"),
                "code": INVOICES_CODE,
                "type": "sale",
                "company_id": self.env.company.id,
            }
        )

    @api.model
    def _prepare_invoice(self, batch, journal, order, rows):
        lines = [
            (
                0,
                0,
                {
                    "name": line.name,
                    "product_id": line.product_id.id,
                    "product_uom_id": line.product_uom_id.id,
                    "quantity": quantity,
                    "price_unit": line.price_total / line.product_uom_qty if line.product_uom_qty else line.price_unit,
                    "tax_ids": [(5,)],
                    "account_id": batch.opening_account_id.id,
                    "sale_line_ids": [(6, 0, line.ids)],
                },
            )
            for line, quantity in rows
        ]
        return {
            "move_type": "out_invoice",
            "journal_id": journal.id,
            "partner_id": order.partner_invoice_id.id,
            "currency_id": order.currency_id.id,
            "company_id": order.company_id.id,
            "date": batch.balance_date,
            "invoice_date": batch.balance_date,
            "invoice_origin": order.name,
            "ref": self.env._("Invoiced in 1C: %s", order.name),
            "invoice_line_ids": lines,
        }

    @api.model
    def _settle_invoices(self, batch, invoices):
        """Counter entries: the invoices are settled, the opening account is where it was."""
        journal = self.env["onec.target.settlements"]._get_journal()
        entries = self.env["account.move"].create(
            [self._prepare_counter(batch, journal, invoice) for invoice in invoices]
        )
        entries._post(soft=False)
        for invoice, entry in zip(invoices, entries, strict=True):
            lines = (invoice + entry).line_ids
            lines.filtered(lambda line: line.account_type == "asset_receivable").reconcile()

    @api.model
    def _prepare_counter(self, batch, journal, invoice):
        return {
            "move_type": "entry",
            "journal_id": journal.id,
            "date": invoice.date,
            "ref": invoice.ref,
            "company_id": invoice.company_id.id,
            "line_ids": [
                (
                    0,
                    0,
                    {
                        "account_id": line.account_id.id,
                        "partner_id": line.partner_id.id,
                        "currency_id": line.currency_id.id,
                        "name": invoice.ref,
                        "balance": -line.balance,
                        "amount_currency": -line.amount_currency,
                    },
                )
                for line in invoice.line_ids
            ],
        }

    @api.model
    def _take_back_invoices(self, orders):
        """Invoices of what 1C invoiced go with their orders, counter entries and all."""
        invoices = orders.invoice_ids.filtered(lambda move: move.journal_id.code == INVOICES_CODE)
        lines = invoices.line_ids
        counter = (lines.matched_credit_ids.credit_move_id + lines.matched_debit_ids.debit_move_id).move_id - invoices
        moves = invoices + counter
        if moves:
            moves.line_ids.remove_move_reconcile()
            moves.button_draft()
            moves.with_context(force_delete=True).unlink()

from odoo import Command
from odoo.tests import TransactionCase, new_test_user

COMING = ("make", "buy", "transfer", "direct")


class SupplyCommon(TransactionCase):
    """A warehouse of its own, goods of each kind, people of each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env["base"].with_context(tracking_disable=True, mail_notrack=True, no_reset_password=True).env
        cls.warehouse = cls.env["stock.warehouse"].create({"name": "Supply test", "code": "SUPT"})
        cls.stock = cls.warehouse.lot_stock_id
        cls.customer = cls.env["res.partner"].create({"name": "Customer"})
        cls.vendor = cls.env["res.partner"].create({"name": "Vendor"})
        cls.uom_unit = cls.env.ref("uom.product_uom_unit")
        cls.uom_dozen = cls.env.ref("uom.product_uom_dozen")
        cls.part = cls._product("Part")
        cls.made = cls._product("Made")
        cls.made_too = cls._product("Made too")
        cls._make_bom(cls.made)
        cls._make_bom(cls.made_too)
        cls.bought = cls._product("Bought", vendor=cls.vendor)
        cls.nobody = cls._product("Orphan")
        cls._put(cls.part, 1000)
        cls._make_users()

    @classmethod
    def _make_users(cls):
        cls.planner = new_test_user(cls.env, "supply_planner", groups="order_split.group_planner")
        cls.foreman = new_test_user(cls.env, "supply_foreman", groups="order_split.group_foreman")
        cls.salesman = new_test_user(cls.env, "supply_salesman", groups="sales_team.group_sale_salesman")
        cls.other_salesman = new_test_user(cls.env, "supply_salesman2", groups="sales_team.group_sale_salesman")
        cls.worker = new_test_user(cls.env, "supply_worker", groups="stock.group_stock_user")

    @classmethod
    def _product(cls, name, vendor=None, **values):
        product = cls.env["product.product"].create(
            {"name": name, "type": "consu", "is_storable": True, "list_price": 10.0, "invoice_policy": "order"} | values
        )
        if vendor:
            cls.env["product.supplierinfo"].create(
                {"partner_id": vendor.id, "product_tmpl_id": product.product_tmpl_id.id, "price": 5.0, "delay": 3}
            )
        return product

    @classmethod
    def _make_bom(cls, product, parts=None, kind="normal"):
        return cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "type": kind,
                "produce_delay": 2,
                "bom_line_ids": [
                    Command.create({"product_id": part.id, "product_qty": quantity})
                    for part, quantity in (parts or {cls.part: 1}).items()
                ],
            }
        )

    @classmethod
    def _put(cls, product, quantity, location=None):
        cls.env["stock.quant"]._update_available_quantity(product, location or cls.stock, quantity)

    def _quote(self, *lines, **values):
        """An order of the test's warehouse; each line is (product, quantity) or (product, quantity, unit)."""
        commands = [
            Command.create(
                {"product_id": row[0].id, "product_uom_qty": row[1]}
                | ({"product_uom_id": row[2].id} if len(row) > 2 else {})
            )
            for row in lines
        ]
        return self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "warehouse_id": self.warehouse.id,
                "user_id": self.salesman.id,
                "order_line": commands,
            }
            | values
        )

    def _order(self, *lines, **values):
        order = self._quote(*lines, **values)
        order.action_confirm()
        return order

    def _settle(self):
        """What happens before commit."""
        self.env.cr.flush()

    def _plan(self, order, product=None):
        """{source: quantity} of an order, and {'surplus': …} where there is some."""
        pegs = order.supply_line_ids
        if product:
            pegs = pegs.filtered(lambda peg: peg.product_id == product)
        plan = {source: sum(rows.mapped("quantity")) for source, rows in pegs.grouped("source").items()}
        plan = {source: quantity for source, quantity in plan.items() if quantity}
        surplus = sum(pegs.mapped("surplus"))
        return plan | ({"surplus": surplus} if surplus else {})

    def _productions(self, order):
        return self.env["mrp.production"].search([("sale_line_id", "in", order.order_line.ids)], order="id")

    def _purchase_lines(self, order):
        return self.env["purchase.order.line"].search([("sale_line_id", "in", order.order_line.ids)], order="id")

    def _deliver(self, order, quantities=None, backorder=True):
        """Ship what is reserved, or the given {product: quantity}."""
        for picking in order.picking_ids.filtered(lambda row: row.state not in ("done", "cancel")):
            for move in picking.move_ids:
                if quantities is not None:
                    move.quantity = quantities.get(move.product_id, 0)
                move.picked = move.quantity > 0
            context = {"skip_backorder": True}
            if not backorder:
                context["picking_ids_not_to_backorder"] = picking.ids
            self.assertIs(picking.with_context(**context).button_validate(), True)
        self._settle()

    def _produce(self, production, quantity=None):
        report = self.env["mrp.production.report"].create({"production_id": production.id})
        report.done_quantity = production.product_qty if quantity is None else quantity
        report.action_finish()
        self._settle()

    def _receive(self, purchase, quantity=None):
        if purchase.state in ("draft", "sent"):
            purchase.button_confirm()
        for picking in purchase.picking_ids.filtered(lambda row: row.state not in ("done", "cancel")):
            for move in picking.move_ids:
                if quantity is not None:
                    move.quantity = min(quantity, move.product_uom_qty)
                move.picked = True
            self.assertIs(picking.with_context(skip_backorder=True).button_validate(), True)
        self._settle()

    def _wanted(self, line):
        """{product: quantity that the customer still gets}; of a kit, its components."""
        ordered = line.product_uom_qty if line.state == "sale" else 0.0
        kit = line.product_id.bom_ids.filtered(lambda bom: bom.type == "phantom")
        if not kit:
            left = max(ordered - line.qty_delivered, 0.0)
            return {line.product_id: line.product_uom_id._compute_quantity(left, line.product_id.uom_id)}
        sent, going = self._count_kit(line)
        need = {row.product_id: row.product_qty for row in kit.bom_line_ids}
        complete = min((sent.get(part, 0) + going.get(part, 0)) // quantity for part, quantity in need.items())
        if complete < ordered:  # a refused backorder took kits off every delivery: they are told as kits
            return {line.product_id: ordered - complete} | {part: going.get(part, 0.0) for part in need}
        return {part: max(ordered * quantity - sent.get(part, 0.0), 0.0) for part, quantity in need.items()}

    def _count_kit(self, line):
        """({component: what was sent}, {component: what deliveries still bring})."""
        done = line.move_ids.filtered(lambda move: move.state == "done" and move.location_dest_usage == "customer")
        going = line.move_ids.filtered(
            lambda move: (
                move.state not in ("done", "cancel")
                and (move.location_final_id or move.location_dest_id).usage == "customer"
                and all(step.state in ("done", "cancel") for step in move.move_orig_ids)
            )
        )
        sent = {product: sum(moves.mapped("quantity")) for product, moves in done.grouped("product_id").items()}
        coming = {product: sum(moves.mapped("product_qty")) for product, moves in going.grouped("product_id").items()}
        return sent, coming

    def assertBalanced(self, order):
        """The rule of the house: ready + coming + to decide = still to deliver; nothing negative."""
        for line in order.order_line:
            pegs = order.supply_line_ids.filtered(lambda peg, line=line: peg.order_line_id == line)
            for product, wanted in self._wanted(line).items():
                planned = sum(pegs.filtered(lambda peg, product=product: peg.product_id == product).mapped("quantity"))
                self.assertAlmostEqual(planned, wanted, 5, f"{line.name}, {product.name}: {self._plan(order)}")
        for peg in order.supply_line_ids:
            self.assertGreaterEqual(min(peg.quantity, peg.surplus), 0.0)
        for line in self._purchase_lines(order):
            self.assertGreaterEqual(line.product_qty, 0.0)

from contextlib import contextmanager

from odoo import fields, models

from ..tools.balance import Balance
from ..tools.offer import offer
from ..tools.procure import procure
from ..tools.take_back import take_back

HELD = "order_split.held"


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    supply_line_ids = fields.One2many(
        "sale.supply.line", "order_line_id", "Supply plan", domain=[("is_component", "=", False)], copy=False
    )

    supply_component_ids = fields.One2many(
        "sale.supply.line", "order_line_id", "Components", domain=[("is_component", "=", True)], copy=False
    )
    supply_source = fields.Selection(
        [("make", "Make"), ("buy", "Buy")],
        "What is missing",
        copy=False,
        help="Empty: as the routes of the product and the warehouse say. What is free on stock is taken first.",
    )
    supply_batch = fields.Float(
        "At least",
        digits="Product Unit",
        copy=False,
        help="The least that is made or bought at once for this line, in the unit of the product; empty: as the "
        "product says.",
    )

    _supply_batch_positive = models.Constraint(
        "CHECK (supply_batch IS NULL OR supply_batch >= 0)", "The least quantity cannot be below zero."
    )

    # When supply is planned

    def _action_launch_stock_rule(self, **kwargs):
        """Confirmation, a new line and a changed quantity all come through here, in one go for all lines."""
        if self.env.context.get("skip_procurement"):
            self._touch_supply()
            return super()._action_launch_stock_rule(**kwargs)
        released = self.filtered(lambda line: line.order_id._is_supply_released())
        released._lock_supply()
        with self._hold_supply():
            result = super(SaleOrderLine, released)._action_launch_stock_rule(**kwargs)
        self._sync_supply(replan=True)
        return result

    def _lock_supply(self):
        """Nobody else plans these products until this transaction ends; before free stock is read."""
        lines = self.filtered(lambda line: line.state == "sale" and line.product_id.type == "consu")
        # The lock is no business of the user's rights.
        self.env["sale.supply.lock"].sudo()._lock(lines.product_id._get_supply_components())

    @contextmanager
    def _hold_supply(self):
        """Nobody looks at the balance until the end, when it is looked at anyway.

        A savepoint runs what waits for the commit: the shortage would be taken for one that was left to decide, the
        surplus for one that somebody wanted.
        """
        data = self.env.cr.postcommit.data  # that of precommit is gone with the first savepoint
        is_outer = HELD not in data
        waiting = data.setdefault(HELD, set())
        try:
            yield
        finally:
            if is_outer:
                data.pop(HELD, None)
                self.browse(sorted(waiting))._touch_supply()

    def _touch_supply(self):
        """Remember that the supply of these lines must be looked at again before the transaction ends."""
        if not self.ids:
            return
        precommit = self.env.cr.precommit
        touched = precommit.data.setdefault("order_split.touched", set())
        if not touched:
            precommit.add(self.env(su=True)["sale.order.line"]._sync_touched_supply)
        touched.update(self.ids)

    def _sync_touched_supply(self):
        """Restore the balance of all lines touched in this transaction."""
        touched = self.env.cr.precommit.data.pop("order_split.touched", set())
        waiting = self.env.cr.postcommit.data.get(HELD)
        if waiting is not None:
            waiting.update(touched)
        else:
            self.browse(sorted(touched)).exists()._sync_supply()

    def _sync_supply(self, replan=False, force=False):
        """Bring the supply plan of these lines to what their documents say.

        :param replan: order new shortages and take back new surplus that costs nothing; for changes made by
            sales. Without it nothing is ordered and nothing taken back: a shortage that came from elsewhere (a
            cancelled production order, a count, a refused backorder) is left to the planner.
        :param force: order what was left to decide too, and reserve what is free
        """
        # Sales and warehouse people move documents that they may not read; the plan must follow all the same.
        lines = self.sudo().filtered(lambda line: line.product_id.type == "consu" and not line.is_expense)
        if not lines:
            return
        if replan:
            lines._reserve_supply(force)
        lines = lines.env["sale.supply.claim"]._join(lines)
        lines, lost = lines._balance_supply(replan, force)
        self.env.cr.precommit.data.get("order_split.touched", set()).difference_update(lines.ids)
        if self.env.context.get("order_split_forecast"):
            return
        lines.order_id._update_supply_tasks()
        lines.order_id._tell_supply_lost(lost)
        lines.order_id._tell_supply_dates()
        lines.order_id._supply_changed()

    def _balance_supply(self, replan, force):
        """Order, take back and write the plan.

        Returns all lines that were looked at, and what was lost by the doing of others: {order: words}.
        """
        balance = Balance(self)
        if replan:
            take_back(balance)
        others = offer(balance, replan, force)
        if others:  # goods were passed on: read again, with those who get or give them
            balance = Balance(self.env["sale.supply.claim"]._join(self | others))
        if replan:
            procure(balance, force=force)
        balance.write_pegs()
        return balance.lines, {} if replan else balance.lost_words()

    def _reserve_supply(self, force):
        """Reserve what is free, also where the operation type would leave it to a person: the shortage that is
        ordered is what is left after that."""
        moves = self.env["stock.move"]
        for lines, forced in ((self, force), (self._get_supply_waiting(), True)):
            for line in lines:
                moves |= line._get_supply_moves().filtered(
                    lambda move, forced=forced: move._awaits_supply_reservation(forced)
                )
        moves.sorted(lambda move: move._get_supply_move_rank())._action_assign()

    def _get_supply_waiting(self):
        """Lines of others that have nothing coming: they get first what these let go."""
        pegs = self.env["sale.supply.line"].search(
            [
                ("product_id", "in", self.product_id._get_supply_components().ids),
                ("state", "=", "decide"),
                ("order_line_id", "not in", self.ids),
                ("is_component", "=", False),
            ]
        )
        return pegs.order_line_id

    # What is needed

    def _get_supply_moves(self):
        """Open moves that bring goods of this line nearer to the customer."""
        self.ensure_one()
        return self.move_ids.filtered(lambda move: move._is_supply_delivery())

    def _get_outgoing_incoming_moves(self, strict=True):
        """Core takes goods that were made or brought for the line for goods that the customer sent back, and orders
        as much again; and the rule of the first of them for the one that delivers."""
        outgoing, incoming = super()._get_outgoing_incoming_moves(strict=strict)
        brought = self.move_ids.filtered(lambda move: move._is_supply_inbound())
        if brought and not strict:
            outgoing |= (self.move_ids - brought)._get_supply_first_steps(self.product_id)
        return outgoing - brought, incoming - brought

    def _get_supply_transfers(self):
        """Open moves that bring goods of this line from another warehouse."""
        self.ensure_one()
        return self.move_ids.filtered(lambda move: move._is_supply_transfer())

    def _get_supply_to_deliver(self):
        """What the customer still gets, in the unit of the product."""
        self.ensure_one()
        if self.state != "sale":
            return 0.0
        # Before anything was shipped core's figure is nothing, and dear: it looks for a bill of materials line by line.
        delivered = self.qty_delivered if "done" in self.move_ids.mapped("state") else 0.0
        quantity = max(self.product_uom_qty - delivered, 0.0)
        return self.product_uom_id._compute_quantity(quantity, self.product_id.uom_id, rounding_method="HALF-UP")

    def _filter_supply_kits(self):
        """Lines whose product is delivered as its components."""
        unsure = self.filtered(lambda line: line.product_id not in line.move_ids.product_id)
        kits = self.filtered(lambda line: "phantom" in line.move_ids.bom_line_id.bom_id.mapped("type"))
        return kits.union(*(unsure - kits)._find_supply_kits())

    def _find_supply_kits(self):
        """{order line: bill of materials} of lines whose product is sold as its components."""
        found = {}
        for company, lines in self.filtered("product_id").grouped("company_id").items():
            boms = self.env["mrp.bom"]._bom_find(lines.product_id, company_id=company.id, bom_type="phantom")
            found |= {line: boms[line.product_id] for line in lines if boms.get(line.product_id)}
        return found

    def _get_supply_unplanned_kits(self):
        """Kits of the line that are on no delivery."""
        self.ensure_one()
        if self.state != "sale":
            return 0.0
        planned = max(self._get_qty_procurement(), self.qty_delivered) if self.move_ids else 0.0
        missing = max(self.product_uom_qty - planned, 0.0)
        return self.product_uom_id._compute_quantity(missing, self.product_id.uom_id, rounding_method="HALF-UP")

    def _get_supply_deadline(self):
        """When the customer was promised the goods of this line."""
        self.ensure_one()
        return self.order_id.commitment_date or self._expected_date()

    def _get_supply_rank(self):
        """Who waits for the same goods: first whom they were promised earlier, then by the priority of the delivery."""
        self.ensure_one()
        priorities = self.move_ids.filtered(lambda move: move._is_supply_delivery()).mapped("priority")
        return self._get_supply_deadline(), -int(max(priorities, default="0") or 0), self.id

    def _get_supply_short_warehouse(self, product):
        """The warehouse in which a delivery of this line misses the product."""
        moves = self._get_supply_moves().filtered(lambda move: move.product_id == product and not move.move_orig_ids)
        return moves.location_id.warehouse_id[:1] or self.warehouse_id

    # Where it could come from

    def _get_supply_warehouse(self, need):
        """The warehouse that delivers or produces, into whose stock the goods are ordered."""
        for move in need.short_moves:
            if move.location_id.warehouse_id:
                return move.location_id.warehouse_id
        return self.warehouse_id or self.order_id.warehouse_id

    def _find_supply_rule(self, need):
        """Values of a procurement of this need, or nothing when nobody makes, sells or sends the product.

        To be extended by whoever has a preference: a route in `route_ids` forces it.
        """
        self.ensure_one()
        values = self._prepare_supply_values(need)
        for rule in self._get_supply_rules(need, values):
            found = rule._find_supply_source(need.product, need.missing, self.company_id, values)
            if found is not None:
                batch = max(found.get("supply_batch", 0.0), self._get_supply_batch(need, rule))
                return values | found | {"order_split_rule": rule, "supply_batch": batch}
        return None

    def _get_supply_routed(self, need, location, values):
        """The rule by the routes, asked for once for all products that have the same."""
        product, warehouse, rules = need.product, values["warehouse_id"], self.env["stock.rule"]
        # A warehouse makes what has a bill of materials, and buys what has a vendor.
        own = warehouse.route_ids.filtered(lambda route: rules._filter_warehouse_routes(product, warehouse, route))
        key = (location, warehouse, values["route_ids"], product.route_ids, product.categ_id, own)
        if key not in need.rules:
            need.rules[key] = rules._get_rule(product, location, values)
        return need.rules[key]

    def _get_supply_batch(self, need, rule):
        """The least that is made or bought for this need at once, in the unit of the product."""
        if rule.action not in ("manufacture", "buy"):
            return 0.0
        own = 0.0 if need.is_component else self.supply_batch
        return own or need.product.supply_batch

    def _get_supply_rules(self, need, values):
        """Rules to try, the preferred one first: what was chosen for the line, for the product, else by the routes.

        What was chosen for the line is final. A route of the line counts where it leads to the stock.
        """
        warehouse, forced = values["warehouse_id"], not need.is_component and self.supply_source
        by_name = {"make": warehouse.manufacture_pull_id, "buy": warehouse.buy_pull_id}
        if forced:
            return by_name[forced]
        preferred = by_name.get(need.product.supply_source, self.env["stock.rule"])
        routed = values | ({} if need.is_component else {"route_ids": self.route_ids})
        rule = self._get_supply_routed(need, warehouse.lot_stock_id, routed)
        if routed["route_ids"] & rule.route_id:
            return rule
        return [row for row in (preferred, rule) if row]

    def _prepare_supply_values(self, need):
        """What the procurement of a shortage carries: the order line, but not its routes, which lead to the
        customer."""
        self.ensure_one()
        return (
            self._prepare_procurement_values()
            | {
                "warehouse_id": self._get_supply_warehouse(need),
                "route_ids": self.env["stock.route"],
                "supply_root_line_id": False,
                "packaging_uom_id": self.env["uom.uom"],
                "partner_id": False,
                "location_final_id": self.env["stock.location"],
                "move_dest_ids": self.env["stock.move"],
                "reference_ids": self.order_id.stock_reference_ids,
            }
            | (self._prepare_component_values(need) if need.is_component else {})
        )

    def _prepare_component_values(self, need):
        """A component belongs to the order line through what is made of it, and is needed when that begins."""
        starts = need.short_moves and min(move.date for move in need.short_moves)
        dates = {"date_planned": starts, "date_deadline": starts} if starts else {}
        return dates | {
            "sale_line_id": False,
            "supply_root_line_id": self.id,
            "reference_ids": self.env["stock.reference"],
            "product_description_variants": False,
        }

    def write(self, vals):
        chosen = self.browse()
        if "supply_source" in vals:
            chosen = self.filtered(lambda line: line.state == "sale" and line.supply_source != vals["supply_source"])
        result = super().write(vals)
        chosen._switch_supply()
        if {"state", "product_uom_qty", "product_id", "warehouse_id"} & vals.keys():
            self.filtered(lambda line: line.state != "draft")._touch_supply()
        return result

    def _switch_supply(self):
        """Another source was chosen for confirmed lines: what costs nothing is taken back and ordered from there."""
        if not self:
            return
        lines = self.sudo()  # a salesman may not write production and purchase orders
        for peg in lines.supply_line_ids.filtered(lambda row: row._can_switch_to(row.order_line_id.supply_source)):
            document = peg.production_id or peg.purchase_line_id
            document._take_back_supply(document._get_supply_open_quantity())
        lines._sync_supply(replan=True, force=True)

    def _get_forced_rule(self, peg, source):
        """The rule by which the warehouse makes or buys the product, if somebody does."""
        warehouse = self.warehouse_id
        rule = warehouse.manufacture_pull_id if source == "make" else warehouse.buy_pull_id
        values = {"warehouse_id": warehouse, "company_id": self.company_id}
        found = rule._find_supply_source(peg.product_id, peg.quantity, self.company_id, values) if rule else None
        return rule if found is not None else rule.browse()

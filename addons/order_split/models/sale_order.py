from markupsafe import Markup

from odoo import api, fields, models

from ..tools import session_lock

TASKS = {
    "decide": "order_split.mail_activity_type_decide",
    "surplus": "order_split.mail_activity_type_surplus",
}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    supply_line_ids = fields.One2many(
        "sale.supply.line", "order_id", "Supply plan", domain=[("is_component", "=", False)], copy=False
    )
    supply_component_ids = fields.One2many(
        "sale.supply.line", "order_id", "Components", domain=[("is_component", "=", True)], copy=False
    )
    supply_claim_ids = fields.One2many("sale.supply.claim", "order_id", "Passed on to this order", copy=False)
    supply_given_ids = fields.One2many("sale.supply.claim", "from_order_id", "Passed on to others", copy=False)
    supply_start = fields.Selection(
        [("agreement", "At confirmation"), ("manual", "When started by hand")],
        "Supply starts",
        compute="_compute_supply_start",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Until supply starts nothing is reserved, made or bought for the order.",
    )
    supply_started = fields.Boolean("Supply started by hand", copy=False, readonly=True)
    supply_state = fields.Selection(
        [
            ("none", "Nothing to deliver"),
            ("held", "Not started"),
            ("decide", "To decide"),
            ("coming", "Coming"),
            ("part", "Partly ready"),
            ("ready", "Ready"),
            ("shipped", "Shipped"),
        ],
        "Supply status",
        compute="_compute_supply",
        store=True,
    )
    supply_progress = fields.Float(
        compute="_compute_supply", store=True, aggregator="avg", help="How far the supply of the order is, in per cent."
    )
    supply_ready_date = fields.Date(
        "Ready on",
        compute="_compute_supply",
        store=True,
        help="When the last piece will be in; empty while something is to decide.",
    )
    supply_told_date = fields.Date("Told ready date", copy=False, readonly=True)
    supply_promised_date = fields.Date(
        "Promised at confirmation",
        copy=False,
        readonly=True,
        help="The promised delivery date, else the ready date, as it was when supply started.",
    )
    supply_summary = fields.Char(compute="_compute_supply_summary", compute_sudo=True)

    # Starting

    @api.depends("partner_id", "company_id")
    def _compute_supply_start(self):
        for order in self:
            if order.state in (False, "draft", "sent") or not order.supply_start:
                order.supply_start = order._get_default_supply_start()

    def _get_default_supply_start(self):
        """When supply of an order starts unless it says otherwise: as agreed with the customer, else at confirmation.
        To be extended with a rule of the house."""
        self.ensure_one()
        return self.partner_id._get_supply_customer().supply_start or "agreement"

    def _is_supply_released(self):
        """Whether supply of this order may start. To be extended with other conditions, such as a payment."""
        self.ensure_one()
        return self.supply_start == "agreement" or self.supply_started

    def action_start_supply(self):
        """Start supply of orders that wait for a word of the seller."""
        waiting = self.filtered(lambda order: order.state == "sale" and not order._is_supply_released())
        waiting.supply_started = True
        waiting._release_supply()
        return True

    def _release_supply(self):
        """To be called when `_is_supply_released` became true for orders that were confirmed before."""
        self.filtered(lambda order: order.state == "sale").order_line._action_launch_stock_rule()

    def action_confirm(self):
        if session_lock.is_called_from_outside("action_confirm"):
            self._wait_for_supply()
        return super().action_confirm()

    def _wait_for_supply(self):
        """Wait for others who plan the same products, and look at the stock afterwards."""
        goods = self.sudo().order_line.product_id.filtered(lambda product: product.type == "consu")
        if session_lock.acquire(self.env.cr, goods._get_supply_components().ids):
            session_lock.begin_anew(self.env.cr)

    def _action_cancel(self):
        self.order_line._lock_supply()  # what is let go is given to others at once
        brought = {order: order.sudo().supply_line_ids._get_document_words() for order in self}
        with self.order_line._hold_supply():
            result = super()._action_cancel()
        self.order_line._sync_supply(replan=True)
        for order, words in brought.items():
            order._tell_supply_cancelled(words)
        return result

    def write(self, vals):
        result = super().write(vals)
        if "picking_policy" in vals:
            self._follow_shipping_policy()
        if {"state", "commitment_date", "supply_start"} & vals.keys():
            self.filtered(lambda order: order.state in ("sale", "cancel")).order_line._touch_supply()
        return result

    def _follow_shipping_policy(self):
        """Ship what is ready, or wait for all: open deliveries do as the order says now."""
        # A salesman decides this for warehouse orders that he may not write.
        pickings = self.sudo().picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
        pickings._compute_move_type()
        confirmed = self.filtered(lambda order: order.state == "sale")
        if confirmed:
            confirmed._supply_changed()

    def _supply_changed(self):
        """Hook: the supply of these orders was worked out again, or a document of theirs changed.

        Called once per transaction for all orders touched. What extends it must not raise.
        """

    # Figures

    @api.depends(
        "state",
        "order_line.product_uom_qty",
        "order_line.qty_delivered",
        "supply_line_ids.quantity",
        "supply_line_ids.progress",
        "supply_line_ids.state",
        "supply_line_ids.date_ready",
        "supply_component_ids.state",
    )
    def _compute_supply(self):
        for order in self:
            pegs = order.supply_line_ids.filtered("quantity")
            order.supply_state = order._get_supply_state(pegs)
            order.supply_progress = order._get_supply_progress(pegs)
            order.supply_ready_date = order._get_supply_ready_date(pegs)

    def _get_supply_goods(self):
        """Lines that need supply."""
        return self.order_line.filtered(lambda line: line.product_id.type == "consu" and line.product_uom_qty > 0)

    def _get_supply_state(self, pegs):
        goods = self._get_supply_goods()
        if self.state != "sale" or not goods:
            return "none"
        if not pegs:
            return "shipped" if all(line.qty_delivered >= line.product_uom_qty for line in goods) else "none"
        states = set(pegs.mapped("state"))
        if states == {"ready"}:
            return "ready"
        states |= {"decide"} & set(self.supply_component_ids.mapped("state"))
        for state in ("held", "decide"):
            if state in states:
                return state
        return "part" if "ready" in states else "coming"

    def _get_supply_progress(self, pegs):
        """Mean of the lines, each by its quantities; what was shipped counts as done."""
        goods = self._get_supply_goods()
        if self.state != "sale" or not goods:
            return 0.0
        by_line = pegs.grouped("order_line_id")
        done = 0.0
        for line in goods:
            shares = by_line.get(line, pegs.browse())
            total = sum(shares.mapped("quantity"))
            reached = sum(peg.quantity * peg.progress for peg in shares) / total if total else 100.0
            shipped = min(max(line.qty_delivered / line.product_uom_qty, 0.0), 1.0)
            done += 100.0 * shipped + (1.0 - shipped) * reached
        return done / len(goods)

    def _get_supply_ready_date(self, pegs):
        """Day on which all of these pegs are ready; False when nobody can say yet, or nothing is waited for."""
        undecided = "decide" in self.supply_component_ids.mapped("state")
        return not undecided and pegs._get_last_date()

    @api.depends_context("lang")
    @api.depends("supply_state", "supply_ready_date", "supply_line_ids.quantity", "supply_line_ids.source")
    def _compute_supply_summary(self):
        # In one query, however many they are: reading ahead stops at a thousand.
        self.supply_line_ids.fetch(["source", "reason", "quantity"])
        for order in self:
            order.supply_summary = ", ".join(order._get_supply_words()) or False

    def _get_supply_words(self):
        """Parts of the summary."""
        if self.supply_state in ("none", False):
            return []
        if self.supply_state == "shipped":
            return [self.env._("all shipped")]
        return self.supply_line_ids._get_summary_words(self.supply_ready_date)

    # Tasks of the planner

    def _get_supply_planner(self):
        """Who decides on the supply of this order: the first planner of the company, else its seller."""
        self.ensure_one()
        group = self.env.ref("order_split.group_planner")
        # A salesman may not read users' groups; only the name of the planner comes out of here.
        planners = (
            self.env["res.users"]
            .sudo()
            .search(
                [("all_group_ids", "in", group.ids), ("company_ids", "in", self.company_id.ids), ("share", "=", False)],
                order="id",
            )
        )
        # An administrator has every role; the work is for whoever has this one alone.
        planners = planners.sorted(lambda user: (user._is_system(), group not in user.group_ids, user.id))
        return planners[:1] or self.user_id or self.env.user

    def _update_supply_tasks(self):
        """One task per order and kind for the planner: made, brought up to date, taken away."""
        pegs = self.supply_line_ids | self.supply_component_ids
        decide = pegs.filtered(lambda peg: peg.state == "decide" and peg.quantity)
        surplus = pegs.filtered("surplus")
        for kind, rows, column in (("decide", decide, "quantity"), ("surplus", surplus, "surplus")):
            by_order = rows.grouped("order_id")
            tasks = self._get_supply_tasks(kind)
            settled = tasks.filtered(lambda task, found=by_order: self.browse(task.res_id) not in found)
            tasks -= settled
            settled.unlink()
            for order, order_rows in by_order.items():
                order._write_supply_task(kind, tasks, order._get_supply_note(order_rows, column))

    def _get_supply_tasks(self, kind):
        """Open tasks of a kind on these orders, whoever they belong to."""
        activity_type = self.env.ref(TASKS[kind])
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "sale.order"),
                    ("res_id", "in", self.ids),
                    ("activity_type_id", "=", activity_type.id),
                ]
            )
        )

    def _write_supply_task(self, kind, tasks, note):
        self.ensure_one()
        task = tasks.filtered(lambda row: row.res_id == self.id)[:1]
        if task and task.note != note:
            task.note = note
        elif not task:
            # The salesman who confirms may not make tasks for the planner himself.
            self.sudo().activity_schedule(TASKS[kind], note=note, user_id=self._get_supply_planner().id)

    def _get_supply_note(self, pegs, column):
        """What a task is about: product, quantity, document."""
        rows = Markup("").join(
            Markup("<li>%s: %s %s</li>")
            % (peg.product_id.display_name, f"{round(peg[column], 3):g}", peg.document_name or "")
            for peg in pegs.sorted("id")
        )
        return Markup("<ul>%s</ul>") % rows

    def action_view_supply(self):
        """The supply plan of these orders."""
        action = self.env["ir.actions.act_window"]._for_xml_id("order_split.sale_supply_line_action")
        return action | {"domain": [("order_id", "in", self.ids)], "context": {}}

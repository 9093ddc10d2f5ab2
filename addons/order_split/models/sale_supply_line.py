from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

SOURCES = [
    ("stock", "From stock"),
    ("make", "Make"),
    ("buy", "Buy"),
    ("transfer", "From another warehouse"),
    ("direct", "Direct"),
    ("decide", "To decide"),
]
STATES = [
    ("held", "Not started"),
    ("decide", "To decide"),
    ("planned", "Planned"),
    ("progress", "In progress"),
    ("ready", "Ready"),
]
REASONS = [
    ("no_source", "Neither bill of materials nor vendor"),
    ("lost", "Nothing is coming"),
    ("no_delivery", "No delivery is planned"),
    ("held", "Supply is not started"),
]
MAKE_STATES = {"draft": "planned", "confirmed": "planned", "progress": "progress", "to_close": "progress"}


class SaleSupplyLine(models.Model):
    """A peg: so much of an order line comes from this source. Quantities are kept by the balance
    (`sale.order.line._sync_supply`); state, progress and date follow the documents."""

    _name = "sale.supply.line"
    _description = "Supply plan line"
    _order = "date_deadline, order_id, order_line_id, id"
    _rec_name = "product_id"

    order_line_id = fields.Many2one("sale.order.line", "Order line", required=True, ondelete="cascade", index=True)
    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer", store=True)
    user_id = fields.Many2one(related="order_id.user_id", string="Salesperson", store=True)
    product_id = fields.Many2one("product.product", required=True, index=True)
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    source = fields.Selection(SOURCES, required=True)
    is_component = fields.Boolean(
        "Component", help="Not sold to the customer, but missed by a production order that is made for him."
    )
    claim_id = fields.Many2one("sale.supply.claim", "Passed on by", ondelete="cascade", index="btree_not_null")
    reason = fields.Selection(REASONS, "Why to decide")
    quantity = fields.Float(
        digits="Product Unit", help="What this order line gets from this source, in the unit of the product."
    )
    surplus = fields.Float(
        digits="Product Unit",
        aggregator="sum",
        help="What the document brings beyond the need of this order line, in the unit of the product.",
    )
    production_id = fields.Many2one("mrp.production", "Production order", ondelete="cascade", index="btree_not_null")
    purchase_line_id = fields.Many2one(
        "purchase.order.line", "Purchase line", ondelete="cascade", index="btree_not_null"
    )
    purchase_id = fields.Many2one(related="purchase_line_id.order_id", string="Purchase order", store=True)
    vendor_id = fields.Many2one(related="purchase_line_id.order_id.partner_id", string="Vendor", store=True)
    move_id = fields.Many2one("stock.move", "Stock move", ondelete="cascade", index="btree_not_null")
    picking_id = fields.Many2one(related="move_id.picking_id", string="Warehouse order")
    date_deadline = fields.Datetime("Promised", help="When the customer was promised the goods.")
    state = fields.Selection(STATES, compute="_compute_state", store=True)
    progress = fields.Float(compute="_compute_progress", store=True, aggregator="avg", help="How far, in per cent.")
    date_ready = fields.Datetime("Ready on", compute="_compute_date_ready", store=True, recursive=True)
    is_late = fields.Boolean("Late", compute="_compute_is_late", store=True)
    document_name = fields.Char("Document", compute="_compute_document_name", compute_sudo=True)

    _quantity_positive = models.Constraint(
        "CHECK(quantity >= 0 AND surplus >= 0)", "A supply line cannot hold a negative quantity."
    )
    _decide_has_reason = models.Constraint(
        "CHECK((source = 'decide') = (reason IS NOT NULL))", "What is to decide needs its reason, nothing else does."
    )

    @api.depends("source", "reason", "production_id.state", "purchase_line_id.order_id.state")
    def _compute_state(self):
        for peg in self:
            peg.state = peg._get_state()

    def _get_state(self):
        """State of one peg, read off its document."""
        if self.source == "decide":
            return "held" if self.reason == "held" else "decide"
        if self.source == "stock":
            return "ready"
        if self.production_id:
            return MAKE_STATES.get(self.production_id.state, "progress")
        if self.purchase_line_id:
            return "progress" if self.purchase_line_id.order_id.state == "purchase" else "planned"
        return "progress"

    @api.depends(
        "source",
        "state",
        "production_id.qty_producing",
        "production_id.supply_reported",
        "production_id.supply_percent",
        "production_id.product_qty",
        "production_id.state",
        "production_id.workorder_ids.state",
    )
    def _compute_progress(self):
        for peg in self:
            if peg.state == "ready":
                peg.progress = 100.0
            else:
                peg.progress = peg.production_id._get_supply_progress() if peg.production_id else 0.0

    @api.depends(
        "source",
        "state",
        "production_id.date_finished",
        "production_id.date_start",
        "purchase_line_id.date_planned",
        "move_id.date",
        "order_line_id.supply_component_ids.date_ready",
    )
    def _compute_date_ready(self):
        now = fields.Datetime.now()
        for peg in self:
            planned, lead = peg._get_planned_date()
            earliest = now + timedelta(days=lead if peg.state == "planned" else 0)
            peg.date_ready = max(planned, earliest) if planned else False

    def _get_planned_date(self):
        """(date in the document, days that it takes from today when it is not yet started)."""
        if self.production_id:
            return self._get_production_date(), self.production_id.bom_id.produce_delay
        if self.purchase_line_id:
            line = self.purchase_line_id
            sellers = line.product_id.seller_ids.filtered(lambda seller: seller.partner_id == line.partner_id)
            return line.date_planned, sellers[:1].delay
        return (self.move_id.date, 0) if self.source in ("transfer", "direct") else (False, 0)

    def _get_production_date(self):
        """What is made for the customer is not ready before its components came and were worked on."""
        order = self.production_id
        planned = order.date_finished or order.date_start
        if self.is_component or self.claim_id or not planned:
            return planned
        work = max(planned - order.date_start, timedelta()) if order.date_start else timedelta()
        dates = self.order_line_id.supply_component_ids.mapped("date_ready")
        return max([planned, *(date + work for date in dates if date)])

    @api.depends("date_ready", "date_deadline", "quantity")
    def _compute_is_late(self):
        for peg in self:
            dates = peg.quantity and peg.date_ready and peg.date_deadline
            peg.is_late = bool(dates) and peg.date_ready.date() > peg.date_deadline.date()

    @api.depends("production_id.name", "purchase_id.name", "picking_id.name")
    def _compute_document_name(self):
        # Names only: a salesman may not open every document, yet must be able to name it.
        for peg in self:
            document = peg.production_id or peg.purchase_id or peg.picking_id
            peg.document_name = document.name if document else False

    @api.model
    def _cron_refresh_dates(self):
        """What is not ready cannot be ready in the past: move such dates on, once a day."""
        open_pegs = self.search([("source", "not in", ("stock", "decide")), ("date_ready", "<", fields.Datetime.now())])
        self.env.add_to_compute(self._fields["date_ready"], open_pegs)
        open_pegs.modified(["date_ready"])  # lateness and the date of the order follow
        open_pegs.order_id._tell_supply_dates()
        open_pegs.order_id._supply_changed()

    def action_procure(self):
        """Try again to supply what is to decide: after a vendor or a bill of materials was added, goods came in,
        or a delivery was refused by mistake."""
        self._check_planner()
        lines = self.sudo().order_line_id  # a planner is no salesman and may not write order lines
        unplanned = self.filtered(lambda peg: peg.reason == "no_delivery").sudo().order_line_id
        unplanned._action_launch_stock_rule()
        lines._sync_supply(replan=True, force=True)
        return True

    def _get_document_words(self, column="quantity"):
        """Goods that come by documents, with these: for messages."""
        rows = self.filtered(lambda peg: peg.source in ("make", "buy", "transfer") and peg[column])
        return ", ".join(
            f"{row.product_id.display_name} {round(row[column], 3):g} ({row.document_name})"
            for row in rows.sorted("id")
        )

    def _can_switch_to(self, source):
        """Ordered for its own line from another source than this, and taking it back costs nothing."""
        self.ensure_one()
        document = self.production_id or self.purchase_line_id
        if not source or not document or self.claim_id or self.source not in ("make", "buy"):
            return False
        return self.source != source and not document._get_supply_firmness()

    def _get_switch_words(self, source):
        """What choosing another source would do to these lines."""
        words = []
        for peg in self.filtered(lambda row: row.source in ("make", "buy", "decide")):
            values = {
                "product": peg.product_id.display_name,
                "quantity": f"{round(peg.quantity, 3):g}",
                "document": peg.document_name or "",
            }
            if peg.source == "decide" or peg._can_switch_to(source):
                words.append(peg._get_switched_words(source, values))
            elif peg.source != source:
                words.append(self.env._("%(product)s: %(document)s is in work and stays.", **values))
        return words

    def _get_switched_words(self, source, values):
        rule = self.order_line_id._get_forced_rule(self, source)
        if not rule:
            return self.env._(
                "%(product)s: %(quantity)s would have no source, the product has neither parts nor a vendor for it.",
                **values,
            )
        days = int(rule._get_lead_days(self.product_id)[0]["total_delay"])
        if not self.document_name:
            return self.env._("%(product)s: %(quantity)s are ordered, in about %(days)d days.", days=days, **values)
        return self.env._(
            "%(product)s: %(quantity)s are taken back from %(document)s and ordered anew, in about %(days)d days.",
            days=days,
            **values,
        )

    def action_switch(self):
        """Choose another source for these lines; what it would do is shown first."""
        self._check_planner()
        return self._get_wizard_action(self.env._("Other source"), "sale.supply.switch", {"default_peg_ids": self.ids})

    def action_reassign(self):
        """Give goods of this line to another order."""
        self._check_planner()
        self.ensure_one()
        return self._get_wizard_action(
            self.env._("Give to another order"), "sale.supply.reassign", {"default_peg_id": self.id}
        )

    def _get_wizard_action(self, name, model, context):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": context,
        }

    def _check_planner(self):
        if not self.env.su and not self.env.user.has_group("order_split.group_planner"):
            raise AccessError(self.env._("Only a planner decides on supply."))

    def action_open_document(self):
        """Open what stands behind the line."""
        self.ensure_one()
        document = self.production_id or self.purchase_id or self.picking_id or self.order_id
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [(False, "form")],
        }

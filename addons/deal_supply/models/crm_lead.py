from odoo import api, fields, models

PATH = ("production", "sale", "installation")  # stages that follow from supply, in their order
SHOWN = ["supply_state", "supply_progress", "supply_ready_date"]
BEFORE = ("selection", "production", "sale")  # a deal that stands elsewhere was moved on by people


class CrmLead(models.Model):
    _inherit = "crm.lead"

    # Read with the rights of nobody: a deal shows how far its goods are to whoever may see the deal.
    supply_progress = fields.Float(compute="_compute_supply", compute_sudo=True, help="In per cent.")
    supply_ready_date = fields.Date("Ready on", compute="_compute_supply", compute_sudo=True)
    supply_summary = fields.Char("Supply", compute="_compute_supply_summary", compute_sudo=True)
    supply_state = fields.Selection(
        # The order's own words, in the reader's language.
        selection=lambda self: self.env["sale.order"]._fields["supply_state"]._description_selection(self.env),
        string="Supply status",
        compute="_compute_supply",
        compute_sudo=True,
    )

    @api.depends(
        "order_ids.state", "order_ids.supply_state", "order_ids.supply_progress", "order_ids.supply_ready_date"
    )
    def _compute_supply(self):
        supplied = self._read_supplied_orders(SHOWN)
        self.update(dict.fromkeys(SHOWN, False))
        for lead in self.filtered(lambda lead: lead._origin in supplied):
            orders = supplied[lead._origin]
            waiting = orders.filtered(lambda order: order.supply_state not in ("ready", "shipped"))
            dates = waiting.mapped("supply_ready_date")
            lead.supply_progress = sum(orders.mapped("supply_progress")) / len(orders)
            lead.supply_ready_date = max(dates) if dates and all(dates) else False
            lead.supply_state = lead._get_supply_state(orders)

    @api.depends_context("lang")
    @api.depends("order_ids.state", "order_ids.supply_state", "order_ids.supply_summary")
    def _compute_supply_summary(self):
        supplied = self._read_supplied_orders(["name"])
        for lead in self:
            lead.supply_summary = lead._get_supply_summary(supplied.get(lead._origin, self.env["sale.order"]))

    def _read_supplied_orders(self, names):
        """Confirmed orders that have goods, by deal: a board of offers reads none of its quotations for it.

        :param names: fields of the orders that will be needed
        """
        domain = [
            ("opportunity_id", "in", self.ids),
            ("state", "=", "sale"),
            ("supply_state", "not in", (False, "none")),
        ]
        orders = self.env["sale.order"].search_fetch(domain, ["opportunity_id", *names])
        return orders.grouped("opportunity_id")

    def _get_supplied_orders(self):
        """Confirmed orders of the deals that have goods."""
        return self.order_ids.filtered(
            lambda order: order.state == "sale" and order.supply_state not in (False, "none")
        )

    def _get_supply_summary(self, orders):
        """The words of the order; of several, each with its name."""
        if len(orders) > 1:
            return "; ".join(f"{order.name}: {order.supply_summary}" for order in orders.sorted("id"))
        return orders.supply_summary

    def _get_supply_state(self, orders):
        """Of several orders the one that needs attention most speaks for the deal."""
        states = set(orders.mapped("supply_state"))
        for state in ("decide", "held", "part", "coming", "ready", "shipped"):
            if state in states:
                return "part" if state == "coming" and states & {"ready", "shipped"} else state
        return False

    # Stages

    def _get_supply_stage_code(self):
        """Stage that the goods of this deal speak for; nothing when it has no goods on order."""
        self.ensure_one()
        orders = self.sudo()._get_supplied_orders()  # the storeman who ships may not read them
        if not orders:
            return False
        if set(orders.mapped("supply_state")) == {"shipped"}:
            return "installation"
        return "sale" if orders._may_ship() else "production"

    def _get_applied_stage_codes(self):
        applied = super()._get_applied_stage_codes()
        for deal in self._get_deals_with_work():
            applied.setdefault(deal.id, set()).add("production")
        return applied

    def _get_deals_with_work(self):
        """Those for which something is or was made or bought, also while they stand at the sale already."""
        # Read with the rights of nobody: that there is such work is seen by whoever may see the deal.
        env, goods = self.sudo().env, ("sale_line_id.order_id.opportunity_id", "in", self.ids)
        lines = env["mrp.production"].search_fetch([goods, ("state", "!=", "cancel")], ["sale_line_id"]).sale_line_id
        lines |= (
            env["purchase.order.line"].search_fetch([goods, ("state", "!=", "cancel")], ["sale_line_id"]).sale_line_id
        )
        pegs = [("order_id.opportunity_id", "in", self.ids), ("source", "not in", ("stock", "decide"))]
        orders = lines.order_id | env["sale.supply.line"].search_fetch(pegs, ["order_id"]).order_id
        return orders.opportunity_id

    def _get_agreed_stage_code(self):
        return self._get_supply_stage_code() or super()._get_agreed_stage_code()

    def _follow_supply(self):
        """Move deals on with their goods, stage by stage and never back: what has begun to be shipped stays a sale,
        and its bar tells how much is still made."""
        for lead in self.filtered(lambda deal: deal.agreed_on and deal.stage_code in BEFORE):
            target = lead._get_supply_stage_code()
            if not target:
                continue
            done = PATH.index(lead.stage_code) + 1 if lead.stage_code in PATH else 0
            for code in PATH[done : PATH.index(target) + 1] if lead.stage_code in PATH else [target]:
                lead._move_to(code)

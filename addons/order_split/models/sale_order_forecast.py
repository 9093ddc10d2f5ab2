from odoo import api, fields, models
from odoo.tools import format_date


class SaleOrder(models.Model):
    """At quotation: where each piece would come from, and when."""

    _inherit = "sale.order"

    supply_forecast_date = fields.Date(
        "Could be ready on",
        copy=False,
        readonly=True,
        help="As worked out last; empty when nobody brings a part of it.",
    )

    supply_forecast_words = fields.Text("Where from, when", compute="_compute_supply_forecast_words")

    @api.depends("order_line.supply_forecast")
    def _compute_supply_forecast_words(self):
        for order in self:
            lines = order.order_line.filtered("supply_forecast")
            words = [f"{line.product_id.display_name}: {line.supply_forecast}" for line in lines]
            order.supply_forecast_words = "\n".join(words) or False

    def action_forecast_supply(self):
        """Work out sources and dates: the order is supplied as if it were confirmed, planned on the calendars of the
        work centres, read, and all of that is undone."""
        for order in self.filtered(lambda row: row.state in ("draft", "sent")):
            found = order._play_supply()
            order.order_line._write_forecast(found)
            dates = [date for rows in found.values() for _source, _quantity, date in rows]
            order.supply_forecast_date = max(dates) if dates and all(dates) else False
        return True

    def _play_supply(self):
        """{order line id: [(source, quantity, date)]}; nothing of it stays."""
        self.ensure_one()
        # A salesman may not plan production; nobody is told about what does not happen.
        played = self.sudo().with_context(order_split_forecast=True, tracking_disable=True, mail_notrack=True)
        point = self.env.cr.savepoint()
        try:
            played.write({"state": "sale", "supply_started": True})
            played.order_line._action_launch_stock_rule()
            orders = (played.supply_line_ids | played.supply_component_ids).production_id
            orders.filtered(lambda row: row.state == "confirmed" and row.workorder_ids).button_plan()
            self.env.flush_all()
            return {line.id: line._read_forecast() for line in played.order_line}
        finally:
            point.close(rollback=True)
            self.env.invalidate_all(flush=False)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    supply_forecast = fields.Char("Where from, when", copy=False, readonly=True)

    def _read_forecast(self):
        """What the plan of this line says, in plain values."""
        today = fields.Date.context_today(self)
        return [
            (peg.source, peg.quantity, today if peg.source == "stock" else peg.date_ready and peg.date_ready.date())
            for peg in self.supply_line_ids.filtered("quantity").sorted("id")
        ]

    def _write_forecast(self, found):
        """In words that a salesman can read out to the customer."""
        for line in self:
            line.supply_forecast = ", ".join(self._get_forecast_words(*row) for row in found.get(line.id, [])) or False

    def _get_forecast_words(self, source, quantity, date):
        words = {"quantity": f"{round(quantity, 3):g}", "date": format_date(self.env, date) if date else ""}
        if source == "stock":
            return self.env._("%(quantity)s free now", **words)
        if not date:
            return self.env._("%(quantity)s: nobody brings it yet", **words)
        labels = {
            "make": self.env._("%(quantity)s made by %(date)s", **words),
            "buy": self.env._("%(quantity)s bought by %(date)s", **words),
            "transfer": self.env._("%(quantity)s from another warehouse by %(date)s", **words),
        }
        return labels.get(source) or self.env._("%(quantity)s by %(date)s", **words)

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import date_utils

from .director_page import DEALS


class DirectorPage(models.AbstractModel):
    """What is late, what is lost, what waits, and what is earned."""

    _inherit = "director.page"

    @api.model
    def _get_blocks(self):
        return [
            *super()._get_blocks(),
            self._describe_block("supply", self.env._("Supply of orders"), self._get_supply()),
            self._describe_block("intake", self.env._("Customers who wait"), self._get_waiting()),
            self._describe_block("goods", self.env._("Goods that are lost"), self._get_losses()),
            self._describe_block("margin", self.env._("Margin of deals won"), self._get_margins()),
        ]

    @api.model
    def _get_supply(self):
        rows = (
            (self.env._("Later than promised"), Domain("is_late", "=", True), "bad"),
            (self.env._("Nobody has decided yet"), Domain("state", "=", "decide"), "attention"),
            (self.env._("More than orders need"), Domain("surplus", ">", 0), "attention"),
        )
        return [
            self._describe_count(
                label, self._describe_action("order_split.sale_supply_line_action", label, domain), tone
            )
            for label, domain, tone in rows
        ]

    @api.model
    def _get_waiting(self):
        new = Domain("state", "=", "new")
        before, _next = self.env["crm.dispatch.time"]._get_limits(self.env.company)
        late = new & Domain("received_at", "<", before) if before else Domain.FALSE
        rows = (
            (self.env._("Appeals not sorted"), "crm_appeal_action", new, "attention"),
            (self.env._("Of them later than should be"), "crm_appeal_action", late, "bad"),
            (self.env._("Requests not answered"), "crm_customer_request_action", new, "attention"),
            (
                self.env._("Of them after the deadline"),
                "crm_customer_request_action",
                new & Domain("deadline", "<", fields.Datetime.now()),
                "bad",
            ),
            (
                self.env._("Channels that are silent"),
                "crm_intake_source_action",
                Domain("incident_at", "!=", False),
                "bad",
            ),
        )
        return [
            self._describe_count(label, self._describe_action(f"sales_leads.{name}", label, domain), tone)
            for label, name, domain, tone in rows
        ]

    @api.model
    def _get_losses(self):
        today = fields.Date.context_today(self)
        month = date_utils.start_of(today, "month")
        before = date_utils.subtract(month, months=1)
        done = Domain("state", "=", "done")
        lost = [
            (self.env._("Written off this month"), done & Domain("date_done", ">=", month)),
            (
                self.env._("Written off last month"),
                done & Domain("date_done", ">=", before) & Domain("date_done", "<", month),
            ),
        ]
        soon = self.env._("Expire within 30 days")
        ending = Domain("horizon", "in", ("1_expired", "2_30"))
        return [
            *(
                self._describe_sum("stock_batches.stock_write_off_action", label, rows, "write_off_value")
                for label, rows in lost
            ),
            self._describe_sum("stock_batches.stock_expiry_report_action", soon, ending, "value"),
        ]

    @api.model
    def _describe_sum(self, xml_id, label, domain, amount):
        action = self._describe_action(xml_id, label, domain)
        [[value]] = self.env[action["res_model"]]._read_group(domain, [], [f"{amount}:sum"])
        return self._describe_figure(
            label, self._format_money(value or 0.0), action, tone="attention" if value else "good"
        )

    @api.model
    def _get_margins(self):
        today = fields.Date.context_today(self)
        quarter, year = (date_utils.start_of(today, span) for span in ("quarter", "year"))
        figures = []
        for label, since in ((self.env._("This quarter"), quarter), (self.env._("This year"), year)):
            domain = DEALS & Domain("won_on", ">=", since)
            deals = self.env["crm.lead"].search(domain)
            price, margin = (sum(deals.mapped(name)) for name in ("margin_price", "margin_amount"))
            share = margin / price if price else 0.0
            text = f"{self._format_money(margin)} · {round(100 * share)} %"
            action = self._describe_action("industrial_sales.crm_lead_margin_action", label, domain)
            tone = "bad" if margin < 0 else "good"
            figures.append(self._describe_figure(label, text, action, tone=tone, share=min(max(share, 0.0), 1.0)))
        return figures

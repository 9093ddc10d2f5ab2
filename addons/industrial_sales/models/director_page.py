from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import date_utils
from odoo.tools.misc import formatLang

from odoo.addons.deal_stages.models.sale_payment_request import OPEN_STATES

DEALS = Domain("type", "=", "opportunity")
MONEY_SOON = 30  # days


class DirectorPage(models.AbstractModel):
    """The company on one page, as whoever looks may see it; each figure opens the records behind it.

    A block is {"code", "title", "figures": [figure, …]}; a figure is {"label", "text", "tone": "" | "good" | "bad" |
    "attention", "share": 0…1 or None (drawn as a bar), "action": what opens on click}. Whoever adds a block extends
    `_get_blocks()`.
    """

    _name = "director.page"
    _description = "Director's Page"

    @api.model
    def get_page(self):
        """{"company", "today", "blocks"} for the screen."""
        if not self.env.user.has_group("sales_base.group_director"):
            raise AccessError(self.env._("This page is the director's."))
        today = fields.Date.context_today(self)
        return {
            "company": self.env.company.name,
            "today": self.env["ir.qweb.field.date"].value_to_html(today, {}),
            "blocks": self._get_blocks(),
        }

    @api.model
    def _get_blocks(self):
        return [
            self._describe_block("deals", self.env._("Open deals by stage"), self._get_stages()),
            self._describe_block("plan", self.env._("Won this month against the plan"), self._get_plans()),
            self._describe_block("money", self.env._("Money of customers"), self._get_money()),
        ]

    # --- how a figure looks ------------------------------------------------------------------------

    @api.model
    def _describe_block(self, code, title, figures):
        return {"code": code, "title": title, "figures": figures}

    @api.model
    def _describe_figure(self, label, text, action, tone="", share=None):
        return {"label": label, "text": text, "tone": tone, "share": share, "action": action}

    @api.model
    def _describe_count(self, label, action, tone="bad"):
        """How many records the action opens; of what must not be a tone is said only where there is some."""
        count = self.env[action["res_model"]].search_count(action["domain"])
        return self._describe_figure(label, self._format_number(count), action, tone=tone if count else "good")

    @api.model
    def _describe_action(self, xml_id, title, domain):
        """The list behind a figure: that of the action, of these records alone."""
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        action.update(name=title, domain=list(domain), context={"create": False}, display_name=title)
        # Lists and forms say what a figure is made of; graphs are in the menus.
        action["views"] = sorted(
            ([view, kind] for view, kind in action["views"] if kind in ("list", "form")),
            key=lambda row: row[1] == "form",
        )
        return action

    @api.model
    def _format_number(self, number):
        return formatLang(self.env, number, digits=0)

    @api.model
    def _format_money(self, amount):
        return formatLang(self.env, amount, currency_obj=self.env.company.currency_id)

    @api.model
    def _sum_money(self, model, domain, amount):
        """Sum of an amount in the company's currency, whatever the records' own are."""
        company, today = self.env.company, fields.Date.context_today(self)
        groups = self.env[model]._read_group(domain, ["currency_id"], [f"{amount}:sum"])
        return sum(
            currency._convert(total, company.currency_id, company, today) if currency else total
            for currency, total in groups
        )

    # --- figures -----------------------------------------------------------------------------------

    @api.model
    def _get_stages(self):
        leads, closed = self.env["crm.lead"], Domain("stage_id.is_won", "=", False)
        groups = leads._read_group(DEALS & closed, ["stage_id"], ["__count", "expected_revenue:sum"])
        most = max((amount for _stage, _count, amount in groups), default=0.0)
        figures = []
        for stage, count, amount in groups:
            domain = DEALS & Domain("stage_id", "=", stage.id)
            action = self._describe_action("crm.crm_lead_opportunities", stage.name, domain)
            text = f"{self._format_number(count)} · {self._format_money(amount)}"
            figures.append(self._describe_figure(stage.name, text, action, share=amount / most if most else 0.0))
        return figures

    @api.model
    def _get_plans(self):
        month = date_utils.start_of(fields.Date.context_today(self), "month")
        plans = self.env["sales.plan"].search([("month", "=", month), ("user_id", "=", False)])
        figures = []
        for plan in plans.sorted(lambda row: (row.team_id.sequence, row.team_id.id)):
            won = Domain("team_id", "=", plan.team_id.id) & Domain("won_on", ">=", month)
            action = self._describe_action("industrial_sales.crm_lead_won_action", plan.team_id.name, DEALS & won)
            text = f"{self._format_money(plan.won_amount)} / {self._format_money(plan.amount)}"
            share = min(plan.fulfilment, 1.0)
            tone = "good" if plan.fulfilment >= self._get_month_share() else "attention"
            figures.append(self._describe_figure(plan.team_id.name, text, action, tone=tone, share=share))
        return figures

    @api.model
    def _get_month_share(self):
        """How much of the month is over: whoever has won as much of his plan is in time."""
        today = fields.Date.context_today(self)
        return today.day / date_utils.end_of(today, "month").day

    @api.model
    def _get_money(self):
        today = fields.Date.context_today(self)
        soon = today + relativedelta(days=MONEY_SOON)
        asked = Domain("state", "in", OPEN_STATES)
        rows = (
            (self.env._("Overdue"), Domain("is_overdue", "=", True), "bad"),
            (
                self.env._("Expected within %s days", MONEY_SOON),
                asked & Domain("date_due", ">=", today) & Domain("date_due", "<=", soon),
                "",
            ),
            (self.env._("Still to pay, all"), asked, ""),
        )
        figures = []
        for label, domain, tone in rows:
            action = self._describe_action("deal_stages.sale_payment_request_action", label, domain)
            amount = self._sum_money("sale.payment.request", domain, "amount_due")
            figures.append(
                self._describe_figure(label, self._format_money(amount), action, tone=tone if amount else "")
            )
        return figures

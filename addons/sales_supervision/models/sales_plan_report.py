from odoo import fields, models
from odoo.tools import SQL


class SalesPlanReport(models.Model):
    """Plan beside fact, by month: one row per plan and one per won deal.

    A department's plan is not the sum of its managers' plans, so that each deal stands once on either level.
    """

    _name = "sales.plan.report"
    _inherit = "sales.report.mixin"
    _description = "Plan and Fact"
    _auto = False
    _order = "month desc, id"
    _depends = {
        "sales.plan": ["amount", "company_id", "month", "team_id", "user_id"],
        "crm.lead": ["company_id", "expected_revenue", "name", "team_id", "user_id", "won_on"],
    }

    level = fields.Selection([("manager", "By manager"), ("department", "By department")], readonly=True)
    month = fields.Date(readonly=True)
    figure = fields.Selection([("plan", "Plan"), ("fact", "Fact")], "Plan or fact", readonly=True)
    amount = fields.Float(readonly=True, aggregator="sum")
    plan_amount = fields.Float("Plan", readonly=True, aggregator="sum")
    won_amount = fields.Float("Fact", readonly=True, aggregator="sum")
    difference = fields.Float("Fact less plan", readonly=True, aggregator="sum")
    won_count = fields.Integer("Deals won", readonly=True, aggregator="sum")
    lead_id = fields.Many2one("crm.lead", "Deal", readonly=True)
    plan_id = fields.Many2one("sales.plan", "Plan line", readonly=True)

    @property
    def _table_query(self):
        return SQL("%s UNION ALL %s", self._get_plans(), self._get_facts())

    def _get_plans(self):
        return SQL(
            """SELECT id * 4 AS id, NULL::varchar AS name,
                      CASE WHEN user_id IS NULL THEN 'department' ELSE 'manager' END AS level, month, team_id, user_id,
                      company_id, amount::float AS plan_amount, 0::float AS won_amount, -amount::float AS difference,
                      0 AS won_count, NULL::int AS lead_id, id AS plan_id, 'plan' AS figure, amount::float AS amount
                 FROM sales_plan"""
        )

    def _get_facts(self):
        return SQL(
            """SELECT lead.id * 4 + level.number AS id, lead.name, level.name AS level,
                      date_trunc('month', lead.won_on)::date AS month, lead.team_id,
                      CASE WHEN level.number = 1 THEN lead.user_id END AS user_id,
                      COALESCE(lead.company_id, %s) AS company_id, 0::float AS plan_amount,
                      COALESCE(lead.expected_revenue, 0)::float AS won_amount,
                      COALESCE(lead.expected_revenue, 0)::float AS difference, 1 AS won_count, lead.id AS lead_id,
                      NULL::int AS plan_id, 'fact' AS figure, COALESCE(lead.expected_revenue, 0)::float AS amount
                 FROM crm_lead lead
                 CROSS JOIN (VALUES (1, 'manager'), (2, 'department')) AS level(number, name)
                WHERE lead.won_on IS NOT NULL AND lead.team_id IS NOT NULL""",
            self.env.company.id,
        )

    def _get_reported(self):
        return ("crm.lead", self.lead_id.id) if self.lead_id else ("sales.plan", self.plan_id.id)

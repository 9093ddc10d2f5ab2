from odoo import fields, models
from odoo.tools import SQL


class SalesLeadReport(models.Model):
    """One row per lead or deal: how fast it went from the appeal to the sale, and how far it came.

    Times are hours by the clock since the appeal came. What the dispatcher put aside as no request is not there.
    """

    _name = "sales.lead.report"
    _inherit = "sales.report.mixin"
    _description = "Leads and Deals by Step"
    _auto = False
    _order = "received_at desc, id desc"
    _depends = {
        "crm.lead": [
            "active",
            "appeal_id",
            "assigned_at",
            "company_id",
            "date_last_stage_update",
            "expected_revenue",
            "false_reason_id",
            "first_answered_at",
            "name",
            "partner_id",
            "qualification",
            "qualified_at",
            "stage_id",
            "team_id",
            "type",
            "user_id",
            "won_on",
            "won_status",
        ],
        "crm.appeal": ["channel", "received_at", "sorted_at", "state"],
        "crm.stage": ["rotting_threshold_days"],
        "res.company": ["stale_days"],
    }

    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    channel = fields.Selection(
        lambda self: self.env["crm.appeal"]._fields["channel"]._description_selection(self.env), readonly=True
    )
    stage_id = fields.Many2one("crm.stage", readonly=True)
    qualification = fields.Selection(
        lambda self: self.env["crm.lead"]._fields["qualification"]._description_selection(self.env), readonly=True
    )
    false_reason_id = fields.Many2one("crm.false.reason", "Why false", readonly=True)
    received_at = fields.Datetime("Received", readonly=True)
    won_on = fields.Date("Won on", readonly=True)
    hours_to_sort = fields.Float("Hours to sorting", readonly=True, aggregator="avg")
    hours_to_assign = fields.Float("Hours to a manager", readonly=True, aggregator="avg")
    hours_to_answer = fields.Float("Hours to the first answer", readonly=True, aggregator="avg")
    hours_to_qualify = fields.Float("Hours to qualification", readonly=True, aggregator="avg")
    days_to_win = fields.Float("Days to the sale", readonly=True, aggregator="avg")
    assigned_share = fields.Float("Given to a manager, share", readonly=True, aggregator="avg")
    qualified_share = fields.Float("Qualified, share", readonly=True, aggregator="avg")
    confirmed_share = fields.Float("Confirmed as leads, share", readonly=True, aggregator="avg")
    deal_share = fields.Float("Became deals, share", readonly=True, aggregator="avg")
    won_share = fields.Float("Won, share", readonly=True, aggregator="avg")
    won_amount = fields.Float("Won, amount", readonly=True, aggregator="sum")
    stale = fields.Integer(readonly=True, aggregator="sum", help="Open, and nothing has moved for too long.")

    @property
    def _table_query(self):
        return SQL("SELECT %s FROM %s WHERE %s", self._get_columns(), self._get_from(), self._get_where())

    def _get_columns(self):
        return SQL(
            """lead.id AS id, lead.name AS name, lead.user_id AS user_id, lead.team_id AS team_id,
               lead.company_id AS company_id, lead.partner_id AS partner_id, lead.stage_id AS stage_id,
               lead.qualification AS qualification, lead.false_reason_id AS false_reason_id, lead.won_on AS won_on,
               appeal.channel AS channel, COALESCE(appeal.received_at, lead.create_date) AS received_at,
               %s, %s, %s""",
            self._get_times(),
            self._get_shares(),
            self._get_stale(),
        )

    def _get_times(self):
        return SQL(
            """EXTRACT(EPOCH FROM appeal.sorted_at - %(since)s) / 3600 AS hours_to_sort,
               EXTRACT(EPOCH FROM lead.assigned_at - %(since)s) / 3600 AS hours_to_assign,
               EXTRACT(EPOCH FROM lead.first_answered_at - %(since)s) / 3600 AS hours_to_answer,
               EXTRACT(EPOCH FROM lead.qualified_at - %(since)s) / 3600 AS hours_to_qualify,
               EXTRACT(EPOCH FROM lead.won_on::timestamp - %(since)s) / 86400 AS days_to_win""",
            since=SQL("COALESCE(appeal.received_at, lead.create_date)"),
        )

    def _get_shares(self):
        return SQL(
            """(lead.user_id IS NOT NULL)::int::float AS assigned_share,
               (lead.qualification IS NOT NULL OR lead.type = 'opportunity')::int::float AS qualified_share,
               (COALESCE(lead.qualification, '') = 'lead' OR lead.type = 'opportunity')::int::float AS confirmed_share,
               (lead.type = 'opportunity')::int::float AS deal_share,
               (lead.won_on IS NOT NULL)::int::float AS won_share,
               CASE WHEN lead.won_on IS NULL THEN 0 ELSE lead.expected_revenue END AS won_amount"""
        )

    def _get_stale(self):
        """Open and unmoved for longer than the stage, or else the company, allows."""
        return SQL(
            """(lead.active AND lead.won_status = 'pending' AND lead.date_last_stage_update
                < (now() AT TIME ZONE 'UTC') - make_interval(
                    days => COALESCE(NULLIF(stage.rotting_threshold_days, 0), company.stale_days))
               )::int AS stale"""
        )

    def _get_from(self):
        return SQL(
            """crm_lead lead
               LEFT JOIN crm_appeal appeal ON appeal.id = lead.appeal_id
               LEFT JOIN crm_stage stage ON stage.id = lead.stage_id
               JOIN res_company company ON company.id = COALESCE(lead.company_id, %s)""",
            self.env.company.id,
        )

    def _get_where(self):
        return SQL("appeal.state IS DISTINCT FROM 'rejected' AND appeal.state IS DISTINCT FROM 'new'")

    def _get_reported(self):
        return "crm.lead", self.id

from odoo import fields, models
from odoo.tools import SQL


class SalesRequestReport(models.Model):
    """One row per request of a known customer: answered or not, in time or late, how fast."""

    _name = "sales.request.report"
    _inherit = "sales.report.mixin"
    _description = "Customer Requests by Manager"
    _auto = False
    _order = "received_at desc, id desc"
    _depends = {
        "crm.customer.request": [
            "active",
            "answered_at",
            "channel",
            "company_id",
            "deadline",
            "partner_id",
            "received_at",
            "state",
            "subject",
            "team_id",
            "user_id",
        ],
    }

    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    channel = fields.Selection(
        lambda self: self.env["crm.customer.request"]._fields["channel"]._description_selection(self.env), readonly=True
    )
    state = fields.Selection(
        lambda self: self.env["crm.customer.request"]._fields["state"]._description_selection(self.env), readonly=True
    )
    received_at = fields.Datetime("Received", readonly=True)
    hours_to_answer = fields.Float("Hours to the answer", readonly=True, aggregator="avg")
    answered_share = fields.Float("Answered, share", readonly=True, aggregator="avg")
    late_share = fields.Float("Late, share", readonly=True, aggregator="avg")
    open_count = fields.Integer("Unanswered", readonly=True, aggregator="sum")

    @property
    def _table_query(self):
        return SQL(
            """SELECT id, subject AS name, user_id, team_id, company_id, partner_id, channel, state, received_at,
                      EXTRACT(EPOCH FROM answered_at - received_at) / 3600 AS hours_to_answer,
                      (state != 'new')::int::float AS answered_share,
                      (deadline IS NOT NULL AND COALESCE(answered_at, now() AT TIME ZONE 'UTC') > deadline)::int::float
                          AS late_share,
                      (state = 'new')::int AS open_count
                 FROM crm_customer_request
                WHERE active"""
        )

    def _get_reported(self):
        return "crm.customer.request", self.id

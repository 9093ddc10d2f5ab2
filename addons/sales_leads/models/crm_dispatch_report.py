from odoo import fields, models
from odoo.tools import SQL


class CrmDispatchReport(models.Model):
    """How often the sorting times were kept: one row per sorting round that is over."""

    _name = "crm.dispatch.report"
    _description = "Sorting in Time"
    _auto = False
    _order = "due_at desc"
    _rec_name = "round_id"
    _depends = {
        "crm.appeal": ["company_id", "received_at", "sorted_at"],
        "crm.dispatch.round": ["company_id", "day", "due_at", "hour", "since_at", "until_at"],
    }

    round_id = fields.Many2one("crm.dispatch.round", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    day = fields.Date(readonly=True)
    hour = fields.Float("Sorting time", readonly=True, aggregator=None)
    clock = fields.Char("Time of day", readonly=True)
    due_at = fields.Datetime("Sorted by", readonly=True)
    came = fields.Integer("Appeals", readonly=True, aggregator="sum")
    in_time = fields.Integer("In time", readonly=True, aggregator="sum")
    late = fields.Integer("Late, then sorted", readonly=True, aggregator="sum")
    unsorted = fields.Integer("Still waiting", readonly=True, aggregator="sum")
    kept = fields.Boolean(readonly=True)
    kept_share = fields.Float("Kept, share", readonly=True, aggregator="avg")

    @property
    def _table_query(self):
        return SQL(
            """SELECT round.id, round.id AS round_id, round.company_id, round.day, round.hour, round.due_at,
                      to_char(make_interval(mins => round(round.hour * 60)::int), 'HH24:MI') AS clock,
                      count(appeal.id) AS came,
                      count(appeal.id) FILTER (WHERE appeal.sorted_at <= round.due_at) AS in_time,
                      count(appeal.id) FILTER (WHERE appeal.sorted_at > round.due_at) AS late,
                      count(appeal.id) FILTER (WHERE appeal.sorted_at IS NULL) AS unsorted,
                      count(appeal.id) = count(appeal.id) FILTER (WHERE appeal.sorted_at <= round.due_at) AS kept,
                      (count(appeal.id) = count(appeal.id) FILTER (WHERE appeal.sorted_at <= round.due_at))::int::float
                          AS kept_share
                 FROM crm_dispatch_round round
            LEFT JOIN crm_appeal appeal ON appeal.company_id = round.company_id
                      AND appeal.received_at > round.since_at AND appeal.received_at <= round.until_at
                WHERE round.due_at <= now() AT TIME ZONE 'UTC'
             GROUP BY round.id"""
        )

from odoo import fields, models
from odoo.tools import SQL

STATES = [("in_time", "Done in time"), ("late", "Done late"), ("open", "Open"), ("overdue", "Overdue")]


class SalesTaskReport(models.Model):
    """One row per task on a lead, deal, customer request, appeal or call: done in time, late, open, overdue."""

    _name = "sales.task.report"
    _inherit = "sales.report.mixin"
    _description = "Tasks of Sales"
    _auto = False
    _order = "date_deadline desc, id desc"
    _depends = {
        "mail.activity": [
            "active",
            "activity_type_id",
            "date_deadline",
            "date_done",
            "res_id",
            "res_model",
            "summary",
            "user_id",
        ],
        "crm.lead": ["company_id", "team_id"],
        "crm.customer.request": ["company_id", "team_id"],
        "crm.appeal": ["company_id", "team_id"],
        "crm.phone.call": ["company_id", "team_id"],
    }

    activity_type_id = fields.Many2one("mail.activity.type", "Kind of task", readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    date_deadline = fields.Date("Due on", readonly=True)
    date_done = fields.Date("Done on", readonly=True)
    state = fields.Selection(STATES, readonly=True)
    in_time_share = fields.Float("Done in time, share", readonly=True, aggregator="avg")
    overdue_count = fields.Integer("Overdue", readonly=True, aggregator="sum")

    @property
    def _table_query(self):
        today = fields.Date.context_today(self)
        return SQL(
            """SELECT task.id, COALESCE(task.summary, kind.name ->> %(lang)s, kind.name ->> 'en_US') AS name,
                      task.user_id, task.activity_type_id, task.res_model, task.res_id, task.date_deadline,
                      task.date_done, COALESCE(lead.team_id, request.team_id, appeal.team_id, call.team_id) AS team_id,
                      COALESCE(lead.company_id, request.company_id, appeal.company_id, call.company_id) AS company_id,
                      CASE WHEN NOT task.active AND task.date_done <= task.date_deadline THEN 'in_time'
                           WHEN NOT task.active THEN 'late'
                           WHEN task.date_deadline < %(today)s THEN 'overdue' ELSE 'open' END AS state,
                      CASE WHEN NOT task.active THEN (task.date_done <= task.date_deadline)::int::float
                           WHEN task.date_deadline < %(today)s THEN 0 END AS in_time_share,
                      (task.active AND task.date_deadline < %(today)s)::int AS overdue_count
                 FROM mail_activity task
                 LEFT JOIN mail_activity_type kind ON kind.id = task.activity_type_id
                 LEFT JOIN crm_lead lead ON task.res_model = 'crm.lead' AND lead.id = task.res_id
                 LEFT JOIN crm_customer_request request
                        ON task.res_model = 'crm.customer.request' AND request.id = task.res_id
                 LEFT JOIN crm_appeal appeal ON task.res_model = 'crm.appeal' AND appeal.id = task.res_id
                 LEFT JOIN crm_phone_call call ON task.res_model = 'crm.phone.call' AND call.id = task.res_id
                WHERE task.res_model IN ('crm.lead', 'crm.customer.request', 'crm.appeal', 'crm.phone.call')""",
            lang=self.env.lang or "en_US",
            today=today,
        )

    def _get_reported(self):
        return self.res_model, self.res_id

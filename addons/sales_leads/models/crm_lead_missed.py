import logging

from odoo import api, fields, models
from odoo.tools import SQL

from .crm_lead_limit import LIMITS

_logger = logging.getLogger(__name__)

ESCALATED = "sales_leads.mail_activity_type_missed"
BATCH = 200


class CrmLeadMissed(models.Model):
    """A time limit of a lead that was missed, and who was told: first the head, then the director, each once."""

    _name = "crm.lead.missed"
    _description = "Missed Time Limit"
    _order = "due desc, id desc"
    _rec_name = "lead_id"

    lead_id = fields.Many2one("crm.lead", required=True, index=True, ondelete="cascade", readonly=True)
    kind = fields.Selection(LIMITS, "What was not done", required=True, readonly=True)
    due = fields.Datetime("Was due", required=True, readonly=True)
    level = fields.Selection([("head", "Head"), ("director", "Director")], "Told to", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Manager", readonly=True, index="btree_not_null")
    told_ids = fields.Many2many("res.users", string="Who was told", readonly=True)
    told_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    next_at = fields.Datetime("Goes higher at", readonly=True, index="btree_not_null")
    team_id = fields.Many2one(related="lead_id.team_id", store=True, index="btree_not_null")

    _once = models.UniqueIndex("(lead_id, kind, due, level)", "This was told already.")

    # --- the scheduled action --------------------------------------------------------------------

    @api.model
    def _cron_escalate(self):
        """Tell heads, then directors, of the limits that were missed; one bad lead never stops the others."""
        todo = [*self._find_missed(), *self._find_unheard()]
        crons = self.env["ir.cron"]
        crons._commit_progress(remaining=len(todo))
        for lead_id, level in todo:
            try:
                with self.env.cr.savepoint():
                    self._escalate(self.env["crm.lead"].browse(lead_id), level)
            except Exception:
                _logger.exception("Lead %s could not be escalated", lead_id)
            if not crons._commit_progress(1):
                break

    @api.model
    def _find_missed(self):
        """[(lead id, first level)] of leads whose limit is over and of which nobody was told yet."""
        self._flush_limits()
        rows = self.env.execute_query(
            SQL(
                """SELECT lead.id FROM crm_lead lead
                    WHERE lead.limit_at < %s
                      AND NOT EXISTS (SELECT FROM crm_lead_missed told
                                       WHERE told.lead_id = lead.id AND told.kind = lead.limit_kind
                                         AND told.due = lead.limit_at)
                 ORDER BY lead.limit_at LIMIT %s""",
                fields.Datetime.now(),
                BATCH,
            )
        )
        return [(lead_id, "head") for (lead_id,) in rows]

    @api.model
    def _find_unheard(self):
        """[(lead id, next level)] of leads of which the head was told, and nothing happened."""
        rows = self.env.execute_query(
            SQL(
                """SELECT lead.id FROM crm_lead_missed told JOIN crm_lead lead ON lead.id = told.lead_id
                    WHERE told.level = 'head' AND told.next_at < %s
                      AND told.kind = lead.limit_kind AND told.due = lead.limit_at
                      AND NOT EXISTS (SELECT FROM crm_lead_missed higher
                                       WHERE higher.lead_id = lead.id AND higher.kind = told.kind
                                         AND higher.due = told.due AND higher.level = 'director')
                 ORDER BY told.next_at LIMIT %s""",
                fields.Datetime.now(),
                BATCH,
            )
        )
        return [(lead_id, "director") for (lead_id,) in rows]

    @api.model
    def _flush_limits(self):
        self.env["crm.lead"].flush_model(["limit_at", "limit_kind"])
        self.flush_model(["lead_id", "kind", "due", "level", "next_at"])

    # --- who is told -----------------------------------------------------------------------------

    @api.model
    def _escalate(self, lead, level):
        """Write down that the lead's limit was missed, and tell the level; the next one where that is empty."""
        company = lead.company_id or self.env.company
        users = self._get_told(lead) if level == "head" else self.env["res.users"]
        if not users:
            level, users = "director", self.env["res.users"]._get_directors()
        now = fields.Datetime.now()
        missed = self.create(
            {
                "lead_id": lead.id,
                "kind": lead.limit_kind,
                "due": lead.limit_at,
                "level": level,
                "user_id": lead.user_id.id,
                "told_ids": users.ids,
                "told_at": now,
                "next_at": company._plan_deadline(now, company.lead_escalate_hours) if level == "head" else False,
            }
        )
        missed._tell(users)
        return missed

    @api.model
    def _get_told(self, lead):
        """The acting head; nobody when he is away without a deputy, or when it is he who missed the limit."""
        head = lead.team_id.user_id
        acting = (head and head._get_acting()) or self.env["res.users"]
        owner = head if lead.limit_kind == "assign" else lead.user_id
        return self.env["res.users"] if owner in (head, acting) else acting

    def _tell(self, users):
        self.ensure_one()
        for user in users:
            missed = self.with_context(lang=user.lang or self.env.lang)
            missed.lead_id.activity_schedule(
                ESCALATED,
                date_deadline=fields.Date.context_today(self),
                summary=missed._describe(),
                user_id=user.id,
            )

    def _describe(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return self.env._(
            "Time limit missed by %(who)s: %(what)s",
            who=self.user_id.name or self.lead_id.team_id.user_id.name or self.env._("nobody"),
            what=kinds[self.kind].lower(),
        )

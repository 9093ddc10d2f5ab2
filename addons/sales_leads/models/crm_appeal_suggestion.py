from odoo import api, fields, models
from odoo.tools import SQL, email_normalize

from odoo.addons.iap.tools.iap_tools import _MAIL_PROVIDERS

# Somebody's private address tells nothing about where he works; core's list and the Russian ones it lacks.
PRIVATE = _MAIL_PROVIDERS | {"internet.ru", "lenta.ru", "myrambler.ru", "narod.ru", "vk.com", "yandex.by", "yandex.kz"}
# A catalogue pasted into a mail says less about what is wanted than its first page.
SEARCHED = 10_000
LOOKED_AT = {"subject", "needs", "text", "email", "mailbox", "call_id"}
# What a board shows first is suggested anew at once, the rest in slices.
AT_ONCE, SLICE = 200, 500


class CrmAppeal(models.Model):
    """The part of an appeal that suggests its department."""

    _inherit = "crm.appeal"

    mailbox = fields.Char("Written to", readonly=True, help="Our addresses that the mail was sent to.")
    company_domain = fields.Char(
        compute="_compute_company_domain",
        store=True,
        index="btree_not_null",
        help="Domain of the address, unless anybody may have an address there.",
    )
    suggested_team_id = fields.Many2one("crm.team", "Suggestion", readonly=True, copy=False, index="btree_not_null")
    suggestion_rule_id = fields.Many2one(
        "crm.dispatch.rule", "Suggested by", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    suggestion_found = fields.Char(readonly=True, copy=False)
    suggestion_reason = fields.Char("Because of", compute="_compute_suggestion_reason")

    @api.depends("email")
    def _compute_company_domain(self):
        for appeal in self:
            address = email_normalize(appeal.email or "", strict=False) or ""
            domain = address.partition("@")[2]
            appeal.company_domain = domain if domain and domain not in PRIVATE else False

    @api.depends("suggestion_rule_id", "suggestion_found")
    @api.depends_context("lang")
    def _compute_suggestion_reason(self):
        reasons = {
            "line": self.env._("line %s"),
            "mailbox": self.env._("written to %s"),
            "subject": self.env._("subject or page “%s”"),
            "words": self.env._("word “%s”"),
            "company": self.env._("like appeal %s of the same company"),
        }
        for appeal in self:
            kind = appeal.suggestion_rule_id.sudo().kind  # the reason is told to whoever sees the suggestion
            appeal.suggestion_reason = kind and reasons[kind] % (appeal.suggestion_found or "")

    @api.model_create_multi
    def create(self, vals_list):
        appeals = super().create(vals_list)
        appeals._suggest()
        return appeals

    def write(self, vals):
        result = super().write(vals)
        if LOOKED_AT & vals.keys():
            self._suggest()
        return result

    def _get_searched_text(self):
        """Text in which words are looked for; other addons may add what they know of the appeal."""
        self.ensure_one()
        return "\n".join(filter(None, (self.subject, self.needs, self.text)))[:SEARCHED]

    def _suggest(self):
        """Suggest a department for those that are still new; the rest of them stays as it was sorted."""
        new = self.filtered(lambda appeal: appeal.state == "new")
        rules = self.env["crm.dispatch.rule"]
        earlier = new._get_earlier_appeals()
        by_result = {}
        for appeal in new:
            rule, team, found = rules._find(appeal, earlier)
            if (rule, team, found) != (
                appeal.suggestion_rule_id.id,
                appeal.suggested_team_id.id,
                appeal.suggestion_found,
            ):
                by_result.setdefault((rule, team, found), []).append(appeal.id)
        for (rule, team, found), ids in by_result.items():
            self.browse(ids).write({"suggestion_rule_id": rule, "suggested_team_id": team, "suggestion_found": found})

    def _get_earlier_appeals(self):
        """{(company, domain): (department id, number)} of the last appeal of each domain that was sorted."""
        domains = list({appeal.company_domain for appeal in self if appeal.company_domain})
        if not domains:
            return {}
        self.flush_model(["company_domain", "state", "team_id", "sorted_at", "company_id"])
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (a.company_id, a.company_domain)
                          a.company_id, a.company_domain, a.team_id, a.number
                     FROM crm_appeal a JOIN crm_team t ON t.id = a.team_id AND t.active AND t.gets_appeals
                    WHERE a.company_domain = ANY(%s) AND a.state = 'sorted'
                 ORDER BY a.company_id, a.company_domain, a.sorted_at DESC, a.id DESC""",
                domains,
            )
        )
        return {(company, domain): (team, number) for company, domain, team, number in rows}

    # --- anew ------------------------------------------------------------------------------------

    def action_suggest(self):
        """Suggest anew, on demand: for these, or for the first of the board."""
        self.check_access("write")
        (self or self.search([("state", "=", "new")], limit=AT_ONCE))._suggest()
        return True

    @api.model
    def _suggest_anew(self):
        """After a rule changed: the oldest appeals at once, the others by the scheduled action."""
        # Rules are for everybody's appeals, whoever edits them.
        waiting = self.sudo().search([("state", "=", "new")], limit=AT_ONCE + 1)
        waiting[:AT_ONCE]._suggest()
        cron = self.env.ref("sales_leads.ir_cron_suggest_departments", raise_if_not_found=False)
        if len(waiting) > AT_ONCE and cron:
            cron.sudo()._trigger()  # whoever edits rules may not start scheduled actions himself

    @api.model
    def _cron_suggest(self):
        """Suggest departments for all that waits, in slices."""
        last = 0
        while ids := self.search([("state", "=", "new"), ("id", ">", last)], order="id", limit=SLICE).ids:
            self.browse(ids)._suggest()
            last = ids[-1]
            if not self.env["ir.cron"]._commit_progress(len(ids)):
                return

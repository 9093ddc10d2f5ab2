from babel.dates import format_date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import letter as letter_tools

KINDS = [
    ("acknowledgement", "Acknowledgement"),
    ("introduction", "Introduction of the manager"),
    ("reminder", "Reminder of our question"),
]
STATES = [
    ("planned", "To be sent"),
    ("queued", "On its way"),
    ("sent", "Sent"),
    ("failed", "Failed"),
    ("cancelled", "Not sent"),
]
STATE_BY_MAIL = {"outgoing": "queued", "sent": "sent", "received": "sent", "exception": "failed", "cancel": "cancelled"}


class CrmLetter(models.Model):
    """A letter that the system writes by itself. It is planned in the act that asks for it and sent afterwards.

    So a template that somebody spoilt costs a letter, never an appeal; and whatever is sent automatically is listed.
    """

    _name = "crm.letter"
    _description = "Automatic Letter"
    _order = "id desc"
    _rec_name = "address"

    kind = fields.Selection(KINDS, required=True, readonly=True)
    state = fields.Selection(STATES, compute="_compute_state", store=True, index=True)
    address = fields.Char("To", required=True, readonly=True, index=True)
    writer = fields.Char("Contact", readonly=True)
    lang = fields.Char("Language", readonly=True)
    day = fields.Date(readonly=True, help="Nobody gets two acknowledgements on one day.")
    subject = fields.Char("About", readonly=True)
    template_xmlid = fields.Char("Text", readonly=True)
    in_reply_to = fields.Char("Answers", readonly=True)
    references = fields.Text(readonly=True)
    appeal_id = fields.Many2one("crm.appeal", index="btree_not_null", readonly=True, ondelete="set null")
    request_id = fields.Many2one("crm.customer.request", index="btree_not_null", readonly=True, ondelete="cascade")
    lead_id = fields.Many2one("crm.lead", "Lead or deal", index="btree_not_null", readonly=True, ondelete="cascade")
    question_id = fields.Many2one("crm.open.question", index="btree_not_null", readonly=True, ondelete="set null")
    partner_id = fields.Many2one("res.partner", "Customer", index="btree_not_null", readonly=True)
    user_id = fields.Many2one("res.users", "Manager", index="btree_not_null", readonly=True)
    team_id = fields.Many2one("crm.team", "Department", compute="_compute_team_id", store=True, index="btree_not_null")
    mail_id = fields.Many2one(
        "mail.mail", index="btree_not_null", readonly=True, ondelete="set null", groups="base.group_system"
    )
    sent_at = fields.Datetime("Written", readonly=True)
    is_cancelled = fields.Boolean(readonly=True)
    error = fields.Text("Remark", readonly=True, help="Why it was not sent.")
    company_id = fields.Many2one("res.company", required=True, readonly=True)

    # What the texts speak of.
    reply_subject = fields.Char(compute="_compute_texts", compute_sudo=True)
    manager_phone = fields.Char(compute="_compute_texts", compute_sudo=True)
    asked_on = fields.Char(compute="_compute_texts", compute_sudo=True)

    _acknowledged_once = models.UniqueIndex(
        "(address, day, company_id) WHERE kind = 'acknowledgement'", "This address was answered today already."
    )
    _introduced_once = models.UniqueIndex(
        "(lead_id, user_id) WHERE kind = 'introduction'", "This manager was introduced already."
    )
    _reminded_once = models.UniqueIndex(
        "(question_id) WHERE kind = 'reminder' AND question_id IS NOT NULL", "This question was reminded of already."
    )

    @api.depends("mail_id.state", "is_cancelled", "error")
    def _compute_state(self):
        for letter in self:
            if letter.is_cancelled:
                letter.state = "cancelled"
            elif letter.mail_id:
                letter.state = STATE_BY_MAIL[letter.mail_id.state]
            elif letter.error:
                letter.state = "failed"
            else:
                # Once it went, it went: the mail itself may be cleaned up.
                letter.state = letter.state if letter.sent_at else "planned"

    @api.depends("lead_id.team_id", "request_id.team_id")
    def _compute_team_id(self):
        for letter in self:
            letter.team_id = letter.request_id.team_id or letter.lead_id.team_id

    @api.depends("subject", "user_id", "question_id", "lang")
    def _compute_texts(self):
        for letter in self:
            subject = letter.subject or ""
            again = subject.lower().startswith(("re:", "ha:"))
            letter.reply_subject = subject if again or not subject else f"Re: {subject}"
            user = letter.user_id
            letter.manager_phone = user.phone or letter.company_id.phone
            asked = letter.question_id.asked_at
            letter.asked_on = asked and format_date(asked, "long", locale=letter.lang or "en_US")

    @api.depends("kind", "address")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for letter in self:
            letter.display_name = f"{labels.get(letter.kind, '')}: {letter.address}"

    # --- planning --------------------------------------------------------------------------------

    @api.model
    def _plan(self, values):
        """Have a letter sent soon, unless nobody would read it or it was planned before.

        :param dict values: kind, address, company_id, and what else is known of it
        :return: the letter; an empty recordset when there is none to send
        """
        address = self._get_reachable(values.get("address"))
        if not address:
            return self.browse()
        texts = {name: letter_tools.clean(values.get(name)) or False for name in ("writer", "subject")}
        return self._claim({**values, **texts, "address": address})

    @api.model
    def _get_reachable(self, address):
        """The normalised address when a person may read it who is none of ours; else False."""
        address = letter_tools.normalise(address)
        if not address or letter_tools.is_robot(address):
            return False
        if self.env["crm.mail.rule"]._get_owner(address):
            return False
        blocked = self.env["mail.blacklist"].search_count([("email", "=", address)], limit=1)
        return address if not blocked else False

    @api.model
    def _claim(self, values):
        """Create the letter where no unique index is against it.

        Two transactions may ask for the same letter at the same time: the loser shall neither fail nor leave an error
        in the log, so the row is claimed by one statement and completed by the ORM.
        """
        keys = ("kind", "address", "day", "lead_id", "user_id", "question_id", "company_id")
        now = self.env.cr.now()
        row = {name: values.get(name) or None for name in keys} | {
            "state": "planned",
            "create_uid": self.env.uid,
            "write_uid": self.env.uid,
            "create_date": now,
            "write_date": now,
        }
        query = SQL(
            "INSERT INTO crm_letter (%s) VALUES (%s) ON CONFLICT DO NOTHING RETURNING id",
            SQL(", ").join(map(SQL.identifier, row)),
            SQL(", ").join(SQL("%s", value) for value in row.values()),
        )
        self.env.flush_all()
        self.env.cr.execute(query, log_exceptions=False)
        letter = self.browse(self.env.cr.fetchone() or [])
        if letter:
            # The keys once more, so that whoever holds the records of this letter sees it there.
            letter.write(values)
        return letter

    # --- what people do with it ------------------------------------------------------------------

    def action_cancel(self):
        """Keep letters from being sent."""
        self.check_access("write")
        for letter in self:
            if letter.state != "planned":
                raise UserError(self.env._("The letter to %s is on its way or done already.", letter.address))
        self._cancel(self.env._("Stopped by %s.", self.env.user.name))
        return True

    def action_retry(self):
        """Send letters again that failed."""
        self.check_access("write")
        letters = self.filtered(lambda letter: letter.state == "failed")
        if not letters:
            raise UserError(self.env._("Only letters that failed are sent again."))
        letters.sudo().mail_id.mark_outgoing()  # the queue of mails is the system's
        letters.write({"error": False})
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        return True

    def _cancel(self, reason):
        self.write({"is_cancelled": True, "error": reason})

    def action_open_record(self):
        """Open what the letter belongs to."""
        self.ensure_one()
        return self._get_record()._get_records_action()

    def _get_record(self):
        """The record on whose chatter the letter stands."""
        return self.request_id or self.lead_id

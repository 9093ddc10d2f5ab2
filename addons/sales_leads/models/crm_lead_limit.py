from odoo import api, fields, models
from odoo.fields import Domain

LIMITS = [("assign", "Name a manager"), ("answer", "First answer"), ("qualify", "Qualify")]
SPEAKING = ("phonecall", "meeting")


class CrmLead(models.Model):
    """Time limits of a lead in working hours: which one runs now, until when, and what ends it."""

    _inherit = "crm.lead"

    answer_before = fields.Datetime("Answer first before", copy=False, readonly=True)
    first_answered_at = fields.Datetime(
        "First answered at",
        copy=False,
        readonly=True,
        help="Our first mail to the customer since he asked, or the first talk with him besides the one in which he asked."
        " What is written automatically is no answer.",
    )
    limit_kind = fields.Selection(LIMITS, "To do now", compute="_compute_limit", store=True)
    limit_at = fields.Datetime("Time limit", compute="_compute_limit", store=True, index="btree_not_null")
    missed_ids = fields.One2many("crm.lead.missed", "lead_id", "Missed time limits")

    @api.depends(
        "active",
        "type",
        "user_id",
        "qualification",
        "assign_before",
        "answer_before",
        "first_answered_at",
        "qualify_before",
    )
    def _compute_limit(self):
        for lead in self:
            lead.limit_at, lead.limit_kind = min(lead._get_running_limits(), default=(False, False))

    def _get_running_limits(self):
        """[(moment, kind)] of what has to be done with this lead; nothing once it is qualified, lost or a deal."""
        self.ensure_one()
        if self.type != "lead" or not self.active or self.qualification:
            return []
        if not self.user_id:
            limits = [(self.assign_before, "assign")]
        else:
            answer = not self.first_answered_at and self.answer_before
            limits = [(answer, "answer"), (self.qualify_before, "qualify")]
        return [limit for limit in limits if limit[0]]

    def _assign(self, user):
        result = super()._assign(user)
        company = self.env.company
        waiting = self.filtered(lambda lead: not lead.first_answered_at and not lead.qualification)
        waiting.answer_before = company._plan_deadline(fields.Datetime.now(), company.lead_answer_hours)
        return result

    def action_first_answered(self):
        """The manager says himself that he answered: by a call from his own telephone, for one."""
        self._note_first_answer(fields.Datetime.now())
        return True

    def _note_first_answer(self, moment):
        """The customer was answered; what is told later may have been earlier, but not before he asked."""
        for lead in self:
            first = lead.first_answered_at
            if moment >= lead._get_asked_at() and not (first and first <= moment):
                lead.first_answered_at = moment

    def _get_asked_at(self):
        # The appeal's moment decides, whoever may read the appeal.
        return self.sudo().appeal_id.received_at or self.create_date.replace(microsecond=0)

    def _notify_thread(self, message, msg_vals=False, **kwargs):
        """A mail of ours that goes out to the customer, or a talk with him that was noted, is an answer."""
        recipients = super()._notify_thread(message, msg_vals=msg_vals, **kwargs)
        if len(self) == 1 and (self._is_noted_talk(message) or self._is_mail_of_ours(message)):
            self._note_first_answer(message.date)
        return recipients

    def _is_noted_talk(self, message):
        author = message.author_id.sudo()  # who belongs to us is not told to everybody
        return bool(author) and not author.partner_share and message.mail_activity_type_id.category in SPEAKING

    def _is_mail_of_ours(self, message):
        asked = self.env["crm.open.question"]._get_asked_domain(self._name)
        # Who else was notified is not told to everybody.
        return bool(message.sudo().filtered_domain(asked))


class CrmPhoneCall(models.Model):
    _inherit = "crm.phone.call"

    @api.model_create_multi
    def create(self, vals_list):
        calls = super().create(vals_list)
        calls._note_first_answers()
        return calls

    def write(self, vals):
        result = super().write(vals)
        if {"state", "partner_id", "lead_id"} & vals.keys():
            self._note_first_answers()
        return result

    def _note_first_answers(self):
        """A talk with the customer is the first answer of his leads that wait for one."""
        spoken = self.filtered(lambda call: call.state == "answered" and (call.partner_id or call.lead_id))
        if not spoken:
            return
        same = Domain("partner_id", "in", spoken.partner_id.ids) | Domain("id", "in", spoken.lead_id.ids)
        # Whoever registers a call need not be allowed to write leads.
        for lead in self.env["crm.lead"].sudo().search(Domain("won_status", "=", "pending") & same):
            talks = spoken.filtered(lambda call, lead=lead: call._is_answer_to(lead))
            for talk in talks:
                lead._note_first_answer(talk.answered_at or talk.started_at)

    def _is_answer_to(self, lead):
        """True for a talk about the lead besides the one that it came with."""
        same = self.lead_id == lead or (self.partner_id and self.partner_id == lead.partner_id)
        return bool(same) and self != lead.appeal_id.call_id

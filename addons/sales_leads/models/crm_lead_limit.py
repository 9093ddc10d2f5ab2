from odoo import api, fields, models

LIMITS = [("assign", "Name a manager"), ("answer", "First answer"), ("qualify", "Qualify")]
OURS = ("comment", "email", "email_outgoing")
SPEAKING = ("phonecall", "meeting")


class CrmLead(models.Model):
    """Time limits of a lead in working hours: which one runs now, until when, and what ends it."""

    _inherit = "crm.lead"

    answer_before = fields.Datetime("Answer first before", copy=False, readonly=True)
    first_answered_at = fields.Datetime("First answered at", copy=False, readonly=True)
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
        """The customer got his first answer; a later one changes nothing."""
        self.filtered(lambda lead: lead.assigned_at and not lead.first_answered_at).first_answered_at = moment

    def _message_post_after_hook(self, message, msg_vals):
        if self.type == "lead" and not self.first_answered_at and self._is_answer(message):
            self._note_first_answer(message.date)
        return super()._message_post_after_hook(message, msg_vals)

    def _is_answer(self, message):
        """True for what one of our people wrote to the customer, and for a talk with him that was noted."""
        author = message.author_id
        if not author or author.partner_share or author == self.env.ref("base.partner_root"):
            return False
        if message.mail_activity_type_id.category in SPEAKING:
            return True
        outward = not message.is_internal and not message.subtype_id.internal
        return outward and message.message_type in OURS and bool(message.subtype_id)


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
        # Whoever registers a call need not be allowed to write leads.
        leads = self.env["crm.lead"].sudo()
        waiting = leads.search(
            [
                ("limit_kind", "!=", False),
                ("first_answered_at", "=", False),
                ("assigned_at", "!=", False),
                "|",
                ("partner_id", "in", spoken.partner_id.ids),
                ("id", "in", spoken.lead_id.ids),
            ]
        )
        for lead in waiting:
            talks = spoken.filtered(lambda call, lead=lead: call._is_talk_about(lead))
            if talks:
                lead._note_first_answer(min(call.answered_at or call.started_at for call in talks))

    def _is_talk_about(self, lead):
        same = self.lead_id == lead or self.partner_id == lead.partner_id
        return same and self.started_at >= lead.assigned_at

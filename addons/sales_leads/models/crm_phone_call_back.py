from odoo import api, fields, models

from odoo.addons.sales_base.tools import contact

CALL_BACK = "sales_leads.mail_activity_type_call_back"


class CrmPhoneCall(models.Model):
    """The part of a call that asks whether somebody who was missed has been spoken to since.

    A missed call is settled by the next answered call with the same number, whoever made it: we called back, or the
    customer tried again. An attempt of ours that nobody answered is counted and settles nothing.
    """

    _inherit = "crm.phone.call"

    number_key = fields.Char(compute="_compute_number_key", store=True, index="btree_not_null")
    called_back_at = fields.Datetime("Spoken to at", readonly=True, copy=False)
    called_back_by_id = fields.Many2one(
        "crm.phone.call", "Spoken to in call", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    call_back_minutes = fields.Float("Minutes to call back", compute="_compute_call_back", store=True, aggregator="avg")
    call_back_attempts = fields.Integer("Attempts to call back", readonly=True, copy=False, aggregator="sum")
    missed_share = fields.Float("Missed, share", compute="_compute_missed_share", store=True, aggregator="avg")
    waits_for_call = fields.Boolean("Not called back", compute="_compute_call_back", store=True, index=True)

    @api.depends("number")
    def _compute_number_key(self):
        for call in self:
            digits = contact.digits_of(call.number or "")
            call.number_key = digits[-contact.LAST_DIGITS :] if len(digits) >= contact.SHORTEST_PHONE else False

    @api.depends("direction", "state", "number_key", "called_back_at", "started_at", "rule_id", "asks_to_call")
    def _compute_call_back(self):
        for call in self:
            wanted = call.asks_to_call or (call.direction == "in" and call.rule_id.sudo().result != "nothing")
            missed = wanted and call.state == "missed"
            passed = call.called_back_at and call.called_back_at - call.started_at
            call.call_back_minutes = passed.total_seconds() / 60 if missed and passed else 0
            # A withheld number cannot be called back.
            call.waits_for_call = missed and not passed and bool(call.number_key)

    @api.depends("direction", "state")
    def _compute_missed_share(self):
        for call in self:
            call.missed_share = 1.0 if call.direction == "in" and call.state == "missed" else 0.0

    def _settle_missed(self):
        """What was missed from this call's number before is done with, or was tried once more."""
        self.ensure_one()
        if not self.number_key or self.direction == "inner":
            return
        missed = self.search(
            [("number_key", "=", self.number_key), ("waits_for_call", "=", True), ("started_at", "<=", self.started_at)]
        )
        missed -= self
        if self.state == "answered":
            missed._close_call_backs(self)
        elif self.direction == "out":
            for call in missed:
                call.call_back_attempts += 1

    def _close_call_backs(self, spoken):
        """These missed calls are done with, and so are the tasks that they gave."""
        self.write({"called_back_at": spoken.answered_at or spoken.started_at, "called_back_by_id": spoken.id})
        appeals, requests, leads = self.appeal_id, self.request_id, self.lead_id
        told = self.env._("Spoken to by telephone.")
        for records in (self, appeals, leads):
            records.activity_feedback([CALL_BACK], feedback=told)
        # A talk is an answer; whoever asks which customer it was still has to be told.
        answered = requests.filtered(lambda request: request.state == "new" and request.partner_id)
        answered._close("answered")
        (requests - answered).activity_feedback([CALL_BACK], feedback=told)

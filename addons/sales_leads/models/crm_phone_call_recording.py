from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CrmPhoneCall(models.Model):
    """The part of a call that lets those who may hear it hear it, on demand; nothing is copied here."""

    _inherit = "crm.phone.call"

    recording_ref = fields.Char(
        "Recording",
        readonly=True,
        copy=False,
        groups="sales_base.group_administrator",
        help="What the telephone exchange finds the recording by.",
    )
    has_recording = fields.Boolean("Recorded", compute="_compute_has_recording", compute_sudo=True)

    @api.depends("recording_ref")
    def _compute_has_recording(self):
        for call in self:
            call.has_recording = call._can_be_heard()

    def _can_be_heard(self):
        """Hook: whether `_get_recording_url` will find one. A connector knows what its references mean."""
        self.ensure_one()
        return (self.recording_ref or "").startswith(("https://", "http://"))

    def _get_recording_url(self):
        """Hook: address under which the browser plays the recording now; a connector asks the exchange for one."""
        self.ensure_one()
        return self.recording_ref if self._can_be_heard() else False

    def action_play_recording(self):
        """Open the recording for whoever spoke, for the manager of the matter and for heads; it is written down."""
        self.ensure_one()
        self._check_may_listen()
        # The reference is no business of whoever listens: it may hold keys of the exchange.
        url = self.sudo()._get_recording_url()
        if not url:
            raise UserError(self.env._("There is no recording of this call, or it is kept no longer."))
        self.sudo()._message_log(
            body=self.env._("%s listened to the recording.", self.env.user.name),
            author_id=self.env.user.partner_id.id,
        )
        return {"type": "ir.actions.act_url", "url": url, "target": "new"}

    def _check_may_listen(self):
        self.check_access("read")
        # Whoever spoke with a stranger sees the call, and not the lead that nobody has given him yet.
        call = self.sudo()
        own = call.user_id | call.last_user_id | call.request_id.user_id | call.lead_id.user_id
        if self.env.user not in own and not self.env.user.has_group("sales_base.group_head"):
            raise AccessError(self.env._("Only those who spoke, the customer's manager and heads hear a recording."))

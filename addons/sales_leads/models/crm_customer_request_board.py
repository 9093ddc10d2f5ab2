from datetime import timedelta

from odoo import api, fields, models

SOON = timedelta(hours=1)
# Colours of the cards, by their numbers in the web client: red, orange, green, none.
COLOURS = {"late": 1, "soon": 2, "time": 10, "done": 0}
# What people write, as against acknowledgements and other mails that leave by themselves.
WRITTEN = ("comment", "email")
TASKS = [f"sales_leads.mail_activity_type_{kind}" for kind in ("answer", "call_back", "sort")]


class CrmCustomerRequest(models.Model):
    """The part of a request that its manager works with: told at once, counted down, answered by mail."""

    _inherit = "crm.customer.request"

    # The board shows the columns that are empty, too.
    state = fields.Selection(group_expand=True)
    urgency = fields.Selection(
        [("late", "Late"), ("soon", "Within the hour"), ("time", "In time"), ("done", "Done")],
        compute="_compute_urgency",
    )
    urgency_color = fields.Integer(compute="_compute_urgency")
    user_id = fields.Many2one(default=lambda self: self._default_user_id())
    told_user_id = fields.Many2one("res.users", readonly=True, copy=False, index="btree_not_null")

    @api.model
    def _default_user_id(self):
        """Who enters a request by hand without sorting what comes in keeps it, unless he names another one."""
        enters = not self.env.su and not self.env.user.has_group("sales_base.group_dispatcher")
        return self.env.user if enters else False

    @api.depends("state", "deadline", "is_late")
    def _compute_urgency(self):
        soon = fields.Datetime.now() + SOON
        for request in self:
            if request.state != "new":
                request.urgency = "done"
            elif request.is_late:
                request.urgency = "late"
            else:
                request.urgency = "soon" if request.deadline and request.deadline <= soon else "time"
            request.urgency_color = COLOURS[request.urgency]

    # --- telling -----------------------------------------------------------------------------------

    def _pop_up(self, users):
        """Whoever has to act sees it in the web client at once; the same manager once."""
        self.ensure_one()
        if self.user_id and self.user_id == self.told_user_id:
            return
        # He who enters a request sees it anyway.
        users = users - self.env.user
        self.sudo().told_user_id = self.user_id  # telling is no change of the request
        users._pop_up(self, self._get_task(), self.subject or "", sticky=self._is_missed_call())

    def _tell_new_manager(self):
        """Somebody chose the manager: the tasks of others end, and he gets his."""
        for request in self.filtered(
            lambda request: request.state == "new" and request.user_id != request.told_user_id
        ):
            request.activity_unlink(TASKS)
            request._tell()

    # --- answering by mail -------------------------------------------------------------------------

    def action_answer_by_mail(self):
        """Open the composer with the customer as recipient; sending it answers the request."""
        self.ensure_one()
        self.check_access("write")
        self._check_open()
        action = self.env["ir.actions.act_window"]._for_xml_id("mail.action_email_compose_message_wizard")
        return action | {
            "name": self.env._("Answer"),
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_partner_ids": (self.contact_id or self.partner_id).ids,
                "default_subject": self._get_answer_subject(),
                "default_email_layout_xmlid": "mail.mail_notification_light",
            },
        }

    def _get_answer_subject(self):
        subject = self.subject or self.env._("Your request")
        return subject if subject.lower().startswith("re:") else f"Re: {subject}"

    def _notify_thread(self, message, msg_vals=False, **kwargs):
        """A mail of ours that goes out to the customer is the answer."""
        recipients = super()._notify_thread(message, msg_vals=msg_vals, **kwargs)
        if len(self) == 1 and self.state == "new" and self._is_answer(message, recipients):
            self._close("answered")
        return recipients

    def _is_answer(self, message, recipients):
        # Whose user somebody is is not told to everybody.
        author = message.author_id.sudo()
        ours = any(not user.share for user in author.user_ids)
        if not ours or message.message_type not in WRITTEN or message.is_internal or not self.partner_id:
            return False
        told = self.env["res.partner"].sudo().browse(row["id"] for row in recipients if row.get("id"))
        return self.partner_id.commercial_partner_id in told.commercial_partner_id

from odoo import models
from odoo.exceptions import UserError


class CrmInboundEvent(models.Model):
    """What people do about rules from an event: try them, make one, mark its sender as spam."""

    _inherit = "crm.inbound.event"

    def action_try_rules(self):
        """Show how the mail is read now, without writing anything."""
        return self._open_dialog("sales_leads.crm_mail_test_action", {"default_event_id": self._get_mail().id})

    def action_make_rule(self):
        """Make a mail rule of this mail."""
        self.env["crm.mail.rule"].check_access("create")
        return self._open_dialog("sales_leads.crm_mail_rule_make_action", {"default_event_id": self._get_mail().id})

    def action_mark_spam(self):
        """Show which rule would be made of the senders before it is made."""
        self.check_access("write")
        appeals = self.appeal_id.filtered(lambda appeal: appeal.state == "new")
        events = self.filtered(lambda event: event.source == "mail" and event.appeal_id not in appeals)
        return self._open_dialog(
            "sales_leads.crm_spam_mark_action",
            {"default_appeal_ids": appeals.ids, "default_event_ids": events.ids},
        )

    def _get_mail(self):
        self.ensure_one()
        if self.source != "mail":
            raise UserError(self.env._("Only mails have rules: this event is a call."))
        return self

    def _open_dialog(self, xmlid, defaults):
        return self.env["ir.actions.act_window"]._for_xml_id(xmlid) | {"context": defaults}

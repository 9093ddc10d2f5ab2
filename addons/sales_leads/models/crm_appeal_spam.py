from odoo import fields, models


class CrmAppeal(models.Model):
    """Appeals that are spam: no request, and neither is what the sender writes later."""

    _inherit = "crm.appeal"

    spam_rule_id = fields.Many2one(
        "crm.spam.rule", "Spam rule", index="btree_not_null", readonly=True, copy=False, ondelete="set null"
    )

    def action_mark_spam(self):
        """Show which rule would be made of the senders before it is made."""
        self.check_access("write")
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_leads.crm_spam_mark_action")
        return action | {"context": {"default_appeal_ids": self.ids}}

    def _reject_as_spam(self, rules):
        """Not a request, and nothing of these senders is from now on.

        :param rules: {appeal: crm.spam.rule}
        """
        self.action_reject()
        for appeal in self:
            appeal.spam_rule_id = rules[appeal]
            appeal.message_post(body=self.env._("Marked as spam: %s.", rules[appeal].value))

    def action_restore(self):
        """Whoever is heard again sends no spam: his rule ends with it."""
        restored = super().action_restore()
        rules = self.spam_rule_id.filtered("active")
        rules.action_archive()
        for appeal in self.filtered("spam_rule_id"):
            appeal.message_post(body=self.env._("No spam after all: %s is heard again.", appeal.spam_rule_id.value))
        self.spam_rule_id = False
        return restored

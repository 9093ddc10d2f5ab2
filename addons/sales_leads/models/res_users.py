from odoo import api, fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    pbx_extension = fields.Char(
        "PBX extension", copy=False, help="Inner number by which the exchange names the employee."
    )

    _pbx_extension_uniq = models.UniqueIndex(
        "(pbx_extension) WHERE pbx_extension IS NOT NULL", "Another employee has this extension."
    )

    @api.model
    def _get_dispatchers(self):
        """Who does the dispatchers' work today: those named as such, else whoever may do it."""
        return self._get_acting_group("sales_base.group_dispatcher")

    @api.model
    def _get_acting_group(self, xmlid):
        """Who does the work of a role today: those named for it, else whoever may do it; the absent have deputies."""
        # Who has a role decides where work goes: it must not depend on the reader's rights.
        group = self.env.ref(xmlid).sudo()
        named = group.user_ids.filtered("active") or group.all_user_ids.filtered("active")
        acting = self.browse()
        for user in named:
            acting |= user._get_acting()
        return (acting or named).with_env(self.env)

    def action_open_own_mailbox(self):
        """Open the user's own mailbox, or the form for a new one; whose it may be the record rule says."""
        self.ensure_one()
        box = self.env["crm.own.mailbox"].search([("user_id", "=", self.id)], limit=1)
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_leads.crm_own_mailbox_action")
        context = {"default_user_id": self.id}
        return action | {"views": [(False, "form")], "view_mode": "form", "res_id": box.id, "context": context}

    def _pop_up(self, record, title, message, sticky=False, **more):
        """Tell these users in the web client that a record waits for them, with a button that opens it.

        The bus keeps it until the commit and forgets it when the transaction is undone.

        :param list buttons: dicts with name and method, a public method of the record whose action is done; without
            them one button opens the record
        :param str details: a public method of the record that the browser asks for the message
        :param str tag: what the pop-up is taken back by, or replaced by another one of the same tag
        """
        record.ensure_one()
        payload = {"title": title, "message": message, "sticky": sticky, "model": record._name, "id": record.id}
        payload |= more
        for user in self:
            user._bus_send("sales_leads.pop_up", payload)

    def _pop_down(self, tag):
        """Take back what popped up under this tag."""
        for user in self:
            user._bus_send("sales_leads.pop_down", {"tag": tag})

    def _works_in_sales(self):
        """True for whoever sees requests and forms at all; others would get tasks that they cannot open."""
        return bool(self) and (
            self.has_group("sales_base.group_manager") or self.has_group("sales_base.group_dispatcher")
        )

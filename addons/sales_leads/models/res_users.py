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
        # Who is a dispatcher decides where work goes: it must not depend on the reader's rights.
        group = self.env.ref("sales_base.group_dispatcher").sudo()
        named = group.user_ids.filtered("active") or group.all_user_ids.filtered("active")
        acting = self.browse()
        for user in named:
            acting |= user._get_acting()
        return (acting or named).with_env(self.env)

    def _pop_up(self, record, title, message, sticky=False):
        """Tell these users in the web client that a record waits for them, with a button that opens it.

        The bus keeps it until the commit and forgets it when the transaction is undone.
        """
        record.ensure_one()
        payload = {"title": title, "message": message, "sticky": sticky, "model": record._name, "id": record.id}
        for user in self:
            user._bus_send("sales_leads.pop_up", payload)

    def _works_in_sales(self):
        """True for whoever sees requests and forms at all; others would get tasks that they cannot open."""
        return bool(self) and (
            self.has_group("sales_base.group_manager") or self.has_group("sales_base.group_dispatcher")
        )

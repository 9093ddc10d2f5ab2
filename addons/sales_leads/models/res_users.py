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

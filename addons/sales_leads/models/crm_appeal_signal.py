from odoo import api, models

SIGNAL = "sales_leads/appeals"
SHOWN = {"state", "team_id", "contact_name", "company_name", "email", "phone", "needs", "subject", "active"}


class CrmAppeal(models.Model):
    """The live signal: dispatchers' boards and counters hear of every appeal that comes or goes."""

    _inherit = "crm.appeal"

    @api.model_create_multi
    def create(self, vals_list):
        appeals = super().create(vals_list)
        appeals.filtered(lambda appeal: appeal.state == "new")._signal("come")
        return appeals

    def write(self, vals):
        result = super().write(vals)
        if SHOWN & vals.keys():
            self._signal("changed")
        return result

    def _signal(self, what):
        """Tell the dispatchers' browsers; the bus sends when the transaction is committed.

        Nothing but numbers goes out: whoever may read the appeals asks for the rest.
        """
        if self:
            # Whoever makes an appeal need not be allowed to read groups.
            group = self.env.ref("sales_base.group_dispatcher").sudo()
            group._bus_send(SIGNAL, {"what": what, "count": len(self), "number": self[:1].number})

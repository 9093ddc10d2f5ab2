from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """The web client of a dispatcher listens for appeals from its first moment on."""
        info = super().session_info()
        user = self.env.user
        info["sales_leads_dispatcher"] = user._is_internal() and user.has_group("sales_base.group_dispatcher")
        return info

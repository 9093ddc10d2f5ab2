from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """The web client knows from its first moment on whether numbers are dialled by the exchange."""
        info = super().session_info()
        internal = self.env.user._is_internal()
        info["mikopbx_dials"] = internal and bool(self.env["mikopbx.connection"]._find_dialler())
        return info

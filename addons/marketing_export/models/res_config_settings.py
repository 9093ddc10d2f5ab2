from odoo import fields, models

from .marketing_export import FOLDER_PARAMETER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    marketing_export_folder = fields.Char(
        "Folder for files",
        config_parameter=FOLDER_PARAMETER,
        help="Absolute path on the server. Every exported file is also written there; empty: only kept in Odoo.",
    )

    def set_values(self):
        folder = (self.marketing_export_folder or "").strip()
        self.env["marketing.export"]._check_folder(folder)
        self.marketing_export_folder = folder
        return super().set_values()

from odoo import fields, models

from .marketing_contact_columns import AMOUNT_PARAMETERS, AMOUNTS
from .marketing_export import KEEP_DAYS, KEEP_PARAMETER
from .marketing_export_file import FOLDER_PARAMETER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    marketing_export_folder = fields.Char(
        "Folder for files",
        config_parameter=FOLDER_PARAMETER,
        help="Absolute path on the server. Every exported file is also written there; empty: only kept in Odoo.",
    )
    marketing_export_keep_days = fields.Integer(
        "Files are kept, days", config_parameter=KEEP_PARAMETER, default=KEEP_DAYS
    )
    marketing_export_amount_medium = fields.Float(
        "Medium purchases from", config_parameter=AMOUNT_PARAMETERS["medium"], default=AMOUNTS["medium"]
    )
    marketing_export_amount_large = fields.Float(
        "Large purchases from", config_parameter=AMOUNT_PARAMETERS["large"], default=AMOUNTS["large"]
    )

    def set_values(self):
        contacts = self.env["marketing.contact"]
        folder = (self.marketing_export_folder or "").strip()
        self.env["marketing.export"]._check_folder(folder)
        self.marketing_export_folder = folder
        before = contacts._get_amount_limits()
        result = super().set_values()
        if contacts._get_amount_limits() != before:
            contacts._rebuild()
        return result

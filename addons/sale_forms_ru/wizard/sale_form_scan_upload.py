import base64

from odoo import fields, models
from odoo.exceptions import UserError


class SaleFormScanUpload(models.TransientModel):
    """Scans and photos of signed papers, dropped together."""

    _name = "sale.form.scan.upload"
    _description = "Take over Signed Copies"

    file_ids = fields.Many2many("ir.attachment", string="Scans and photos")

    def action_take(self):
        """File each by its barcode.

        :return: action that shows where they went
        """
        self.ensure_one()
        if not self.file_ids:
            raise UserError(self.env._("Choose the scans of the signed papers."))
        scans = self.env["sale.form.scan"]
        for file in self.file_ids.sorted("name"):
            scans |= scans._take_file(file.raw or base64.b64decode(file.datas or b""), file.name, "upload")
        action = self.env["ir.actions.act_window"]._for_xml_id("sale_forms_ru.sale_form_scan_action")
        return {**action, "domain": [("id", "in", scans.ids)], "context": {}}

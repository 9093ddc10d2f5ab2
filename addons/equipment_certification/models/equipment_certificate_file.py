from odoo import models
from odoo.tools import pdf


class EquipmentCertificate(models.Model):
    _inherit = "equipment.certificate"

    def _get_printable_files(self):
        """Contents of its files that are readable PDF; what is not is printed by hand.

        :return: list of bytes
        """
        self.ensure_one()
        # Whoever ships reads no files of sales, but gives them to the customer.
        files = self.sudo().attachment_ids.filtered(lambda file: file.mimetype == "application/pdf")
        return [file.raw for file in files if _is_readable(file.raw)]


def _is_readable(content):
    try:
        pdf.merge_pdf([content])
    except Exception:  # whatever a broken file does to the reader, the papers are printed
        return False
    return True

from odoo import api, models
from odoo.exceptions import UserError

CONTENT = {"raw", "datas", "db_datas", "store_fname", "res_model", "res_id"}


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def write(self, vals):
        if CONTENT & vals.keys():
            self._check_offered_stays()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_offered(self):
        self._check_offered_stays()

    def _check_offered_stays(self):
        """The file of a proposal is what the customer got: nobody changes it, whatever his rights are."""
        asked = self.filtered(lambda file: file.res_model == "sale.proposal" and file.res_id)
        if asked and self.env["sale.proposal"].sudo().search_count([("attachment_id", "in", asked.ids)], limit=1):
            raise UserError(self.env._("A proposal is kept as it was offered: print a new version instead."))

from odoo import api, models


class CrmDealPaper(models.Model):
    _inherit = "crm.deal.paper"

    @api.model_create_multi
    def create(self, vals_list):
        papers = super().create(vals_list)
        papers.filtered("received_on").deal_id._close_when_done()
        return papers

    def write(self, vals):
        result = super().write(vals)
        if {"received_on", "file", "needed"} & vals.keys():
            self.deal_id._close_when_done()
        return result

    def unlink(self):
        deals = self.deal_id
        result = super().unlink()
        deals._close_when_done()
        return result

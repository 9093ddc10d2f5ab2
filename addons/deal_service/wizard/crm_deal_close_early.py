from odoo import api, fields, models


class CrmDealCloseEarly(models.TransientModel):
    _name = "crm.deal.close.early"
    _description = "Close a Deal with Open Points"

    deal_id = fields.Many2one("crm.lead", required=True, readonly=True)
    points = fields.Text("What is open", compute="_compute_points")
    reason = fields.Text("Why the deal is closed all the same", required=True)

    @api.depends("deal_id")
    def _compute_points(self):
        for wizard in self:
            wizard.points = "\n".join(wizard.deal_id._get_closing_points()) if wizard.deal_id else False

    def action_close(self):
        self.ensure_one()
        self.deal_id._close_early(self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

from odoo import fields, models


class CrmDealComplete(models.TransientModel):
    """The form that a deal begins with, where it begins with a customer's request."""

    _inherit = "crm.deal.complete"

    customer_request_id = fields.Many2one("crm.customer.request", "From request", ondelete="cascade")
    team_id = fields.Many2one("crm.team", "Department", ondelete="set null")
    user_id = fields.Many2one("res.users", "Manager", ondelete="set null")

    def _prepare_new_deal(self):
        names = ("customer_request_id", "team_id", "user_id")
        return super()._prepare_new_deal() | {name: self[name].id for name in names if self[name]}

from odoo import fields, models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    needs = fields.Text(help="What the customer wants to solve, in his words.")

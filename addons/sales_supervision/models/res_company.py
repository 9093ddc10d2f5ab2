from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    stale_days = fields.Integer(
        "Stale after, days", default=14, required=True, help="For stages that have no limit of their own."
    )
    survey_share = fields.Float(
        "Customers asked by phone, share",
        default=0.05,
        required=True,
        help="Of each manager's customers in work and closed, every month. Zero: nobody is asked.",
    )
    survey_pause_months = fields.Integer(
        "Not asked again for, months", default=6, required=True, help="Unless there is nobody else to ask."
    )

    _survey_share_is_share = models.Constraint(
        "CHECK(survey_share >= 0 AND survey_share <= 1)", "The share of customers asked lies between 0 and 100 %."
    )

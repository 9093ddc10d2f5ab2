from odoo import fields, models


class SalesSurveyQuestion(models.Model):
    _name = "sales.survey.question"
    _description = "Question to Customers"
    _order = "sequence, id"

    name = fields.Char("Question", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

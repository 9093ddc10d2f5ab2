from odoo import api, fields, models

SCORES = [("0", "Not asked"), ("1", "Very bad"), ("2", "Bad"), ("3", "So-so"), ("4", "Good"), ("5", "Very good")]


class SalesSurveyAnswer(models.Model):
    _name = "sales.survey.answer"
    _description = "Answer of a Customer"
    _order = "survey_id, sequence, id"
    _rec_name = "question_id"

    survey_id = fields.Many2one("sales.survey", required=True, index=True, ondelete="cascade")
    question_id = fields.Many2one("sales.survey.question", required=True, index=True, ondelete="restrict")
    sequence = fields.Integer(related="question_id.sequence", store=True)
    score = fields.Selection(SCORES, default="0", required=True)
    points = fields.Integer(compute="_compute_points", store=True, aggregator="avg")
    user_id = fields.Many2one(related="survey_id.user_id", store=True, index="btree_not_null")
    team_id = fields.Many2one(related="survey_id.team_id", store=True, index="btree_not_null")
    month = fields.Date(related="survey_id.month", store=True)
    state = fields.Selection(related="survey_id.state", store=True)

    _once = models.UniqueIndex("(survey_id, question_id)", "This question is in the questionnaire already.")

    @api.depends("score")
    def _compute_points(self):
        for answer in self:
            answer.points = int(answer.score)

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    lead_answer_hours = fields.Float(
        "Time to the first answer",
        default=2,
        help="Working hours in which the manager writes to the customer of a new lead or calls him.",
    )
    lead_escalate_hours = fields.Float(
        "Time until the director is told",
        default=4,
        help="Working hours that the head has, once he was told of a missed time limit.",
    )

    _lead_limits_positive = models.Constraint(
        "CHECK(lead_answer_hours >= 0 AND lead_escalate_hours >= 0)",
        "Working hours until a time limit cannot be negative.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    lead_answer_hours = fields.Float(related="company_id.lead_answer_hours", readonly=False)
    lead_escalate_hours = fields.Float(related="company_id.lead_escalate_hours", readonly=False)

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    request_answer_hours = fields.Float(
        "Time to answer a request", default=4, help="Working hours in which a customer's request is answered."
    )
    lead_assign_hours = fields.Float(
        "Time to name a manager", default=4, help="Working hours in which the head names a manager for a new lead."
    )
    lead_qualify_hours = fields.Float(
        "Time to qualify a lead", default=8, help="Working hours in which the manager qualifies his lead."
    )
    call_back_hours = fields.Float(
        "Time to call back", default=1, help="Working hours in which a missed call is called back."
    )

    _intake_hours_positive = models.Constraint(
        "CHECK(request_answer_hours >= 0 AND lead_assign_hours >= 0 AND lead_qualify_hours >= 0 AND call_back_hours >= 0)",
        "Working hours until a deadline cannot be negative.",
    )

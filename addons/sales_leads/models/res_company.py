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
    intake_silence_minutes = fields.Integer(
        "Silence until the alarm",
        default=240,
        help="Working minutes without a sign of life after which a source of mails or calls counts as silent.",
    )
    intake_queue_minutes = fields.Integer(
        "Longest wait", default=15, help="Minutes that an event may wait to be interpreted before the alarm."
    )
    intake_queue_limit = fields.Integer(
        "Longest queue", default=200, help="Events that may wait to be interpreted before the alarm."
    )
    intake_raw_days = fields.Integer(
        "Days kept", default=365, help="Days for which mails and calls are kept as they came; then only their digest."
    )
    intake_raw_megabytes = fields.Integer(
        "Megabytes kept",
        default=5000,
        help="Total size of what is kept as it came; above it the oldest go first and leave their digest.",
    )

    _intake_watch_positive = models.Constraint(
        "CHECK(intake_silence_minutes > 0 AND intake_queue_minutes > 0 AND intake_queue_limit > 0)",
        "The alarm needs a number of minutes and events above zero; switch it off at the source itself.",
    )
    _intake_raw_positive = models.Constraint(
        "CHECK(intake_raw_days > 0 AND intake_raw_megabytes > 0)",
        "Keep mails and calls for at least one day and one megabyte.",
    )
    _intake_hours_positive = models.Constraint(
        "CHECK(request_answer_hours >= 0 AND lead_assign_hours >= 0 AND lead_qualify_hours >= 0 AND call_back_hours >= 0)",
        "Working hours until a deadline cannot be negative.",
    )

from odoo import fields, models


class SalesEscalationCause(models.Model):
    _name = "sales.escalation.cause"
    _description = "Cause of Hard Cases"
    _order = "sequence, id"

    name = fields.Char("Cause", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

from odoo import fields, models


class CrmFalseReason(models.Model):
    _name = "crm.false.reason"
    _description = "Reason of a False Lead"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

from odoo import fields, models


class CrmAppealSource(models.Model):
    """Where an appeal comes from that somebody enters by hand."""

    _name = "crm.appeal.source"
    _description = "Source of Appeals"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)


class CrmAppeal(models.Model):
    _inherit = "crm.appeal"

    source_id = fields.Many2one(
        "crm.appeal.source", index="btree_not_null", ondelete="restrict", help="Fair, visit, referral."
    )

from odoo import fields, models


class CrmDealRequirement(models.Model):
    _name = "crm.deal.requirement"
    _inherit = ["equipment.value.mixin"]
    _description = "Technical Requirement of a Deal"
    _order = "deal_id, sequence, id"

    deal_id = fields.Many2one("crm.lead", required=True, index=True, ondelete="cascade")
    summary = fields.Char("Requirement")

    _parameter_uniq = models.UniqueIndex("(deal_id, parameter_id)", "The deal has this requirement already.")

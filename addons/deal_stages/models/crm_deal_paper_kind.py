from odoo import fields, models


class CrmDealPaperKind(models.Model):
    """A paper that must have come before a deal may be closed, and for which deals that holds."""

    _name = "crm.deal.paper.kind"
    _description = "Kind of Closing Paper"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    needed = fields.Boolean("Needed for every deal", help="Else it is added to a deal by hand.")
    equipment_type_ids = fields.Many2many(
        "equipment.type", string="Needed for these equipment types", help="Empty: for deals of any equipment type."
    )

    def _get_needed_for(self, deal):
        """Kinds of these that the deal needs."""
        return self.filtered(
            lambda kind: (
                kind.needed and (not kind.equipment_type_ids or deal.equipment_type_id in kind.equipment_type_ids)
            )
        )

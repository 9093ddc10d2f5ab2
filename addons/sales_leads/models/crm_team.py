from odoo import fields, models


class CrmTeam(models.Model):
    _inherit = "crm.team"

    gets_appeals = fields.Boolean(
        "Gets appeals",
        default=True,
        help="The dispatcher sorts appeals to this department; the order of the departments is that of their keys.",
    )

    def write(self, vals):
        """A department that gets no appeals any more is suggested for none."""
        result = super().write(vals)
        if {"active", "gets_appeals"} & vals.keys():
            self.env["crm.dispatch.rule"]._changed()
        return result

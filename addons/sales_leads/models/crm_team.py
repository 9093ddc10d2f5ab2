from odoo import fields, models


class CrmTeam(models.Model):
    _inherit = "crm.team"

    gets_appeals = fields.Boolean(
        "Gets appeals",
        default=True,
        help="The dispatcher sorts appeals to this department; the order of the departments is that of their keys.",
    )

from odoo import fields, models


class UomUom(models.Model):
    _inherit = "uom.uom"

    okei_code = fields.Char("OKEI code", size=4, help="Printed on waybills and transfer documents.")
    okei_name = fields.Char("OKEI name", help="The unit as papers name it; empty: its own name.")

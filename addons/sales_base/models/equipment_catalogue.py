from odoo import fields, models


class EquipmentCatalogue(models.AbstractModel):
    """Shape that the three catalogues of a deal's parameters share."""

    _name = "equipment.catalogue"
    _description = "Equipment Catalogue"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="Short name that imports and integrations know the entry by.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex("(code) WHERE code IS NOT NULL", "Another entry has this code already.")

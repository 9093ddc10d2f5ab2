from odoo import fields, models


class OnecImportColumn(models.Model):
    """A column of the file and what it means."""

    _name = "onec.import.column"
    _description = "Column of a 1C File"
    _order = "index, id"
    _rec_name = "heading"

    import_id = fields.Many2one("onec.import", required=True, index=True, ondelete="cascade")
    kind = fields.Selection(related="import_id.kind")
    index = fields.Integer(readonly=True)
    heading = fields.Char("Heading in the file", readonly=True)
    field_id = fields.Many2one(
        "onec.field", "Means", domain="[('kind', '=', kind)]", help="Empty: the column is left out."
    )

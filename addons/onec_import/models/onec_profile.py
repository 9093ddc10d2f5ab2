from odoo import api, fields, models


class OnecProfile(models.Model):
    """Which heading of a 1C file means what: kept, so that the next file of the same report needs no hand."""

    _name = "onec.profile"
    _description = "Columns of a 1C Report"
    _order = "kind, name"

    name = fields.Char(required=True)
    kind = fields.Selection(selection="_select_kinds", required=True)
    mapping = fields.Json(help="{heading: field}")

    _name_uniq = models.UniqueIndex("(kind, name)", "A profile of this name is there already.")

    @api.model
    def _select_kinds(self):
        return self.env["onec.import"]._select_kinds()

    def _get_columns(self, columns):
        """{field: index} of the columns of a file whose headings this profile knows.

        :param columns: [(index, heading)]
        """
        known = self.mapping or {}
        return {known[heading]: index for index, heading in reversed(columns) if known.get(heading)}

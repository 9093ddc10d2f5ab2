from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.json import scriptsafe as json

from .. import readers


class OnecField(models.Model):
    """What a column can mean. The readers say which there are; this table follows them at every update."""

    _name = "onec.field"
    _description = "Field of a 1C Kind"
    _order = "required desc, id"
    _rec_name = "label"
    _log_access = False

    kind = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, readonly=True)
    label = fields.Char(required=True, readonly=True, translate=True)
    help = fields.Char(readonly=True)
    required = fields.Boolean(readonly=True)

    _kind_name_uniq = models.UniqueIndex("(kind, name)")

    def init(self):
        rows = [
            (kind, name, json.dumps({"en_US": field.label, "ru_RU": field.label_ru}), field.help, field.required)
            for kind, fields_of_kind in readers.FIELDS.items()
            for name, field in fields_of_kind.items()
        ]
        self.env.cr.execute(
            SQL(
                """INSERT INTO onec_field (kind, name, label, help, required)
                   SELECT * FROM unnest(%s::varchar[], %s::varchar[], %s::jsonb[], %s::varchar[], %s::bool[])
                   ON CONFLICT (kind, name) DO UPDATE SET label = EXCLUDED.label, help = EXCLUDED.help,
                                                          required = EXCLUDED.required""",
                *([row[place] for row in rows] for place in range(5)),
            )
        )

    @api.model
    def _get_by_name(self, kind):
        """{name: id} of the fields of a kind."""
        return {row.name: row.id for row in self.search([("kind", "=", kind)])}

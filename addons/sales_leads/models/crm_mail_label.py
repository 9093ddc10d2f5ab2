from odoo import api, fields, models, tools
from odoo.tools import groupby

from ..tools import form

LABELLED = [
    ("contact_name", "Name"),
    ("company_name", "Company"),
    ("email", "E-mail"),
    ("phone", "Phone"),
    ("subject", "Subject"),
    ("text", "Text of the appeal"),
]


class CrmMailLabel(models.Model):
    _name = "crm.mail.label"
    _inherit = "crm.mail.reading"
    _description = "Label in Form Mails"
    _order = "id"
    _rec_name = "field"

    field = fields.Selection(
        LABELLED,
        "What it labels",
        required=True,
    )
    synonyms = fields.Text(required=True, help="What sites write in front of the colon, one wording per line.")

    _field_uniq = models.UniqueIndex("(field)", "The wordings for this piece of data have a line already.")

    @api.model
    @tools.ormcache()
    def _get_labels(self):
        """{wording in its compared spelling: field} of all lines."""
        # Mails are read for everybody alike, whoever started it.
        lines = self.sudo().search([("synonyms", "!=", False)])
        return {
            form.normalise_label(wording): line.field
            for line in lines
            for wording in line.synonyms.splitlines()
            if wording.strip()
        }

    @api.model
    def _learn(self, wordings):
        """Let the wordings be labels of the fields from now on.

        :param wordings: {wording: field}
        """
        for name, lines in groupby(wordings.items(), key=lambda pair: pair[1]):
            label = self.search([("field", "=", name)])
            added = "\n".join(wording for wording, _field in lines)
            if label:
                label.synonyms = f"{label.synonyms.rstrip()}\n{added}"
            else:
                self.create([{"field": name, "synonyms": added}])

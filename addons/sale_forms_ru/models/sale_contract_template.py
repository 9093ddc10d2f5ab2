from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import docx


class SaleContractTemplate(models.Model):
    """A text of a contract that lawyers edit in their word processor; names in double braces are filled in."""

    _name = "sale.contract.template"
    _description = "Template of a Contract"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    file = fields.Binary("Text (DOCX)", attachment=True, required=True)
    file_name = fields.Char()
    note = fields.Text("When it is used")

    @api.constrains("file")
    def _check_file(self):
        """A template that cannot be filled is refused when it is put in, not when somebody needs a contract."""
        for template in self:
            try:
                template._fill({"lines": [], "totals": {"rates": []}})
            except docx.BadTemplate as error:
                raise ValidationError(
                    self.env._("“%(name)s” cannot be filled in: %(error)s", name=template.name, error=error.args[0])
                ) from error

    def _fill(self, values):
        """Bytes of the text with these values."""
        self.ensure_one()
        raw = (
            self.with_context(bin_size=False)
            .env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "=", self.id), ("res_field", "=", "file")], limit=1)
            .raw
        )
        return docx.fill(raw or b"", values, self.env["sale.form"]._get_text_filters())

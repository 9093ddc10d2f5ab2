from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import values


class MarketingExportProfile(models.Model):
    """Which columns a file has, in which order and language, and whom it is for."""

    _name = "marketing.export.profile"
    _description = "Kind of File"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    purpose = fields.Selection(
        [("mail", "Mailing"), ("call", "Calls"), ("list", "List")],
        required=True,
        default="mail",
        help="Mailing: who may get mail. Calls: who may be called. List: everybody who may be reached in any way.",
    )
    file_type = fields.Selection([("csv", "CSV"), ("xlsx", "Excel (XLSX)")], required=True, default="xlsx")
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(), "Language", help="Empty: that of whoever exports."
    )
    column_ids = fields.One2many("marketing.export.column", "profile_id", "Columns", copy=True)
    note = fields.Text(translate=True)

    @api.constrains("column_ids", "purpose")
    def _check_columns(self):
        for profile in self:
            columns = profile.column_ids
            if columns and profile.purpose == "mail" and "email" not in columns.mapped("source"):
                raise ValidationError(self.env._("A file for mailing needs the e-mail address."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.env["marketing.export"].sudo().search_count([("profile_id", "in", self.ids)], limit=1):
            raise ValidationError(self.env._("Files were written with these columns: archive them instead."))

    def _get_column_widths(self):
        """{heading: width}, in order; two columns of the same heading are told apart by a number."""
        self.ensure_one()
        widths = {}
        for column in self.column_ids:
            heading, number = column.heading, 1
            while heading in widths:
                number += 1
                heading = f"{column.heading} {number}"
            widths[heading] = column.width
        return widths

    def _get_contact_fields(self):
        """Fields of the mailing base that the columns are made from."""
        self.ensure_one()
        known = values.SOURCES
        return list(dict.fromkeys(name for column in self.column_ids for name in known[column.source].fields))

    def _get_result_choices(self):
        """{heading: [choices]} of the columns that are filled by hand from a list."""
        labels = self.env["marketing.call"]._get_outcome_labels()
        sources = zip(self._get_column_widths(), self.column_ids, strict=True)
        return {heading: labels for heading, column in sources if column.source == "result"}


class MarketingExportColumn(models.Model):
    _name = "marketing.export.column"
    _description = "Column of a File"
    _order = "sequence, id"
    _rec_name = "heading"

    profile_id = fields.Many2one("marketing.export.profile", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    source = fields.Selection(lambda self: self._get_sources(), "Value", required=True)
    heading = fields.Char(
        compute="_compute_heading", store=True, readonly=False, required=True, precompute=True, translate=True
    )
    width = fields.Float(default=18)

    @api.model
    def _get_sources(self):
        """[(code, label)] of what a column may show; another addon adds its own to `values.SOURCES`."""
        fields_get = self.env["marketing.contact"]._fields
        own = {
            "first_name": self.env._("First name"),
            "last_name": self.env._("Last name"),
            "address": self.env._("Whole address"),
            "tags": self.env._("Tags for MailChimp"),
            "local_time": self.env._("Local time"),
            "result": self.env._("Result (filled by hand)"),
            "remark": self.env._("Remark (filled by hand)"),
            "next_date": self.env._("Next call (filled by hand)"),
            "reference": self.env._("Number in the mailing base"),
        }
        return [(code, own.get(code) or fields_get[code]._description_string(self.env)) for code in values.SOURCES]

    @api.depends("source")
    def _compute_heading(self):
        labels = dict(self._get_sources())
        for column in self:
            column.heading = column.heading or labels.get(column.source)

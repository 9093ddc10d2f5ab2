import base64
import csv
import io
import zipfile

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import words
from .sale_form import STANDING

LIMIT = 5000
# A file that is made again must be the same: no moments of making in it.
MOMENT = (2000, 1, 1, 0, 0, 0)


class SaleFormExport(models.Model):
    """Electronic copies of a period for the accountant's 1C: each paper goes out once, each file can be had again."""

    _name = "sale.form.export"
    _description = "Papers for 1C"
    _order = "id desc"

    name = fields.Char(compute="_compute_name")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    date_from = fields.Date("From", required=True, default=lambda self: self._get_first_day())
    date_to = fields.Date("Until", required=True, default=fields.Date.context_today)
    form_ids = fields.One2many("sale.form", "export_id", "Papers", readonly=True)
    form_count = fields.Integer("Number of papers", compute="_compute_count")
    file = fields.Binary(attachment=True, readonly=True)
    file_name = fields.Char(readonly=True)
    remarks = fields.Text(readonly=True)
    state = fields.Selection([("draft", "Not made"), ("done", "Made")], default="draft", required=True, readonly=True)

    _dates = models.Constraint("CHECK (date_to >= date_from)", "The period ends before it begins: correct the days.")

    @api.model
    def _get_first_day(self):
        return fields.Date.context_today(self).replace(day=1)

    @api.depends("date_from", "date_to")
    def _compute_name(self):
        for export in self:
            export.name = f"{words.short_date(export.date_from)} – {words.short_date(export.date_to)}"

    @api.depends("form_ids")
    def _compute_count(self):
        counts = dict(self.env["sale.form"]._read_group([("export_id", "in", self.ids)], ["export_id"], ["__count"]))
        for export in self:
            export.form_count = counts.get(export, 0)

    def _get_forms_domain(self):
        return [
            ("company_id", "=", self.company_id.id),
            ("state", "in", STANDING),
            ("date", ">=", self.date_from),
            ("date", "<=", self.date_to),
            ("version_id.xml_view_id", "!=", False),
            ("export_id", "=", False),
        ]

    def action_make(self):
        """Take all papers of the period that no export took yet."""
        self.ensure_one()
        if self.state == "draft":
            forms = self.env["sale.form"].search(self._get_forms_domain(), order="date, id", limit=LIMIT)
            if not forms:
                raise UserError(self.env._("Every paper of this period went out already, or none was printed."))
            self._fill(forms)
        return True

    def _fill(self, forms):
        files, remarks = {}, []
        for form in forms:
            try:
                files[form] = form._make_xml()
            except UserError as error:
                remarks.append(str(error.args[0]))
        # Nobody changes what was printed; that it went out is no change of it.
        self.env["sale.form"].sudo().browse([form.id for form in files]).export_id = self
        self.write(
            {
                "state": "done",
                "remarks": "\n".join(remarks),
                "file": base64.b64encode(self._pack(files)),
                "file_name": f"1C {self.date_from}_{self.date_to} {self.id}.zip",
            }
        )

    @api.model
    def _pack(self, files):
        """Bytes of an archive of the copies and the list of them."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for form, content in files.items():
                archive.writestr(zipfile.ZipInfo(f"{form._get_file_id()}.xml", MOMENT), content)
            archive.writestr(zipfile.ZipInfo("list.csv", MOMENT), self._list(files))
        return stream.getvalue()

    @api.model
    def _list(self, forms):
        """The list as spreadsheets of accountants open it."""
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";")
        writer.writerow(["Документ", "Номер", "Дата", "Покупатель", "ИНН", "Без НДС", "НДС", "Всего", "Файл"])
        for form in forms:
            buyer = form.data["buyer"]
            sums = (f"{form[name]:.2f}".replace(".", ",") for name in ("amount_untaxed", "amount_tax", "amount_total"))
            day = words.short_date(form.date)
            writer.writerow(
                [form.kind_id.name, form.number, day, buyer["name"], buyer["inn"], *sums, form._get_file_id()]
            )
        return text.getvalue().encode("utf-8-sig")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_made(self):
        if self.filtered(lambda export: export.state == "done"):
            raise UserError(self.env._("What went out to 1C stays on the list: papers would go out twice."))

import logging
import socket

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import label

_logger = logging.getLogger(__name__)

TIMEOUT = 5


class StockLabelPrinter(models.Model):
    _name = "stock.label.printer"
    _description = "Label Printer"
    _order = "sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company, index=True)
    warehouse_id = fields.Many2one("stock.warehouse", check_company=True, index="btree_not_null")
    kind = fields.Selection(
        [("pdf", "PDF, one label a page"), ("sheet", "PDF, sheets"), ("zpl", "Label printer in the network (ZPL)")],
        required=True,
        default="pdf",
    )
    width = fields.Float("Width, mm", required=True, default=58)
    height = fields.Float("Height, mm", required=True, default=40)
    dpi = fields.Selection(
        [("203", "203"), ("300", "300"), ("600", "600")], "Dots per Inch", required=True, default="203"
    )
    symbology = fields.Selection(
        [("datamatrix", "GS1 DataMatrix"), ("linear", "GS1-128")], "Barcode", required=True, default="datamatrix"
    )
    page_width = fields.Float("Sheet Width, mm", default=210)
    page_height = fields.Float("Sheet Height, mm", default=297)
    columns = fields.Integer(default=3)
    rows = fields.Integer(default=7)
    host = fields.Char(help="Name or address of the printer in the network.")
    port = fields.Integer(default=9100)
    job_ids = fields.One2many("stock.label.job", "printer_id", "Jobs")

    _size_sensible = models.Constraint(
        "CHECK(width BETWEEN 15 AND 300 AND height BETWEEN 10 AND 400)",
        "A label is 15 to 300 mm wide and 10 to 400 mm high.",
    )
    _host_named = models.Constraint(
        "CHECK(kind != 'zpl' OR (host IS NOT NULL AND port BETWEEN 1 AND 65535))",
        "Give the printer's name or address in the network, and its port (usually 9100).",
    )
    _sheet_holds = models.Constraint(
        "CHECK(kind != 'sheet' OR (columns > 0 AND rows > 0 AND columns * width <= page_width"
        " AND rows * height <= page_height))",
        "So many labels do not fit on the sheet: take fewer columns or rows.",
    )

    def _get_size(self):
        self.ensure_one()
        return label.Size(self.width, self.height, int(self.dpi))

    def _get_sheet(self):
        self.ensure_one()
        return (self.page_width, self.page_height, self.columns, self.rows) if self.kind == "sheet" else None

    def _print(self, pictures, name):
        """Print [(picture, how many)]: an attachment for a PDF profile, a job for a printer."""
        self.ensure_one()
        if self.kind == "zpl":
            payload = "".join(label.to_zpl(picture, count) for picture, count in pictures)
            total = sum(count for _picture, count in pictures)
            job = self.env["stock.label.job"].sudo().create(self._prepare_job(payload, name, total))
            self.env.ref("stock_batches.ir_cron_label_jobs")._trigger()
            return job
        pages = [picture for picture, count in pictures for _copy in range(count)]
        content = label.to_pdf(pages, self._get_size(), self._get_sheet())
        return self.env["ir.attachment"].create({"name": f"{name}.pdf", "raw": content, "mimetype": "application/pdf"})

    def _prepare_job(self, payload, name, total):
        return {"printer_id": self.id, "name": name, "payload": payload, "label_count": total, "user_id": self.env.uid}

    def _send(self, payload):
        """Hand commands to the printer; raises OSError when it is not there."""
        with socket.create_connection((self.host, self.port), timeout=TIMEOUT) as connection:
            connection.sendall(payload.encode("ascii"))

    def action_test_print(self):
        """A label of the printer itself shows its size, its fonts and whether it is reached."""
        self.ensure_one()
        data = {
            "title": self.name,
            "lines": [(self.env._("Size"), f"{self.width:g} × {self.height:g} mm")],
            "content": f"TEST-{self.id}",
            "is_gs1": False,
        }
        picture = self.env["stock.lot"]._draw_label_data(data, self)
        return self.env["stock.label.print"]._get_result_action(self._print([(picture, 1)], self.env._("Test label")))


class StockLabelJob(models.Model):
    _name = "stock.label.job"
    _description = "Label Job"
    _order = "id desc"

    name = fields.Char(required=True, readonly=True)
    printer_id = fields.Many2one("stock.label.printer", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="printer_id.company_id", store=True, index=True)
    payload = fields.Text(readonly=True)
    label_count = fields.Integer("Labels", readonly=True)
    user_id = fields.Many2one("res.users", "Printed By", readonly=True, index="btree_not_null")
    state = fields.Selection(
        [("waiting", "Waiting"), ("done", "Sent"), ("failed", "Failed")], required=True, default="waiting", index=True
    )
    error = fields.Char(readonly=True)
    tries = fields.Integer(readonly=True)
    sent_at = fields.Datetime(readonly=True)

    def action_repeat(self):
        """Send it again: the printer was off, or the labels are needed once more."""
        self.check_access("read")
        # Jobs are written by the system; whoever may see one may have it printed again.
        self.sudo().write({"state": "waiting", "error": False})
        self.env.ref("stock_batches.ir_cron_label_jobs")._trigger()

    @api.model
    def _cron_send(self):
        """Send what waits, each in a transaction of its own: a printer that is off stops no other one."""
        for job in self.search([("state", "=", "waiting")], order="id", limit=200):
            job._send()
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _send(self):
        self.ensure_one()
        try:
            self.printer_id._send(self.payload)
        except (OSError, UnicodeError) as error:
            _logger.info("Label job %s: %s", self.id, error)
            self.write({"state": "failed", "error": str(error), "tries": self.tries + 1})
        else:
            self.write({"state": "done", "error": False, "tries": self.tries + 1, "sent_at": fields.Datetime.now()})

    @api.autovacuum
    def _gc_old_jobs(self):
        """Sent jobs are kept for a month, to be repeated."""
        old = fields.Datetime.subtract(fields.Datetime.now(), months=1)
        self.search([("state", "=", "done"), ("create_date", "<", old)], limit=1000).unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_waiting(self):
        if "waiting" in self.mapped("state") and not self.env.su:
            raise UserError(self.env._("This job is about to be sent."))

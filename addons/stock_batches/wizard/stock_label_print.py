from math import ceil

from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = {
    "stock.lot": "lot_id",
    "product.product": "product_id",
    "stock.location": "location_id",
    "stock.package": "package_id",
    "res.users": "user_id",
}
MOST = 1000


class StockLabelPrint(models.TransientModel):
    _name = "stock.label.print"
    _description = "Print Labels"

    printer_id = fields.Many2one(
        "stock.label.printer", required=True, default=lambda self: self.env["stock.label.printer"].search([], limit=1)
    )
    count_by = fields.Selection(
        [("one", "One of each"), ("quantity", "One for each piece")], "How Many", required=True, default="one"
    )
    line_ids = fields.One2many("stock.label.print.line", "print_id", "Labels")
    total = fields.Integer("Labels in All", compute="_compute_total")

    @api.depends("line_ids.count")
    def _compute_total(self):
        for wizard in self:
            wizard.total = sum(wizard.line_ids.mapped("count"))

    @api.onchange("count_by")
    def _onchange_count_by(self):
        for line in self.line_ids:
            line.count = max(ceil(line.quantity), 1) if self.count_by == "quantity" else 1

    @api.model
    def _get_print_action(self, records, quantities=None):
        """The dialog for labels of these records; `quantities` says how many pieces there are of each."""
        pieces = quantities or {}
        lines = [(0, 0, {KINDS[record._name]: record.id, "quantity": pieces.get(record, 1)}) for record in records]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Print Labels"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {"default_line_ids": lines},
        }

    def action_print(self):
        self.ensure_one()
        lines = self.line_ids.filtered(lambda line: line.count > 0)
        if not lines:
            raise UserError(self.env._("Choose what to print, and how many."))
        if self.total > MOST:
            raise UserError(
                self.env._(
                    "%(number)s labels at once are too many: print up to %(most)s.", number=self.total, most=MOST
                )
            )
        pictures = [(line._get_record()._draw_label(self.printer_id), line.count) for line in lines]
        names = [line._get_record().display_name for line in lines[:3]]
        return self._get_result_action(self.printer_id._print(pictures, ", ".join(names)))

    @api.model
    def _get_result_action(self, result):
        """Where the labels are: a file to open, or a word that they are on their way."""
        if result._name == "ir.attachment":
            return {"type": "ir.actions.act_url", "url": f"/web/content/{result.id}?download=true", "target": "self"}
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(number)s labels go to %(printer)s.", number=result.label_count, printer=result.printer_id.name
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class StockLabelPrintLine(models.TransientModel):
    _name = "stock.label.print.line"
    _description = "Label to Print"

    print_id = fields.Many2one("stock.label.print", required=True, ondelete="cascade", index=True)
    lot_id = fields.Many2one("stock.lot", "Series", ondelete="cascade")
    product_id = fields.Many2one("product.product", ondelete="cascade")
    location_id = fields.Many2one("stock.location", ondelete="cascade")
    package_id = fields.Many2one("stock.package", ondelete="cascade")
    user_id = fields.Many2one("res.users", "Badge of", ondelete="cascade")
    what = fields.Char("Label", compute="_compute_what")
    quantity = fields.Float("Pieces", digits="Product Unit", default=1)
    count = fields.Integer("Labels", default=1)

    _count_positive = models.Constraint("CHECK(count >= 0)", "Print no label, or more.")

    @api.depends("lot_id", "product_id", "location_id", "package_id", "user_id")
    def _compute_what(self):
        for line in self:
            record = line._get_record()
            line.what = f"{record.product_id.display_name}: {record.name}" if line.lot_id else record.display_name

    def _get_record(self):
        self.ensure_one()
        return next((self[name] for name in KINDS.values() if self[name]), self.env["stock.lot"])

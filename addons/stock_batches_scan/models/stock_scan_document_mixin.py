from markupsafe import Markup

from odoo import fields, models


class StockScanDocumentMixin(models.AbstractModel):
    """What the scanner needs of a document by which goods are brought."""

    _name = "stock.scan.document.mixin"
    _description = "Document Worked On by Scan"

    def _get_scan_files(self):
        """Papers that can be printed when it is done: [{label, url}]; those bound to it, whoever made them."""
        self.ensure_one()
        reports = (
            self.env["ir.actions.report"]
            .sudo()  # workers print reports, they do not read their records
            .with_context(lang=self.env.lang)
            .search([("binding_model_id.model", "=", self._name), ("report_type", "=", "qweb-pdf")], order="id")
        )
        return [
            {"label": report.name, "url": f"/report/pdf/{report.report_name}/{self.id}"}
            for report in reports
            if not report.group_ids or report.group_ids & self.env.user.all_group_ids
        ]

    def _tell_scan_short(self, rows, lines):
        """What was not there: a word on the document, a task for the supervisor, the places on the list of counts."""
        self.ensure_one()
        body = Markup("<p>%s</p><ul>%s</ul>") % (
            self.env._("Not enough at the pick:"),
            Markup("").join(Markup("<li>%s</li>") % row for row in rows),
        )
        self.message_post(body=body)
        supervisor = self.company_id._get_expiry_user()
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Count what was not enough at the pick"),
            note=body,
            user_id=supervisor.id,
        )
        quants = self.env["stock.quant"].search(
            [("location_id", "in", lines.location_id.ids), ("product_id", "in", lines.product_id.ids)]
        )
        places = {(line.location_id, line.product_id, line.lot_id) for line in lines}
        quants = quants.filtered(lambda quant: (quant.location_id, quant.product_id, quant.lot_id) in places)
        # A worker asks for a count, he changes nothing.
        quants.sudo().write({"inventory_date": fields.Date.context_today(self), "user_id": supervisor.id})


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "stock.scan.document.mixin"]


class MrpProduction(models.Model):
    _name = "mrp.production"
    _inherit = ["mrp.production", "stock.scan.document.mixin"]

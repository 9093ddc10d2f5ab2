"""Expiry as a day: what stands on the box has no hour, and no time zone may move it."""

from odoo import api, fields, models


class StockLot(models.Model):
    _inherit = "stock.lot"

    expiration_day = fields.Date(
        "Expires On",
        compute="_compute_expiration_day",
        inverse="_inverse_expiration_day",
        help="Last day on which the goods are good, in the time zone of the warehouse.",
    )

    @api.depends("expiration_date", "company_id")
    def _compute_expiration_day(self):
        for lot in self:
            lot.expiration_day = lot.expiration_date and lot._get_stock_day(lot.expiration_date)

    def _inverse_expiration_day(self):
        """A moment of that day stays as it is: core's own forms and computations keep theirs."""
        for lot in self:
            company = lot.company_id or lot.env.company
            if lot.expiration_day != (lot.expiration_date and company._get_stock_day(lot.expiration_date)):
                # Who may change it, and why, was asked where the day was written.
                lot.sudo().expiration_date = lot.expiration_day and company._get_stock_day_end(lot.expiration_day)


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    expiration_day = fields.Date("Expires On", compute="_compute_expiration_day", inverse="_inverse_expiration_day")

    @api.depends("expiration_date", "company_id")
    def _compute_expiration_day(self):
        for line in self:
            company = line.company_id or line.env.company
            line.expiration_day = line.expiration_date and company._get_stock_day(line.expiration_date)

    def _inverse_expiration_day(self):
        for line in self:
            company = line.company_id or line.env.company
            if line.expiration_day != (line.expiration_date and company._get_stock_day(line.expiration_date)):
                line.expiration_date = line.expiration_day and company._get_stock_day_end(line.expiration_day)


class StockQuant(models.Model):
    _inherit = "stock.quant"

    def _get_gs1_barcode(self, gs1_quantity_rules_ai_by_uom=False):
        """Core writes the UTC day of its moments: east of Greenwich a local midnight is the day before."""
        barcode = super()._get_gs1_barcode(gs1_quantity_rules_ai_by_uom)
        if not self.use_expiration_date or not self.lot_id:
            return barcode
        head = ""
        for ai, moment in (("15", self.lot_id.use_date), ("17", self.lot_id.expiration_date)):
            if moment and barcode.startswith(written := ai + moment.strftime("%y%m%d")):
                barcode = barcode.removeprefix(written)
                head += ai + self.lot_id._get_stock_day(moment).strftime("%y%m%d")
        return head + barcode

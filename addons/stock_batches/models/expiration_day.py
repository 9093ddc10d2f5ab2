"""Expiry as a day: what stands on the box has no hour, and no time zone may move it."""

from odoo import api, fields, models

# What core counts back from the expiry when it is typed into its own form.
FOLLOWING = ("use_date", "removal_date", "alert_date")


class StockLot(models.Model):
    _inherit = "stock.lot"

    expiration_day = fields.Date(
        "Expires On",
        compute="_compute_expiration_day",
        inverse="_inverse_expiration_day",
        help="Last day on which the goods are good, in the time zone of the warehouse.",
    )

    def write(self, vals):
        """With another day the other days move, as in core's own form; in a write core sees no difference."""
        if "expiration_day" not in vals:
            return super().write(vals)
        before = {lot: {name: lot[name] for name in ("expiration_date", *FOLLOWING)} for lot in self}
        result = super().write(vals)
        for lot in self:
            lot._move_following(before[lot], [name for name in FOLLOWING if name not in vals])
        return result

    def _move_following(self, before, names):
        self.ensure_one()
        if before["expiration_date"] and self.expiration_date and before["expiration_date"] != self.expiration_date:
            moved = self.expiration_date - before["expiration_date"]
            # Who may change the expiry was asked where it was written.
            self.sudo().write(
                {name: before[name] + moved for name in names if before[name] and self[name] == before[name]}
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

    @api.model_create_multi
    def create(self, vals_list):
        """A screen sends the day empty where it was never shown: the moment that came with it counts."""
        for vals in vals_list:
            if vals.get("expiration_date") and not vals.get("expiration_day"):
                vals.pop("expiration_day", None)
        return super().create(vals_list)

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


class StockMove(models.Model):
    _inherit = "stock.move"

    @api.model
    def action_generate_lot_line_vals(self, context_data, mode, first_lot, count, lot_text):
        """Lines that the screen shows before they are stored have their day as well."""
        rows = super().action_generate_lot_line_vals(context_data, mode, first_lot, count, lot_text)
        for row in rows:
            if row.get("expiration_date"):
                row["expiration_day"] = self.env.company._get_stock_day(row["expiration_date"])
        return rows


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

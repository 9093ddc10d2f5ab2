from odoo import api, fields, models
from odoo.exceptions import UserError


class StockScrap(models.Model):
    _inherit = "stock.scrap"

    write_off_reason_id = fields.Many2one(
        "stock.scrap.reason.tag",
        "Main Reason",
        compute="_compute_write_off_reason_id",
        store=True,
        index="btree_not_null",
    )
    write_off_value = fields.Float(
        "Value at Cost",
        readonly=True,
        copy=False,
        groups="stock_batches.group_supervisor",
        help="Cost of the goods on the day they were written off.",
    )
    series_date = fields.Date(related="lot_id.series_date")
    needs_reason = fields.Boolean(compute="_compute_needs_reason")

    @api.depends("lot_id", "location_id")
    def _compute_needs_reason(self):
        """Series that leave by age, and whatever has expired; goods of other strategies are core's affair."""
        quants = self.env["stock.quant"]
        for scrap in self:
            lot = scrap.lot_id
            scrap.needs_reason = bool(lot) and (
                lot.freshness == "expired"
                or quants._get_removal_strategy(lot.product_id, scrap.location_id) == "series"
            )

    @api.depends("scrap_reason_tag_ids")
    def _compute_write_off_reason_id(self):
        for scrap in self:
            scrap.write_off_reason_id = scrap.scrap_reason_tag_ids.sorted("sequence")[:1]

    def do_scrap(self):
        """Series are written off with a reason, and their value of that day is kept for the report by month."""
        for scrap in self:
            if scrap.needs_reason and not scrap.scrap_reason_tag_ids:
                raise UserError(self.env._("Choose why series %s is written off.", scrap.lot_id.display_name))
        result = super().do_scrap()
        for scrap in self.sudo():  # the cost is no business of whoever carries the goods out
            quantity = scrap.product_uom_id._compute_quantity(scrap.scrap_qty, scrap.product_id.uom_id)
            scrap.write_off_value = quantity * scrap.product_id.with_company(scrap.company_id).standard_price
        return result


class StockLot(models.Model):
    _inherit = "stock.lot"

    def action_write_off(self):
        """Core's write-off, filled with this series and where most of it lies."""
        self.ensure_one()
        quants = self.quant_ids.filtered(lambda quant: quant.quantity > 0 and quant.location_id.usage == "internal")
        if not quants:
            raise UserError(self.env._("Nothing of series %s is on stock.", self.display_name))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Write Off"),
            "res_model": "stock.scrap",
            "view_mode": "form",
            "views": [(self.env.ref("stock.stock_scrap_form_view2").id, "form")],
            "target": "new",
            "context": self._get_write_off_defaults(quants.sorted("quantity")[-1:]),
        }

    def _get_write_off_defaults(self, quant):
        reason = self.env.ref("stock_batches.scrap_reason_expired", raise_if_not_found=False)
        return {
            "default_product_id": self.product_id.id,
            "default_lot_id": self.id,
            "default_location_id": quant.location_id.id,
            "default_package_id": quant.package_id.id,
            "default_owner_id": quant.owner_id.id,
            "default_scrap_qty": quant.quantity,
            "default_company_id": quant.company_id.id,
            "default_scrap_reason_tag_ids": reason.ids if reason and self.freshness == "expired" else [],
        }

from odoo import api, fields, models
from odoo.exceptions import UserError


class StockSeriesSplit(models.TransientModel):
    _name = "stock.series.split"
    _description = "Series Found on Goods Without a Number"

    lot_id = fields.Many2one("stock.lot", "Taken From", required=True, domain="[('is_unlabelled', '=', True)]")
    product_id = fields.Many2one(related="lot_id.product_id")
    quant_id = fields.Many2one(
        "stock.quant",
        "Where",
        compute="_compute_quant_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        domain="[('lot_id', '=', lot_id), ('quantity', '>', 0), ('location_id.usage', '=', 'internal')]",
    )
    location_id = fields.Many2one(related="quant_id.location_id", string="Location")
    quantity = fields.Float(digits="Product Unit", required=True, default=1)
    name = fields.Char("Series Number", required=True)
    production_date = fields.Date()
    expiration_day = fields.Date("Expires On")
    use_expiration_date = fields.Boolean(related="product_id.use_expiration_date")

    @api.depends("lot_id")
    def _compute_quant_id(self):
        quants = self.env["stock.quant"].search(
            [("lot_id", "in", self.lot_id.ids), ("quantity", ">", 0), ("location_id.usage", "=", "internal")]
        )
        by_lot = quants.grouped("lot_id")
        for split in self:
            split.quant_id = by_lot.get(split.lot_id, quants.browse())[:1]

    def action_split(self):
        """A count of both series in that place: core writes the two movements."""
        self.ensure_one()
        quant = self.quant_id
        if not 0 < self.quantity <= quant.quantity:
            raise UserError(self.env._("There are %(number)s here: split off no more.", number=f"{quant.quantity:g}"))
        lot = self._get_series()
        counts = self.env["stock.quant"].with_context(
            inventory_mode=True, inventory_name=self.env._("Series found on a label")
        )
        there = lot.quant_ids.filtered(quant._lies_with)
        values = quant._prepare_adopted(lot, self.quantity + sum(there.mapped("quantity")))
        counts.create(values)._apply_inventory()
        return {"type": "ir.actions.act_window_close"}

    def _get_series(self):
        """The series of that number, made when it is new."""
        known = self.env["stock.lot"].search(
            [
                ("product_id", "=", self.product_id.id),
                ("name", "=", self.name.strip()),
                ("company_id", "in", (False, self.lot_id.company_id.id)),
            ],
            limit=1,
        )
        return known or self.env["stock.lot"].create(self._prepare_series())

    def _prepare_series(self):
        values = {
            "name": self.name.strip(),
            "product_id": self.product_id.id,
            "company_id": self.lot_id.company_id.id,
            "production_date": self.production_date,
        }
        if self.use_expiration_date:
            company = self.lot_id.company_id or self.env.company
            day = self.expiration_day
            values["expiration_date"] = day and company._get_stock_day_end(day)
        return values

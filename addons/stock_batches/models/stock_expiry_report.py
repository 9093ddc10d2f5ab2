from odoo import fields, models
from odoo.tools import SQL


class StockExpiryReport(models.Model):
    _name = "stock.expiry.report"
    _description = "Stock by Expiry"
    _auto = False
    _order = "expiration_date, id"
    _rec_name = "lot_id"

    lot_id = fields.Many2one("stock.lot", "Series", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", "Category", readonly=True)
    location_id = fields.Many2one("stock.location", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    quantity = fields.Float("On Hand", digits="Product Unit", readonly=True)
    reserved_quantity = fields.Float("Reserved", digits="Product Unit", readonly=True)
    value = fields.Float("Value at Cost", readonly=True)
    expiration_date = fields.Datetime("Expires At", readonly=True)
    expiration_day = fields.Date("Expires On", related="lot_id.expiration_day")
    days_left = fields.Integer(readonly=True, aggregator="min")
    horizon = fields.Selection(
        [
            ("1_expired", "Expired"),
            ("2_30", "Within 30 days"),
            ("3_60", "Within 60 days"),
            ("4_90", "Within 90 days"),
            ("5_later", "Later"),
        ],
        readonly=True,
    )
    is_blocked = fields.Boolean("Blocked", readonly=True)
    takers_count = fields.Integer("Open Deliveries", compute="_compute_takers_count")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT quant.id, quant.lot_id, quant.product_id, template.categ_id, quant.location_id, place.warehouse_id,
                   quant.company_id, quant.quantity, quant.reserved_quantity, quant.expiration_date,
                   quant.series_blocked AS is_blocked,
                   quant.quantity * COALESCE((product.standard_price ->> quant.company_id::text)::numeric, 0) AS value,
                   day.days_left,
                   CASE WHEN day.days_left < 0 THEN '1_expired'
                        WHEN day.days_left <= 30 THEN '2_30'
                        WHEN day.days_left <= 60 THEN '3_60'
                        WHEN day.days_left <= 90 THEN '4_90'
                        ELSE '5_later' END AS horizon
              FROM stock_quant quant
             CROSS JOIN LATERAL (
                   SELECT (quant.expiration_date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date - %(today)s AS days_left
                  ) AS day
              JOIN stock_location place ON place.id = quant.location_id AND place.usage IN ('internal', 'transit')
              JOIN product_product product ON product.id = quant.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
             WHERE quant.quantity > 0 AND quant.expiration_date IS NOT NULL AND template.use_expiration_date
            """,
            zone=str(self.env.company._get_stock_zone()),
            today=self.env.company._get_stock_day(),
        )

    def _compute_takers_count(self):
        """Open deliveries of the product that could still take this series."""
        takers = self._get_takers()
        for row in self:
            row.takers_count = len(takers[row])

    def _get_takers(self):
        """{row: moves to customers, not picked yet, that may use the series and start where it lies}"""
        moves = self.env["stock.move"].search(
            [
                ("product_id", "in", self.product_id.ids),
                ("state", "in", ("confirmed", "waiting", "partially_available", "assigned")),
                ("picked", "=", False),
                ("move_orig_ids", "=", False),
            ]
        )
        moves = moves.filtered(lambda move: move._leaves_house())
        limits, by_product = moves._get_limits(), moves.grouped("product_id")
        return {
            row: by_product.get(row.product_id, moves.browse()).filtered(
                lambda move, row=row: (
                    row.lot_id._is_usable_until(*limits[move]) and row.location_id._child_of(move.location_id)
                )
            )
            for row in self
        }

    def action_open_takers(self):
        self.ensure_one()
        takers = self._get_takers()[self]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Deliveries That Could Take Series %s", self.lot_id.name),
            "res_model": "stock.picking",
            "view_mode": "list,form",
            "domain": [("id", "in", takers.picking_id.ids)],
        }

    def action_open_series(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "stock.lot",
            "res_id": self.lot_id.id,
            "view_mode": "form",
        }

    def action_write_off(self):
        self.ensure_one()
        action = self.lot_id.action_write_off()
        action["context"] |= {"default_location_id": self.location_id.id, "default_scrap_qty": self.quantity}
        return action

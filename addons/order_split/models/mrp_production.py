from odoo import api, fields, models

WATCHED = {"state", "product_qty", "qty_producing", "date_start", "date_finished", "sale_line_id"}


class MrpProduction(models.Model):
    _inherit = "mrp.production"
    _supply_link_field = "production_id"

    sale_line_id = fields.Many2one(index="btree_not_null")
    # The inverse spares the plan a search each time that an order changes.
    supply_line_ids = fields.One2many("sale.supply.line", "production_id", "Supply plan", copy=False)
    supply_order_id = fields.Many2one(related="sale_line_id.order_id", string="Customer order")
    supply_reported = fields.Float(
        "Reported as done", digits="Product Unit", copy=False, readonly=True, help="What the foreman said is done."
    )
    supply_reason = fields.Char("Reason for the date", copy=False, readonly=True)

    def _get_supply_open_quantity(self):
        """What is still to come into the stock, in the unit of the product."""
        self.ensure_one()
        if self.state != "done":
            return self.product_uom_qty
        return self.move_finished_ids.filtered(lambda move: move.product_id == self.product_id)._get_supply_arrivals()

    def _get_supply_firmness(self):
        """0 when nobody began and nobody planned it: it costs nothing to take back."""
        self.ensure_one()
        idle = self.state in ("draft", "confirmed") and not self.is_planned and not self.qty_producing
        return 0 if idle and not any(self.workorder_ids.mapped("duration")) else 2

    def _get_supply_progress(self):
        """How far, in per cent: by finished work orders or by what the foreman said, whichever is further.

        The quantity being produced tells nothing where there are work orders: core sets it when the first begins.
        """
        self.ensure_one()
        if self.state in ("draft", "confirmed", "cancel") or not self.product_qty:
            return 0.0
        if self.state in ("to_close", "done"):
            return 100.0
        work = self.workorder_ids.filtered(lambda order: order.state != "cancel")
        by_quantity = max(self.supply_reported, 0.0 if work else self.qty_producing) / self.product_qty
        by_work = len(work.filtered(lambda order: order.state == "done")) / len(work) if work else 0.0
        return 100.0 * min(max(by_quantity, by_work, 0.0), 1.0)

    def _take_back_supply(self, quantity):
        """Lower the order by `quantity` (unit of the product) or cancel it; what could not be taken is returned."""
        self.ensure_one()
        left = self.product_uom_qty - quantity
        order = self.with_context(skip_activity=True)
        if self.product_id.uom_id.compare(left, 0) <= 0:
            order.action_cancel()
            return max(-left, 0.0)
        target = self.product_id.uom_id._compute_quantity(left, self.product_uom_id, rounding_method="UP")
        if self.product_uom_id.compare(target, self.product_qty) < 0:
            change = self.env["change.production.qty"].with_context(skip_activity=True)
            change.create({"mo_id": self.id, "product_qty": target}).change_prod_qty()
        return max(self.product_uom_qty - left, 0.0)

    def action_report_progress(self):
        """Open the foreman's report on this order."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "mrp.production.report",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_production_id": self.id},
        }

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders.sudo().sale_line_id._touch_supply()  # production people may not read order lines
        return orders

    def write(self, vals):
        lines = self.sudo().sale_line_id if "sale_line_id" in vals else self.env["sale.order.line"].sudo()
        result = super().write(vals)
        if WATCHED & vals.keys():
            (lines | self.sudo().sale_line_id)._touch_supply()  # as above
        return result

    def unlink(self):
        self.sudo().sale_line_id._touch_supply()  # as above
        return super().unlink()

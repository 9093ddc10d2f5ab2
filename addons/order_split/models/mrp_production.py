from odoo import api, fields, models
from odoo.exceptions import UserError

WATCHED = {"state", "product_qty", "qty_producing", "supply_percent", "date_start", "date_finished", "sale_line_id"}


class MrpProduction(models.Model):
    _inherit = "mrp.production"
    _supply_link_field = "production_id"

    sale_line_id = fields.Many2one(index="btree_not_null")
    # The inverse spares the plan a search each time that an order changes.
    supply_line_ids = fields.One2many("sale.supply.line", "production_id", "Supply plan", copy=False)
    supply_root_line_id = fields.Many2one(
        "sale.order.line",
        "Components for order line",
        index="btree_not_null",
        readonly=True,
        help="Made as a component of what is made for this order line.",
    )
    supply_order_id = fields.Many2one(related="sale_line_id.order_id", string="Customer order")
    supply_reported = fields.Float(
        "Reported as done", digits="Product Unit", copy=False, readonly=True, help="What the foreman said is done."
    )
    supply_percent = fields.Float(
        "Reported as done, %", digits=(5, 1), copy=False, readonly=True, help="What the foreman said of the work."
    )
    supply_progress = fields.Float(
        "How far", compute="_compute_supply_progress", help="In per cent, as customer orders show it."
    )
    supply_reason = fields.Char("Reason for the date", copy=False, readonly=True)

    @api.depends("state", "qty_producing", "product_qty", "supply_reported", "supply_percent", "workorder_ids.state")
    def _compute_supply_progress(self):
        for order in self:
            order.supply_progress = order._get_supply_progress()

    def _get_supply_open_quantity(self):
        """What is still to come into the stock, in the unit of the product."""
        self.ensure_one()
        if self.state != "done":
            return self.product_uom_qty
        return self.move_finished_ids.filtered(lambda move: move.product_id == self.product_id)._get_supply_arrivals()

    def _get_supply_root(self):
        """The order line for which this, or what it is a component of, is made."""
        return self.sale_line_id | self.supply_root_line_id

    def _get_supply_warehouse(self):
        return self.picking_type_id.warehouse_id

    def _get_supply_date(self):
        return self.date_finished or self.date_start

    def _get_supply_firmness(self):
        """0 when nobody began and nobody planned it: it costs nothing to take back."""
        self.ensure_one()
        begun = self.is_planned or self.qty_producing or self.supply_percent
        idle = self.state in ("draft", "confirmed") and not begun
        return 0 if idle and not any(self.workorder_ids.mapped("duration")) else 2

    def _get_supply_done(self):
        """Pieces that the foreman said are done; where there are work orders core's quantity tells nothing."""
        return self.supply_reported or (0.0 if self.workorder_ids else self.qty_producing)

    def _get_supply_progress(self):
        """How far, in per cent: by finished work orders or by what the foreman said, whichever is further. He may
        say it of work on which no piece is done yet.

        The quantity being produced tells nothing where there are work orders: core sets it when the first begins.
        """
        self.ensure_one()
        if self.state == "cancel" or not self.product_qty:
            return 0.0
        if self.state in ("to_close", "done"):
            return 100.0
        if self.state in ("draft", "confirmed"):
            return min(self.supply_percent, 100.0)
        work = self.workorder_ids.filtered(lambda order: order.state != "cancel")
        by_quantity = max(self.supply_reported, 0.0 if work else self.qty_producing) / self.product_qty
        by_work = len(work.filtered(lambda order: order.state == "done")) / len(work) if work else 0.0
        return 100.0 * min(max(by_quantity, by_work, self.supply_percent / 100.0, 0.0), 1.0)

    def _takes_supply_along(self):
        """Whether core adds to this order what is missing in addition, instead of making another one."""
        return not self._get_supply_firmness() and not self.user_id

    def _set_supply_date(self, date, reason):
        """When these orders will be ready, and why not as planned; the plans of customer orders read both."""
        self.filtered(lambda order: order.state == "draft").action_confirm()
        for order in self:  # each has its own start, core moves it with the end
            order.with_context(force_date=True).date_finished = date
            order.message_post(body=self.env._("New date, because: %s", reason))
        self.supply_reason = reason

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

    def action_merge(self):
        """Core forgets the order lines: each keeps its part of the merged order."""
        parts = [(order.sudo().sale_line_id, order.product_uom_qty) for order in self]
        roots = self.sudo().supply_root_line_id
        if len(roots) > 1 or (roots and self.filtered(lambda order: not order.sudo().supply_root_line_id)):
            raise UserError(self.env._("These are components of different customer orders: they cannot be one order."))
        action = super().action_merge()
        merged = self.browse(action["res_id"])
        lines = merged.sudo().sale_line_id.union(*(line for line, _quantity in parts))
        if len(lines) == 1 and all(line for line, _quantity in parts):
            merged.sudo().sale_line_id = lines
        elif lines:
            self.env["sale.supply.claim"].sudo().create(
                [merged._prepare_merge_claim(line, quantity) for line, quantity in parts if line]
            )
        if len(roots) == 1:
            merged.supply_root_line_id = roots
        return action

    def _prepare_merge_claim(self, line, quantity):
        return {
            "order_line_id": line.id,
            "warehouse_id": self._get_supply_warehouse().id,
            "product_id": self.product_id.id,
            "quantity": quantity,
            "open_quantity": quantity,
            "reason": self.env._("production orders were merged into %s", self.name),
            "by_planner": True,
        }

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
        orders._touch_supply()
        return orders

    def write(self, vals):
        if "sale_line_id" in vals:
            self._touch_supply()
        result = super().write(vals)
        if WATCHED & vals.keys():
            self._touch_supply()
        return result

    def unlink(self):
        self._touch_supply()
        return super().unlink()

    def _touch_supply(self):
        """Order lines that get something of these orders; production people may not read them."""
        orders = self.sudo()
        lines = orders._get_supply_root() | orders.supply_line_ids.order_line_id
        lines._touch_supply()

from odoo import api, fields, models
from odoo.exceptions import UserError


class MrpProductionReport(models.TransientModel):
    """The foreman's word on a production order: how much is done, or until when and why."""

    _name = "mrp.production.report"
    _description = "Report on a production order"

    production_id = fields.Many2one("mrp.production", "Production order", required=True, ondelete="cascade")
    product_id = fields.Many2one(related="production_id.product_id")
    product_qty = fields.Float(related="production_id.product_qty", string="To produce")
    product_uom_id = fields.Many2one(related="production_id.product_uom_id", string="Unit")
    done_quantity = fields.Float(
        "Done", digits="Product Unit", compute="_compute_from_order", store=True, readonly=False, precompute=True
    )
    done_percent = fields.Float(
        "Done, %",
        digits=(5, 1),
        compute="_compute_done_percent",
        store=True,
        readonly=False,
        precompute=True,
        help="How far the work is, also where no piece is done yet.",
    )
    date_ready = fields.Datetime("Ready on", compute="_compute_from_order", store=True, readonly=False, precompute=True)
    reason = fields.Char(help="Needed when the date changes.")

    @api.depends("production_id")
    def _compute_from_order(self):
        for report in self:
            order = report.production_id
            report.done_quantity = order._get_supply_done()
            report.date_ready = report.production_id.date_finished

    @api.depends("production_id", "done_quantity")
    def _compute_done_percent(self):
        for report in self:
            order = report.production_id
            by_quantity = 100.0 * report.done_quantity / order.product_qty if order.product_qty else 0.0
            is_same = order and report.done_quantity == order._get_supply_done()
            report.done_percent = max(order.supply_percent, by_quantity) if is_same else by_quantity

    def action_report(self):
        """Note how far the order is; nothing is put on stock yet."""
        for report in self:
            report._check_report()
            report._report_date()
            report._report_quantity()
        return {"type": "ir.actions.act_window_close"}

    def action_finish(self):
        """Put what is done on stock; the rest stays as an order of its own."""
        for report in self:
            if report.done_quantity <= 0:
                raise UserError(self.env._("Write how much is done before you put it on stock."))
        self.action_report()
        for order in self.production_id:
            context = {"skip_backorder": True, "skip_consumption": True, "skip_redirection": True}
            if order.product_uom_id.compare(order.qty_producing, order.product_qty) < 0:
                context["mo_ids_to_backorder"] = order.ids
            result = order.with_context(**context).button_mark_done()
            if isinstance(result, dict):
                return result
        return {"type": "ir.actions.act_window_close"}

    def _check_report(self):
        self.ensure_one()
        order = self.production_id
        if order.state in ("done", "cancel"):
            raise UserError(self.env._("%s is closed already.", order.name))
        if self.done_quantity < 0 or order.product_uom_id.compare(self.done_quantity, order.product_qty) > 0:
            raise UserError(self.env._("Done must lie between 0 and %(quantity)g.", quantity=order.product_qty))
        if not 0 <= self.done_percent <= 100:
            raise UserError(self.env._("Done must lie between 0 and 100 per cent."))
        if self._moves_date() and not self.reason:
            raise UserError(self.env._("Give the reason for the new date."))

    def _moves_date(self):
        old = self.production_id.date_finished
        return bool(self.date_ready) and (not old or self.date_ready.replace(second=0) != old.replace(second=0))

    def _report_date(self):
        """The date and its reason stay on the order, where the salesman's supply plan reads them."""
        if not self._moves_date():
            return
        self.production_id._set_supply_date(self.date_ready, self.reason)

    def _report_quantity(self):
        order = self.production_id
        order.write({"supply_reported": self.done_quantity, "supply_percent": self.done_percent})
        if order.product_uom_id.compare(self.done_quantity, order.qty_producing) == 0:
            return
        if order.state == "draft":
            order.action_confirm()
        order.qty_producing = self.done_quantity
        order.set_qty_producing()

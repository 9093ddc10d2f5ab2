from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    service_contract_ids = fields.One2many("service.contract", "order_id", "Service contracts")

    def _check_sale_way(self, way):
        # A service offer came before the order of a contract: that is its proposal.
        return super(SaleOrder, self.filtered(lambda order: not order.sudo().service_contract_ids))._check_sale_way(way)

    def _payment_changed(self):
        result = super()._payment_changed()
        # The accountant who enters payments touches no deals.
        deals = self.sudo().opportunity_id
        deals._close_when_done()
        unpaid = self.sudo().filtered(lambda order: order._is_unpaid() and order.company_id.closing_needs_payment)
        # A deal that was closed by its last point had been paid in full.
        paid_once = unpaid.opportunity_id.filtered(lambda lead: not lead.closed_early_reason)
        paid_once._follow_up(self.env._("A payment was taken back"))
        return result

    def _is_unpaid(self):
        return self.currency_id.compare_amounts(self.amount_received, self.amount_total) < 0

    def _supply_changed(self):
        result = super()._supply_changed()
        self.sudo().opportunity_id._close_when_done()  # the storeman who ships touches no deals
        return result

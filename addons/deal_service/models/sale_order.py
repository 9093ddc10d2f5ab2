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
        unpaid = self.sudo().filtered(
            lambda order: order.currency_id.compare_amounts(order.amount_received, order.amount_total) < 0
        )
        unpaid.opportunity_id.filtered(lambda lead: not lead.closed_early_reason)._follow_up(
            self.env._("A payment was taken back")
        )
        return result

    def _supply_changed(self):
        result = super()._supply_changed()
        self.sudo().opportunity_id._close_when_done()  # the storeman who ships touches no deals
        return result

from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _get_form_lines(self):
        return self.order_line.filtered(lambda line: not line.display_type and line.product_uom_qty)

    def _get_form_contract(self):
        """The contract that the order is sold under."""
        contracts = self.env["sale.contract"].search([("deal_id", "in", self.opportunity_id.ids)], order="date, id")
        standing = contracts.filtered(lambda contract: contract.state != "ended")
        own = standing.filtered(lambda contract: contract.order_id == self)
        return (own or standing)[-1:]

    def action_print_form(self):
        """Choose which paper of this order is printed."""
        return self.env["sale.form.print"]._open(self)

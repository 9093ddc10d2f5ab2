from odoo import models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """The part of a customer order that is changed after it was agreed."""

    _inherit = "sale.order"

    def action_change_order(self):
        """Open the dialog in which an agreed order is changed."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "sale" or self.locked:
            raise UserError(self.env._("Order %s is not open for changes.", self.name))
        lines = self.order_line.filtered(lambda line: line.product_id and not line.is_downpayment)
        change = self.env["sale.order.change"].create(
            {"order_id": self.id, "line_ids": [(0, 0, self._prepare_change_line(line)) for line in lines]}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change the Order"),
            "res_model": change._name,
            "res_id": change.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _prepare_change_line(self, line):
        return {
            "line_id": line.id,
            "product_id": line.product_id.id,
            "quantity": line.product_uom_qty,
            "price_unit": line.price_unit,
            "discount": line.discount,
            "wanted_on": line.wanted_on,
            "terms": line.terms,
        }


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def action_change_order(self):
        """Change the customer order of this deal."""
        self.ensure_one()
        return self.quotation_id.action_change_order()

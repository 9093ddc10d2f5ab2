"""Where labels are printed from."""

from odoo import models
from odoo.exceptions import UserError


class StockLot(models.Model):
    _inherit = "stock.lot"

    def action_print_labels(self):
        quantities = {lot: lot.product_qty for lot in self}
        return self.env["stock.label.print"]._get_print_action(self, quantities)


class ProductProduct(models.Model):
    _inherit = "product.product"

    def action_print_labels(self):
        return self.env["stock.label.print"]._get_print_action(self)


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def action_print_shelf_labels(self):
        return self.product_variant_ids.action_print_labels()


class StockLocation(models.Model):
    _inherit = "stock.location"

    def action_print_labels(self):
        return self.env["stock.label.print"]._get_print_action(self)


class StockPackage(models.Model):
    _inherit = "stock.package"

    def action_print_labels(self):
        return self.env["stock.label.print"]._get_print_action(self)


class ResUsers(models.Model):
    _inherit = "res.users"

    def action_print_labels(self):
        return self.env["stock.label.print"]._get_print_action(self)


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def action_print_labels(self):
        """Series of the transfer, as many as came in; goods without series by their product."""
        lines = self.move_line_ids.filtered(lambda line: line.quantity > 0)
        lots, quantities = lines.lot_id, {}
        for line in lines.filtered("lot_id"):
            quantities[line.lot_id] = quantities.get(line.lot_id, 0) + line.quantity_product_uom
        if not lots:
            raise UserError(self.env._("There is no series in this transfer yet: validate it or choose the series."))
        return self.env["stock.label.print"]._get_print_action(lots, quantities)

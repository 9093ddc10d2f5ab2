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
        """Series of the transfer, as many as came in; goods without series by their product, where it has a code."""
        quantities = {}
        for line in self.move_line_ids.filtered(lambda line: line.quantity > 0):
            record = line.lot_id or line.product_id
            if line.lot_id or (record.tracking == "none" and (record.barcode or record.default_code)):
                quantities[record] = quantities.get(record, 0) + line.quantity_product_uom
        if not quantities:
            raise UserError(
                self.env._(
                    "Nothing here has a label: validate the transfer or choose the series, or give the products a barcode."
                )
            )
        return self.env["stock.label.print"]._get_print_action(list(quantities), quantities)

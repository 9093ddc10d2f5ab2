from odoo import api, fields, models
from odoo.exceptions import UserError

AGREED = {"product_id", "product_uom_qty", "product_uom_id", "price_unit", "discount", "tax_ids", "wanted_on", "terms"}


class SaleOrderLine(models.Model):
    """Lines of a deal's customer order: what was agreed with the customer is not changed in silence."""

    _inherit = "sale.order.line"

    wanted_on = fields.Date("Wanted on", help="When the customer wants these goods; empty: as the whole order.")
    terms = fields.Char(help="What was promised for these goods only: packing, test run, delivery in parts.")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # A delivery of something else and an advance bring lines of their own, without an ordered quantity.
        lines.filtered("product_uom_qty")._check_agreed_stays()
        return lines

    def write(self, vals):
        if AGREED & vals.keys():
            self.filtered(lambda line: line._says_otherwise(vals))._check_agreed_stays()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        self.filtered("product_uom_qty")._check_agreed_stays()

    def _get_printed_blocks(self):
        """The lines as they are kept together on paper: a heading with the line that follows it.

        There is one block at least, so that a form has where to put its head and its totals.
        """
        blocks = [self.browse()]
        for line in self:
            if blocks[-1] and not (blocks[-1][-1].display_type or "").endswith("section"):
                blocks.append(self.browse())
            blocks[-1] += line
        return blocks

    def _says_otherwise(self, vals):
        """True when the values are not those that the line has: a form may send what nobody touched."""
        names = AGREED & vals.keys()
        return any(self._fields[name].convert_to_write(self[name], self) != vals[name] for name in names)

    def _check_agreed_stays(self):
        # The dialog writes as the program, after it asked what a change does and who agreed to it.
        if self.env.su:
            return
        for line in self:
            if line.state == "sale" and line.order_id.sudo().opportunity_id and not line.display_type:
                raise UserError(
                    self.env._(
                        "Order %s is agreed with the customer: press “Change the order” on the deal.",
                        line.order_id.name,
                    )
                )

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare


class StockPicking(models.Model):
    _inherit = "stock.picking"

    form_ids = fields.One2many("sale.form", "picking_id", "Printed forms")
    form_vehicle = fields.Char("Vehicle", copy=False, help="Make and state number, printed on the transport waybill.")
    form_driver = fields.Char("Driver", copy=False)
    form_carrier_id = fields.Many2one("res.partner", "Carrier", copy=False, index="btree_not_null")
    form_packages = fields.Integer("Places", copy=False)

    def _action_done(self):
        leaving = self.filtered(lambda picking: picking.picking_type_code == "outgoing" and picking.sale_id)
        # The storeman reads no debts: he is told whom to ask.
        for order in leaving.sudo().sale_id:
            try:
                order._check_credit()
            except UserError as error:
                raise UserError(
                    self.env._("Order %s must not leave: its customer has not paid. Ask the head of sales.", order.name)
                ) from error
        return super()._action_done()

    def action_print_form(self):
        """Choose which paper of this delivery is printed."""
        return self.env["sale.form.print"]._open(self)

    def _get_form_quantities(self):
        """{sale.order.line: (quantity of this delivery, quantity of earlier ones)} in the line's unit."""
        self.ensure_one()
        # Read together: each move, and each line with its product and its taxes, would ask by itself.
        moves = self.move_ids.with_prefetch()
        lines = moves.sale_line_id.with_prefetch()
        lines.product_id.product_tmpl_id.mapped("origin_country_id.name")
        own = self._sum_form_moves(moves)
        earlier = lines.move_ids.with_prefetch().filtered(lambda move: move._is_before(self))
        before = self._sum_form_moves(earlier)
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return {
            line: (own[line], before.get(line, 0.0))
            for line in lines
            if float_compare(own.get(line, 0), 0, precision_digits=digits) > 0
        }

    def _sum_form_moves(self, moves):
        """{sale.order.line: quantity that these moves bring to the customer}; a kit counts as far as it is whole."""
        sums = {}
        live = moves.filtered(lambda move: move.state != "cancel" and move._leaves_for_customer())
        for line, group in live.grouped("sale_line_id").items():
            same = group.filtered(lambda move, line=line: move.product_id == line.product_id)
            sums[line] = (
                sum(same.mapped(lambda move: move._get_form_quantity())) if same else line._get_kit_share(group)
            )
        return sums

    def _get_form_lots(self):
        """{product: its series that leave}"""
        lines = self.move_line_ids.with_prefetch().filtered("lot_id")
        # As above.
        lots = lines.lot_id.with_prefetch()
        lots.product_id.product_tmpl_id.mapped("origin_country_id.name")
        lots.mapped("origin_country_id.name")
        by_product = lots.grouped("product_id")
        return {product: group.with_prefetch(lots.ids) for product, group in by_product.items()}

    def _get_form_origins(self):
        """{product id: what its series that leave say of their origin}"""
        return {product.id: lots._describe_origin() for product, lots in self._get_form_lots().items()}

    def _get_form_series(self):
        """{product id: series and serial numbers that leave, in one line}."""
        return {product.id: ", ".join(lots.mapped("name")) for product, lots in self._get_form_lots().items()}

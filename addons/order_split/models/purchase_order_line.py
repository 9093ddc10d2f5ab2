from odoo import api, fields, models

WATCHED = {"product_qty", "product_uom_id", "date_planned", "sale_line_id", "product_id"}


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"
    _supply_link_field = "purchase_line_id"

    # The inverse spares the plan a search each time that a line changes.
    supply_line_ids = fields.One2many("sale.supply.line", "purchase_line_id", "Supply plan", copy=False)

    supply_root_line_id = fields.Many2one(
        "sale.order.line",
        "Components for order line",
        index="btree_not_null",
        readonly=True,
        copy=False,
        help="Bought as a component of what is made for this order line.",
    )

    supply_reason = fields.Char("Reason for the date", copy=False, readonly=True)

    def _get_supply_root(self):
        """The order line for which this, or what it is a component of, is bought."""
        return self.sale_line_id | self.supply_root_line_id

    def _get_supply_warehouse(self):
        return self.order_id.picking_type_id.warehouse_id

    def _get_supply_date(self):
        return self.date_planned or self.order_id.date_order

    def _is_supply_dropship(self):
        """The vendor sends the goods straight to the customer."""
        return self.order_id.picking_type_id.default_location_dest_id.usage == "customer"

    def _get_supply_open_quantity(self):
        """What is still to come into the stock, in the unit of the product.

        Of a confirmed order that is what its receipts say: a receipt that was refused or closed short brings
        nothing, whatever the line says.
        """
        self.ensure_one()
        if self.order_id.state != "purchase":
            return max(self.product_uom_qty, 0.0)
        moves = self.move_ids.filtered(
            lambda move: move.product_id == self.product_id and move.location_dest_id.usage != "supplier"
        )
        awaited = moves.filtered(lambda move: move.state not in ("done", "cancel"))
        return sum(awaited.mapped("product_qty")) + moves._get_supply_arrivals()

    def _get_supply_firmness(self):
        """0 for a draft nobody has sent: it costs nothing to take back."""
        self.ensure_one()
        return {"draft": 0, "sent": 1, "to approve": 1}.get(self.order_id.state, 3)

    def _takes_supply_along(self):
        """Whether core adds to this line what is missing in addition, instead of making another one."""
        return not self._get_supply_firmness()

    def _set_supply_date(self, date, reason):
        """When these lines will come, and why not as planned; the plans of customer orders read both."""
        self.write({"date_planned": date, "supply_reason": reason})
        for order in self.order_id:
            order.message_post(body=self.env._("New date, because: %s", reason))

    def _get_supply_direct_link(self):
        return {"purchase_line_id": self.id}

    def _take_back_supply(self, quantity):
        """Lower the line by `quantity` (unit of the product) or drop it; what could not be taken is returned."""
        self.ensure_one()
        uom, order = self.product_id.uom_id, self.order_id
        left = self.product_uom_qty - quantity
        if uom.compare(left, 0) <= 0:
            self.unlink()
            if not order.order_line:
                order.button_cancel()
            return max(-left, 0.0)
        target = uom._compute_quantity(left, self.product_uom_id, rounding_method="UP")
        if self.product_uom_id.compare(target, self.product_qty) < 0:
            self.product_qty = target
        return max(self.product_uom_qty - left, 0.0)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._touch_supply()
        return lines

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
        """Order lines that get something of these lines; buyers may not read them."""
        rows = self.sudo()
        lines = rows._get_supply_root() | rows.supply_line_ids.order_line_id
        lines._touch_supply()

    # Each order line has its own

    def _find_candidate(self, product_id, product_qty, product_uom, location_id, name, origin, company_id, values):
        """What is ordered for one order line, or for nobody, is not put on the line of another."""
        wanted = (values.get("sale_line_id") or False, values.get("supply_root_line_id") or False)
        lines = self
        if not values.get("move_dest_ids"):
            lines = self.filtered(lambda row: (row.sale_line_id.id, row.supply_root_line_id.id) == wanted)
        return super(PurchaseOrderLine, lines)._find_candidate(
            product_id, product_qty, product_uom, location_id, name, origin, company_id, values
        )

    @api.model
    def _prepare_purchase_order_line_from_procurement(
        self, product_id, product_qty, product_uom, location_dest_id, name, origin, company_id, values, po
    ):
        prepared = super()._prepare_purchase_order_line_from_procurement(
            product_id, product_qty, product_uom, location_dest_id, name, origin, company_id, values, po
        )
        return prepared | {"supply_root_line_id": values.get("supply_root_line_id", False)}

from collections import Counter

from odoo import fields, models

from .equipment_certification_gate import Piece


class SaleOrderLine(models.Model):
    """The part of an order line that knows what a rule may be for: its product, and of a kit what is delivered for it."""

    _inherit = "sale.order.line"

    certified_type_id = fields.Many2one(
        "equipment.type",
        "Certified as",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The equipment type as it was when the order was confirmed.",
    )
    # Of a kit, as it was when the order was confirmed: {product id: {"type": equipment type id, "number": in one kit}}.
    certified_parts = fields.Json(readonly=True, copy=False)
    is_certification_fixed = fields.Boolean(readonly=True, copy=False)

    def _fix_certified_type(self):
        """What the goods are when they are agreed decides; what their product becomes later changes no order."""
        lines = self.sudo()  # whoever confirms need not read products of other companies
        for kind, same in lines.grouped(lambda line: line.product_id.equipment_type_id).items():
            same.write({"certified_type_id": kind.id, "is_certification_fixed": True, "certified_parts": False})
        lines._fix_kit_parts()

    def _fix_kit_parts(self):
        for line, parts in self._find_kit_parts().items():
            line.certified_parts = {
                str(product.id): {"type": product.equipment_type_id.id, "number": number}
                for product, number in parts.items()
            }

    def _find_kit_parts(self):
        """{order line: {product: number in one kit}} of the lines whose product is delivered as its components."""
        # A salesman may not read all bills of materials.
        return {line: line._explode_kit(bom) for line, bom in self.sudo()._find_supply_kits().items()}

    def _explode_kit(self, bom):
        # What is rounded is rounded for the whole line.
        kits = self._get_ordered_pieces() or 1.0
        number = self.product_id.uom_id._compute_quantity(kits, bom.product_uom_id, round=False) / bom.product_qty
        parts = Counter()
        for row, data in bom.explode(self.product_id, number)[1]:
            parts[row.product_id] += row.product_uom_id._compute_quantity(data["qty"], row.product_id.uom_id) / kits
        return parts

    def _get_certified_type(self, product=None):
        """The equipment type by which the goods of this line are certified.

        :param product: what is moved, for goods without an order and for components of kits
        """
        product = product or self.product_id
        if not self.is_certification_fixed:
            return product.equipment_type_id
        if product == self.product_id:
            return self.certified_type_id
        part = (self.certified_parts or {}).get(str(product.id))
        return self.env["equipment.type"].browse(part["type"]) if part else product.equipment_type_id

    def _brings(self, product):
        """Whether this line is delivered with this product."""
        return product == self.product_id or str(product.id) in (self.certified_parts or {})

    def _get_brought_products(self):
        parts = self.env["product.product"].browse(map(int, self.certified_parts or {}))
        return self.product_id | parts | self.move_ids.product_id

    def _tell_other_type(self, product, old, new):
        """The order says by which type a product is certified that is of another one now."""
        words = {
            "product": product.name,
            "new": new.name or self.env._("none"),
            "old": old.name or self.env._("none"),
        }
        (self.order_id.opportunity_id or self.order_id).message_post(
            body=self.env._(
                "%(product)s is of another equipment type now (%(new)s): this order is still certified as it was "
                "agreed (%(old)s).",
                **words,
            )
        )

    def _get_ordered_pieces(self):
        return self.product_uom_id._compute_quantity(self.product_uom_qty, self.product_id.uom_id)

    def _get_certified_goods(self):
        """{(order line, product): number}: the goods themselves and, of kits, what is delivered for them."""
        lines = self.filtered(lambda line: line.product_id.type == "consu" and line.product_uom_qty > 0)
        loose = lines.filtered(lambda line: not line.is_certification_fixed)._find_kit_parts()
        products = self.env["product.product"]
        goods = {}
        for line in lines:
            kits = line._get_ordered_pieces()
            fixed = line.certified_parts or {}
            parts = loose.get(line) or {products.browse(int(key)): part["number"] for key, part in fixed.items()}
            goods[line, line.product_id] = kits
            goods |= {(line, product): number * kits for product, number in parts.items()}
        return goods

    def _get_certified_lots(self):
        """{order line: {series: quantity}} that is reserved for the customer or stands at his place."""
        moves = self.move_ids.filtered(lambda move: move.state not in ("draft", "cancel"))
        found = {line: Counter() for line in self}
        for row in moves.move_line_ids.filtered("lot_id"):
            sent = row.location_dest_id.usage == "customer"
            back = row.location_id.usage == "customer" and row.state == "done"
            # In a delivery of several steps only the last one brings goods to the customer.
            if sent or back:
                line = row.move_id.sale_line_id
                found[line][row.lot_id] += -row.quantity_product_uom if back else row.quantity_product_uom
        return {line: {lot: number for lot, number in lots.items() if number > 0} for line, lots in found.items()}

    def _get_certification_rules(self):
        """{(order line, product): rules of these goods}, of goods that any rule is for."""
        lines = self.sudo()
        goods = dict.fromkeys(lines._get_certified_goods())
        # A component that took the place of another on the way counts as well.
        goods |= {(line, lot.product_id): None for line, lots in lines._get_certified_lots().items() for lot in lots}
        kinds = {(line, product): line._get_certified_type(product) for line, product in goods}
        types = self.env["equipment.type"].union(*kinds.values())
        rules = self.env["equipment.certification.rule"].sudo()._get_by_type(types) if types else {}
        return {key: rules[kind] for key, kind in kinds.items() if kind in rules}

    def _get_certified_pieces(self):
        """{(order line, product): [(Piece, quantity)]}; what no number is known of yet is one piece without a number."""
        lines = self.sudo()
        pieces = {}
        rest = Counter(lines._get_certified_goods())
        for line, lots in lines._get_certified_lots().items():
            for lot, number in lots.items():
                key = line, lot.product_id
                pieces.setdefault(key, []).append((line._make_piece(lot.product_id, lot), number))
                rest[key] -= number
        for (line, product), number in rest.items():
            if number > 0:
                row = line._make_piece(product, line.env["stock.lot"]), number
                pieces.setdefault((line, product), []).append(row)
        return pieces

    def _make_piece(self, product, lot):
        return Piece(product, lot, self._get_certified_type(product), self.order_id, self)

    def _get_all_pieces(self):
        """[Piece] of these lines, those only that a rule may be for."""
        rules = self._get_certification_rules()
        lines = self.sudo().browse(dict.fromkeys(line.id for line, _product in rules))
        pieces = lines._get_certified_pieces()
        return [piece for key in rules for piece, _number in pieces.get(key, ())]

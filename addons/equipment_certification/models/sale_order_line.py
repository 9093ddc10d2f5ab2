from collections import Counter

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command

from .equipment_certificate import OPEN
from .equipment_certification_gate import Piece

NOT_NEEDED_AGAIN = (*OPEN, "suspended")


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    certified_type_id = fields.Many2one(
        "equipment.type",
        "Certified as",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The equipment type as it was when the order was confirmed.",
    )
    is_certification_fixed = fields.Boolean(readonly=True, copy=False)
    certificate_ids = fields.Many2many("equipment.certificate", "equipment_certificate_line_rel", copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        added = lines.filtered(lambda line: line.state == "sale")
        added._fix_certified_type()
        added._ask_for_certificates()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if {"product_id", "product_uom_qty"} & vals.keys():
            changed = self.filtered(lambda line: line.state == "sale")
            if "product_id" in vals:
                changed._fix_certified_type()
            changed._ask_for_certificates()
        return result

    # --- what is asked for -------------------------------------------------------------------------

    def _fix_certified_type(self):
        """What the goods are when they are agreed decides; what their product becomes later changes no order."""
        lines = self.sudo()  # whoever confirms need not read products of other companies
        for kind, same in lines.grouped(lambda line: line.product_id.equipment_type_id).items():
            same.write({"certified_type_id": kind.id, "is_certification_fixed": True})

    def _get_certified_type(self, product=None):
        """The equipment type by which the goods of this line are certified.

        :param product: what is moved, for goods without an order and for components of kits
        """
        product = product or self.product_id
        if self.is_certification_fixed and product == self.product_id:
            return self.certified_type_id
        return product.equipment_type_id

    def _get_certification_rules(self):
        """{order line: rules of its goods}, for lines that any rule is for."""
        lines = self.sudo().filtered(lambda line: line.product_id.type == "consu" and line.product_uom_qty > 0)
        kinds = {line: line._get_certified_type() for line in lines}
        types = self.env["equipment.type"].union(*kinds.values())
        rules = self.env["equipment.certification.rule"].sudo()._get_by_type(types) if types else {}
        return {line: rules[kind] for line, kind in kinds.items() if kind in rules}

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

    def _get_certified_pieces(self):
        """{order line: [(Piece, quantity)]}; what no number is known of yet is one piece without a number."""
        lines = self.sudo()
        pieces = {}
        for line, lots in lines._get_certified_lots().items():
            kind, order = line._get_certified_type(), line.order_id
            rows = [(Piece(line.product_id, lot, kind, order, line), number) for lot, number in lots.items()]
            rest = line._get_ordered_pieces() - sum(lots.values())
            if rest > 0:
                rows.append((Piece(line.product_id, line.env["stock.lot"], kind, order, line), rest))
            pieces[line] = rows
        return pieces

    def _get_ordered_pieces(self):
        return self.product_uom_id._compute_quantity(self.product_uom_qty, self.product_id.uom_id)

    def _get_certification_counts(self, day=None):
        """{(order line, rule): (covered, all)} in pieces, of the lines that any rule is for."""
        rules = self._get_certification_rules()
        lines = self.sudo().browse([line.id for line in rules])
        pieces = lines._get_certified_pieces()
        demands = [(piece, rule) for line in lines for piece, _number in pieces[line] for rule in rules[line]]
        covering = lines.env["equipment.certificate"]._find_covering(demands, day or fields.Date.context_today(self))
        return {
            (line, rule): (
                sum(number for piece, number in pieces[line] if (piece, rule) in covering),
                sum(number for _piece, number in pieces[line]),
            )
            for line in lines
            for rule in rules[line]
        }

    # --- asking ------------------------------------------------------------------------------------

    def _ask_for_certificates(self):
        """Have certificates made for what no valid one covers; what is asked for already is not asked for again."""
        # The salesman who confirms need not keep certificates.
        wanted = [
            (line, rule)
            for (line, rule), (covered, total) in self.sudo()._get_certification_counts().items()
            if covered < total and not line._has_certificate(rule)
        ]
        if not wanted:
            return
        known = self._link_to_open_requests(wanted)
        values = {}
        for line, rule in (row for row in wanted if row not in known):
            # Goods that are certified as a product have one document, whoever ordered them.
            key = (rule, line.product_id, rule._is_for_product(line.product_id) or line)
            values.setdefault(key, line._prepare_certificate(rule))["order_line_ids"].append(Command.link(line.id))
        certificates = self.env["equipment.certificate"].sudo().with_context(mail_create_nosubscribe=True)
        certificates.create(list(values.values()))

    def _has_certificate(self, rule):
        return any(row.kind == rule.kind and row.state in NOT_NEEDED_AGAIN for row in self.certificate_ids)

    def _link_to_open_requests(self, wanted):
        """Those of the wanted (line, rule) for which a document of their product is asked for already."""
        by_product = [(line, rule) for line, rule in wanted if rule._is_for_product(line.product_id)]
        products = {line.product_id.id for line, _rule in by_product}
        open_ones = (
            self.env["equipment.certificate"]
            .sudo()
            .search(
                [("state", "in", NOT_NEEDED_AGAIN), ("scope", "=", "product"), ("product_ids", "in", list(products))]
            )
        )
        known = set()
        for line, rule in by_product:
            same = open_ones.filtered(
                lambda row, line=line, rule=rule: row.kind == rule.kind and line.product_id in row.product_ids
            )[:1]
            if same:
                same.order_line_ids = [Command.link(line.id)]
                known.add((line, rule))
        return known

    def _prepare_certificate(self, rule):
        self.ensure_one()
        order, product = self.order_id, self.product_id
        keeper = rule.user_id or order.opportunity_id.user_id or order.user_id or self.env.user
        return {
            "kind": rule.kind,
            "standard": rule.standard,
            "scope": "product" if rule._is_for_product(product) else rule.scope,
            "product_ids": [Command.link(product.id)],
            "order_line_ids": [],
            "body_id": rule.body_ids.id if len(rule.body_ids) == 1 else False,
            "applicant_id": order.company_id.partner_id.id,
            "lead_days": rule.lead_days,
            "valid_months": rule.valid_months,
            "renew_days": rule.renew_days,
            "cost": rule.cost,
            "currency_id": rule.currency_id.id,
            "expected_on": fields.Date.context_today(self) + relativedelta(days=rule.lead_days),
            "user_id": keeper.id,
            "company_id": order.company_id.id,
        }

    @api.model
    def _ask_for_missing_certificates(self):
        """What rules ask for since, or what was ordered before there were rules."""
        types = self.env["equipment.certification.rule"]._get_types()
        open_orders = [("state", "=", "sale"), ("order_id.delivery_status", "in", ("pending", "started", "partial"))]
        fixed = [("is_certification_fixed", "=", True), ("certified_type_id", "in", types.ids)]
        loose = [("is_certification_fixed", "=", False), ("product_id.equipment_type_id", "in", types.ids)]
        domain = fields.Domain(open_orders) & (fields.Domain(fixed) | fields.Domain(loose))
        self.search(domain)._ask_for_certificates()

    def _withdraw_certificates(self):
        """The orders were cancelled: nobody is asked for documents that nobody needs."""
        certificates = self.sudo().certificate_ids.filtered(
            lambda row: all(line.state == "cancel" for line in row.order_line_ids)
        )
        certificates.filtered(lambda row: row.state == "to_request").unlink()
        for certificate in certificates.exists().filtered(lambda row: row.state == "at_body"):
            certificate.message_post(body=self.env._("The orders that needed it are cancelled: is it still wanted?"))

    def _get_all_pieces(self):
        """[Piece] of these lines, those only that a rule may be for."""
        lines = self.sudo().browse([line.id for line in self._get_certification_rules()])
        return [piece for rows in lines._get_certified_pieces().values() for piece, _number in rows]

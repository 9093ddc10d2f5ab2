from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command

from .equipment_certificate import OPEN

NOT_NEEDED_AGAIN = (*OPEN, "suspended")


class SaleOrderLine(models.Model):
    """The part of an order line that has the documents made that its goods need."""

    _inherit = "sale.order.line"

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

    def _get_certification_counts(self, day=None):
        """{(order line, product, rule): (covered, all)} in pieces, of the goods that any rule is for."""
        rules = self._get_certification_rules()
        lines = self.sudo().browse(dict.fromkeys(line.id for line, _product in rules))
        pieces = lines._get_certified_pieces()
        demands = [(piece, rule) for key in rules for piece, _number in pieces.get(key, ()) for rule in rules[key]]
        covering = lines.env["equipment.certificate"]._find_covering(demands, day or fields.Date.context_today(self))
        return {
            (*key, rule): (
                sum(number for piece, number in pieces.get(key, ()) if (piece, rule) in covering),
                sum(number for _piece, number in pieces.get(key, ())),
            )
            for key in rules
            for rule in rules[key]
        }

    # --- asking ------------------------------------------------------------------------------------

    def _ask_for_certificates(self):
        """Have certificates made for what no valid one covers; what is asked for already is not asked for again."""
        # The salesman who confirms need not keep certificates.
        wanted = [
            (line, product, rule)
            for (line, product, rule), (covered, total) in self.sudo()._get_certification_counts().items()
            if covered < total and not line._has_certificate(product, rule)
        ]
        if not wanted:
            return
        known = self._link_to_open_requests(wanted)
        values = {}
        for line, product, rule in (row for row in wanted if row not in known):
            # Goods that are certified as a product have one document, whoever ordered them.
            key = (rule, product, rule._is_for_product(product) or line)
            values.setdefault(key, line._prepare_certificate(product, rule))["order_line_ids"].append(
                Command.link(line.id)
            )
        certificates = self.env["equipment.certificate"].sudo().with_context(mail_create_nosubscribe=True)
        certificates.create(list(values.values()))

    def _has_certificate(self, product, rule):
        return any(
            row.kind == rule.kind and product in row.product_ids and row.state in NOT_NEEDED_AGAIN
            for row in self.certificate_ids
        )

    def _link_to_open_requests(self, wanted):
        """Those of the wanted (line, product, rule) for which a document of their product is asked for already."""
        by_product = [row for row in wanted if row[2]._is_for_product(row[1])]
        products = [product.id for _line, product, _rule in by_product]
        certificates = self.env["equipment.certificate"].sudo()
        domain = [("state", "in", NOT_NEEDED_AGAIN), ("scope", "=", "product"), ("product_ids", "in", products)]
        asked = {}
        for certificate in certificates.search(domain, order="id desc"):
            asked |= {(certificate.kind, product): certificate for product in certificate.product_ids}
        known = {row: asked[row[2].kind, row[1]] for row in by_product if (row[2].kind, row[1]) in asked}
        for (line, _product, _rule), certificate in known.items():
            certificate.order_line_ids = [Command.link(line.id)]
        return known

    def _prepare_certificate(self, product, rule):
        self.ensure_one()
        order = self.order_id
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
        kits = [("move_ids.product_id.equipment_type_id", "in", types.ids)]
        domain = fields.Domain(open_orders) & fields.Domain.OR([fixed, loose, kits])
        self.search(domain)._ask_for_certificates()

    def _withdraw_certificates(self):
        """The orders were cancelled: nobody is asked for documents that nobody needs."""
        certificates = self.sudo().certificate_ids.filtered(
            lambda row: all(line.state == "cancel" for line in row.order_line_ids)
        )
        certificates.filtered(lambda row: row.state == "to_request").unlink()
        for certificate in certificates.exists().filtered(lambda row: row.state == "at_body"):
            certificate.message_post(body=self.env._("The orders that needed it are cancelled: is it still wanted?"))

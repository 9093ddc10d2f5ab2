from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.deal_service.models.file_size import LIMIT_MB, MB

from .equipment_certification_rule import KINDS, SCOPES

OPEN = ("to_request", "at_body")


class EquipmentCertificate(models.Model):
    """A document of an outside body on products, series or serial numbers; one may cover many pieces and deals."""

    _name = "equipment.certificate"
    _description = "Certificate of Equipment"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "valid_until desc, id desc"
    _rec_names_search = ["name", "product_ids", "lot_numbers"]

    name = fields.Char("Number", tracking=True, copy=False, index="trigram", help="As the body wrote it.")
    kind = fields.Selection(KINDS, "Document", required=True, default="attestation", index=True)
    standard = fields.Char("Standard or regulation")
    scope = fields.Selection(SCOPES, "Issued for", required=True, default="serial")
    state = fields.Selection(
        [
            ("to_request", "To request"),
            ("at_body", "At the body"),
            ("issued", "Issued"),
            ("refused", "Refused"),
            ("suspended", "Suspended"),
            ("expired", "Expired"),
        ],
        required=True,
        default="to_request",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    body_id = fields.Many2one(
        "res.partner",
        domain="[('is_certification_body', '=', True)]",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    applicant_id = fields.Many2one(
        "res.partner", default=lambda self: self.env.company.partner_id, index="btree_not_null"
    )
    product_ids = fields.Many2many("product.product", "equipment_certificate_product_rel", string="Products")
    lot_ids = fields.Many2many(
        "stock.lot",
        "equipment_certificate_lot_rel",
        string="Records of the stock",
        copy=False,
        groups="stock.group_stock_user",
    )
    lot_numbers = fields.Text(
        "Series and serial numbers",
        compute="_compute_lot_numbers",
        inverse="_inverse_lot_numbers",
        search="_search_lot_numbers",
        compute_sudo=True,
        help="One a line, as they stand on the labels.",
    )
    requested_on = fields.Date("Requested", copy=False, tracking=True)
    expected_on = fields.Date("Expected", copy=False, tracking=True, index="btree_not_null")
    issued_on = fields.Date("Issued on", copy=False)
    valid_from = fields.Date(copy=False, tracking=True)
    valid_until = fields.Date(copy=False, tracking=True, index="btree_not_null")
    is_unlimited = fields.Boolean("Without an end", copy=False)
    lead_days = fields.Integer("Days it takes", default=30)
    valid_months = fields.Integer("Valid for, months", default=12, help="Zero: without an end.")
    renew_days = fields.Integer("Remind ahead, days", default=60)
    reminded_until = fields.Date(readonly=True, copy=False, help="The end of which somebody was reminded.")
    previous_id = fields.Many2one(
        "equipment.certificate", "Renews", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    next_ids = fields.One2many("equipment.certificate", "previous_id", "Renewed by")
    attachment_ids = fields.Many2many(
        "ir.attachment", "equipment_certificate_attachment_rel", string="Files", copy=False
    )
    registry_url = fields.Char("Registry", help="The page of the public registry on which the document stands.")
    cost = fields.Monetary(
        groups="sales_base.group_head,deal_service.group_head,purchase.group_purchase_user", tracking=True
    )
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    purchase_id = fields.Many2one(
        "purchase.order", "Supplier order to the body", readonly=True, copy=False, index="btree_not_null"
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        index="btree_not_null",
        tracking=True,
    )
    order_line_ids = fields.Many2many(
        "sale.order.line", "equipment_certificate_line_rel", string="Lines of orders", copy=False
    )
    deal_ids = fields.Many2many(
        "crm.lead", "equipment_certificate_deal_rel", compute="_compute_deal_ids", store=True, string="Deals"
    )
    is_common = fields.Boolean(compute="_compute_is_common", store=True, help="Of no department: every one may use it.")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    note = fields.Text()

    _period_ordered = models.Constraint(
        "CHECK (valid_until IS NULL OR valid_from IS NULL OR valid_from <= valid_until)",
        "A certificate cannot end before it starts: correct the dates.",
    )
    _numbers_not_negative = models.Constraint(
        "CHECK (lead_days >= 0 AND valid_months >= 0 AND renew_days >= 0 AND cost >= 0)",
        "Days, months and cost of a certificate cannot be below zero.",
    )

    @api.depends("kind", "name", "product_ids")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for certificate in self:
            # Names of goods are no secret to whoever reads their certificate.
            what = certificate.name or ", ".join(certificate.sudo().product_ids.mapped("name"))
            certificate.display_name = " ".join(filter(None, (labels.get(certificate.kind), what)))

    @api.depends("order_line_ids.order_id.opportunity_id")
    def _compute_deal_ids(self):
        for certificate in self:
            certificate.deal_ids = certificate.order_line_ids.order_id.opportunity_id

    @api.depends("scope", "deal_ids")
    def _compute_is_common(self):
        for certificate in self:
            certificate.is_common = certificate.scope == "product" or not certificate.deal_ids

    @api.depends("lot_ids.name")
    def _compute_lot_numbers(self):
        for certificate in self:
            certificate.lot_numbers = "\n".join(certificate.lot_ids.mapped("name")) or False

    def _inverse_lot_numbers(self):
        """Numbers that were typed or pasted; whoever keeps certificates need not read the stock."""
        names = {row: list(filter(None, map(str.strip, (row.lot_numbers or "").splitlines()))) for row in self}
        lots = self.env["stock.lot"].sudo()
        found = lots.search(
            [("name", "in", sum(names.values(), [])), ("product_id", "in", self.sudo().product_ids.ids)]
        )
        for certificate in self.sudo():
            own = found.filtered(lambda lot, row=certificate: lot.product_id in row.product_ids)
            known = own.grouped("name")
            unknown = [name for name in names[certificate] if name not in known]
            if unknown:
                raise UserError(
                    self.env._(
                        "%(numbers)s: no such number of %(products)s, look at the label again.",
                        numbers=", ".join(unknown),
                        products=", ".join(certificate.product_ids.mapped("name")) or self.env._("no product"),
                    )
                )
            certificate.lot_ids = lots.concat(*(known[name] for name in dict.fromkeys(names[certificate])))

    @api.model
    def _search_lot_numbers(self, operator, value):
        # Only which documents name the number comes out of here.
        lots = self.env["stock.lot"].sudo()._search([("name", operator, value)])
        return [("id", "in", self.sudo()._search([("lot_ids", "in", lots)]))]

    # --- what is refused ---------------------------------------------------------------------------

    @api.constrains("state", "name", "valid_from", "valid_until", "is_unlimited", "scope", "product_ids", "lot_ids")
    def _check_issued(self):
        # Numbers of the stock are read for whoever keeps certificates; so below.
        for certificate in self.sudo().filtered(lambda row: row.state == "issued"):
            if missing := certificate._get_missing_of_issued():
                raise ValidationError(
                    self.env._(
                        "%(certificate)s is not complete, fill in: %(fields)s.",
                        certificate=certificate.display_name,
                        fields=", ".join(missing),
                    )
                )

    def _get_missing_of_issued(self):
        has_end = self.is_unlimited or self.valid_until
        goods = self.product_ids if self.scope == "product" else self.lot_ids
        wanted = {
            self.env._("the number"): self.name,
            self.env._("valid from"): self.valid_from,
            self.env._("valid until, or “without an end”"): has_end,
            self.env._("the products or serial numbers that it covers"): goods,
        }
        return [label for label, value in wanted.items() if not value]

    @api.constrains(
        "state", "kind", "standard", "scope", "product_ids", "lot_ids", "valid_from", "valid_until", "is_unlimited"
    )
    def _check_no_rival(self):
        """One document of a kind by one standard for a piece at a time."""
        # A colleague's certificate for the same piece counts as well.
        live = self.sudo().filtered(lambda row: row.state in (*OPEN, "issued"))
        others = live.search(live._get_rival_domain()) if live else live
        for certificate in live:
            for other in others - certificate:
                if shared := certificate._get_shared_pieces(other):
                    raise ValidationError(certificate._describe_rival(other, shared))

    def _get_rival_domain(self):
        products = self.filtered(lambda row: row.scope == "product").product_ids
        pieces = Domain("lot_ids", "in", self.lot_ids.ids)
        pieces |= Domain("scope", "=", "product") & Domain("product_ids", "in", products.ids)
        kinds = Domain("kind", "in", self.mapped("kind"))
        return kinds & Domain("state", "in", (*OPEN, "issued")) & pieces

    def _get_shared_pieces(self, other):
        """Series or products for which this and the other certificate stand at the same time."""
        standards = {" ".join((row.standard or "").lower().split()) for row in self | other}
        both_open = self.state in OPEN and other.state in OPEN
        both_issued = self.state == other.state == "issued" and self._overlaps(other)
        if self.kind != other.kind or len(standards) > 1 or not (both_open or both_issued):
            return self.lot_ids.browse()
        shared = self.lot_ids & other.lot_ids
        by_product = self.scope == other.scope == "product"
        return shared or (self.product_ids & other.product_ids if by_product else shared)

    def _overlaps(self, other):
        starts = max(self.valid_from, other.valid_from)
        return all(row.is_unlimited or row.valid_until >= starts for row in (self, other))

    def _describe_rival(self, other, shared):
        pieces = ", ".join(shared[:5].mapped("name"))
        if other.state in OPEN:
            return self.env._("%(certificate)s is asked for already for %(pieces)s.", **other._get_words(pieces))
        return self.env._(
            "%(pieces)s: %(certificate)s is valid %(until)s. Let this one begin after it, or end that one first.",
            **other._get_words(pieces),
        )

    def _get_words(self, pieces):
        return {"certificate": self.display_name, "pieces": pieces, "until": self._get_until_words()}

    def _get_until_words(self):
        if not self.valid_until:
            return self.env._("without an end")
        return self.env._("until %s", format_date(self.env, self.valid_until))

    @api.constrains("attachment_ids")
    def _check_file_sizes(self):
        for file in self.attachment_ids:
            if file.file_size > LIMIT_MB * MB:
                raise ValidationError(
                    self.env._(
                        "“%(file)s” has %(size)d MB, %(limit)d are allowed: scan it in a lower resolution, "
                        "or put the link to the registry in its place.",
                        file=file.name,
                        size=file.file_size // MB,
                        limit=LIMIT_MB,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unused(self):
        if used := self.filtered(lambda row: row.state != "to_request"):
            names = ", ".join(used.mapped("display_name"))
            raise UserError(self.env._("%s was with the body already: it is kept.", names))

    @api.onchange("is_unlimited")
    def _onchange_is_unlimited(self):
        if self.is_unlimited:
            self.valid_until = False

    # --- what follows ------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        certificates = super().create(vals_list)
        certificates._adopt_files()
        certificates._give_tasks()
        certificates._tell_deals()
        return certificates

    def write(self, vals):
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._adopt_files()
        if {"state", "user_id", "expected_on", "body_id"} & vals.keys():
            self._give_tasks()
        if {
            "state",
            "lot_ids",
            "product_ids",
            "valid_from",
            "valid_until",
            "is_unlimited",
            "expected_on",
        } & vals.keys():
            self._tell_deals()
        return result

    def _adopt_files(self):
        """Files that were uploaded before the record was saved are read by whoever reads it."""
        for certificate in self.filtered("attachment_ids"):
            # They are the uploader's alone until then.
            loose = certificate.sudo().attachment_ids.filtered(lambda file: not file.res_id)
            loose.write({"res_model": self._name, "res_id": certificate.id})

    def _tell_deals(self):
        """Promised dates follow what the bodies say, and a deal may have waited for this document alone."""
        # Whoever enters the answer of a body touches no deals of others.
        certificates = self.sudo()
        certificates.order_line_ids.filtered(lambda line: line.state == "sale")._touch_supply()
        issued = certificates.filtered(lambda row: row.state == "issued")
        if issued:
            deals = issued.deal_ids | self.env["service.piece"].sudo()._get_by_lots(issued.lot_ids).deal_id
            deals._close_when_done()

    # --- what is covered ---------------------------------------------------------------------------

    @api.model
    def _find_covering(self, demands, day):
        """{(piece, rule): the certificate that covers it on the day}, in as many queries for one piece as for all.

        :param demands: [(Piece, equipment.certification.rule)]
        """
        if not demands:
            return {}
        found = self.with_context(active_test=False).search(self._get_covering_domain(demands, day), order="id")
        by_lot = {(row.kind, lot): row for row in found for lot in row.lot_ids}
        by_product = {(row.kind, item): row for row in found if row.scope == "product" for item in row.product_ids}
        covering = {}
        for piece, rule in demands:
            covers = by_lot.get((rule.kind, piece.lot))
            if not covers and rule._is_for_product(piece.product):
                covers = by_product.get((rule.kind, piece.product))
            if covers:
                covering[piece, rule] = covers
        return covering

    @api.model
    def _get_covering_domain(self, demands, day):
        pieces = self._get_goods_domain(demands)
        ends = Domain("is_unlimited", "=", True) | Domain("valid_until", ">=", day)
        return pieces & Domain("state", "=", "issued") & Domain("valid_from", "<=", day) & ends

    @api.model
    def _get_goods_domain(self, demands):
        lots = {piece.lot.id for piece, _rule in demands if piece.lot}
        products = {piece.product.id for piece, rule in demands if rule._is_for_product(piece.product)}
        goods = Domain("lot_ids", "in", list(lots))
        goods |= Domain("scope", "=", "product") & Domain("product_ids", "in", list(products))
        return Domain("kind", "in", list({rule.kind for _piece, rule in demands})) & goods

    @api.model
    def _search_at_body(self, bodies):
        return self.search([("body_id", "in", bodies.ids), ("state", "=", "at_body")])

    def _prepare_deal_document(self):
        self.ensure_one()
        kind = self.env["crm.lead"]._get_selection_label(self, "kind")
        day = self.issued_on or self.expected_on or self.create_date.date()
        return self.env["crm.lead"]._describe_document(
            self, kind, self.name or self.display_name, day, self.user_id, amount=False
        )

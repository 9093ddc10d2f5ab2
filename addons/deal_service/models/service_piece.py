from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

OPEN_REQUESTS = ("new", "going")
MANY = 80


class ServicePiece(models.Model):
    """A serial number that was delivered: where it stands, under which warranty, what was done to it.

    Its rows are made and moved by what the warehouse ships and takes back, and by nothing else.
    """

    _name = "service.piece"
    _description = "Piece at a Customer"
    _inherit = ["mail.thread"]
    _order = "delivered_on desc, id desc"
    _rec_names_search = ["name", "product_id", "partner_id"]

    lot_id = fields.Many2one("stock.lot", "Serial number", required=True, readonly=True, ondelete="cascade", index=True)
    name = fields.Char(related="lot_id.name", string="Number", store=True, index=True)
    product_id = fields.Many2one(related="lot_id.product_id", string="Product", store=True, index=True)
    equipment_type_id = fields.Many2one(
        related="product_id.equipment_type_id", string="Equipment type", store=True, index="btree_not_null"
    )
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, index="btree_not_null", tracking=True)
    address_id = fields.Many2one("res.partner", "Place", index="btree_not_null", tracking=True)
    place = fields.Char("Where it stands", tracking=True, help="Building, shop floor, room.")
    order_id = fields.Many2one("sale.order", "Customer order", readonly=True, index="btree_not_null")
    deal_id = fields.Many2one("crm.lead", readonly=True, index="btree_not_null")
    team_id = fields.Many2one(related="deal_id.team_id", string="Department", store=True, index="btree_not_null")
    user_id = fields.Many2one(related="deal_id.user_id", string="Manager", store=True, index="btree_not_null")
    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    delivered_on = fields.Date(readonly=True, index=True)
    commissioned_on = fields.Date(readonly=True)
    warranty_until = fields.Date("Warranty until", index="btree_not_null", tracking=True)
    is_under_warranty = fields.Boolean(
        "Under warranty", compute="_compute_is_under_warranty", search="_search_is_under_warranty"
    )
    state = fields.Selection(
        [("customer", "At the customer"), ("returned", "Came back")],
        default="customer",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
    )
    visit_ids = fields.Many2many("service.visit", "service_visit_piece_rel", "piece_id", "visit_id", "Visits")
    request_ids = fields.One2many("service.request", "piece_id", "Service requests")
    contract_ids = fields.Many2many(
        "service.contract", "service_contract_piece_rel", "piece_id", "contract_id", "Service contracts"
    )
    is_under_contract = fields.Boolean(
        "Under contract", compute="_compute_is_under_contract", search="_search_is_under_contract"
    )
    open_request_count = fields.Integer("Open requests", compute="_compute_open_request_count")
    facts = fields.Json(compute="_compute_facts")

    _lot_uniq = models.UniqueIndex("(lot_id)", "This serial number is in the installed base already.")

    @api.depends("name", "product_id")
    def _compute_display_name(self):
        for piece in self:
            piece.display_name = f"{piece.product_id.name}, {piece.name}"

    @api.depends("warranty_until")
    def _compute_is_under_warranty(self):
        today = fields.Date.context_today(self)
        for piece in self:
            piece.is_under_warranty = bool(piece.warranty_until) and piece.warranty_until >= today

    @api.model
    def _search_is_under_warranty(self, operator, value):
        if operator != "in":
            return NotImplemented
        covered = Domain("warranty_until", ">=", fields.Date.context_today(self))
        return covered if True in value else ~covered

    @api.depends("contract_ids.state", "contract_ids.date_start", "contract_ids.date_end")
    def _compute_is_under_contract(self):
        covered = self._get_covered(fields.Date.context_today(self))
        for piece in self:
            piece.is_under_contract = piece._origin in covered

    def _get_covered(self, day):
        """Those of these pieces that an active contract covers on the day."""
        running = self.env["service.contract"]._get_running_domain(day)
        # That a piece is covered is no secret; the contract itself may be.
        pieces = self.env["service.piece"].sudo()
        covered = Domain("id", "in", self.ids) & Domain("contract_ids", "any", running)
        return pieces.search(covered).with_env(self.env)

    @api.model
    def _search_is_under_contract(self, operator, value):
        if operator != "in":
            return NotImplemented
        running = self.env["service.contract"]._get_running_domain(fields.Date.context_today(self))
        covered = Domain("contract_ids", "any", running)
        return covered if True in value else ~covered

    @api.depends("request_ids.state")
    def _compute_open_request_count(self):
        counts = dict(
            self.env["service.request"]._read_group(
                [("piece_id", "in", self.ids), ("state", "in", OPEN_REQUESTS)], ["piece_id"], ["__count"]
            )
        )
        for piece in self:
            piece.open_request_count = counts.get(piece._origin, 0)

    @api.depends("warranty_until", "commissioned_on", "visit_ids.state", "contract_ids.state")
    @api.depends_context("uid", "lang")
    def _compute_facts(self):
        facts = self._get_piece_facts()
        for piece in self:
            piece.facts = facts.get(piece.id, [])

    def _get_piece_facts(self):
        """What is known of these pieces, for their card; addons with more to say, certificates for one, extend it.

        :return: {piece id: list of dicts with the keys label (translated word), value (words), res_model, res_id}
        """
        return {piece.id: piece._get_visit_facts() + piece._get_contract_facts() for piece in self}

    def _get_visit_facts(self):
        done = self.visit_ids.filtered(lambda visit: visit.state == "done").sorted("ended_at")
        return [self._describe_fact(visit._get_act_title(), visit._get_fact_words(), visit) for visit in done]

    def _get_contract_facts(self):
        label, rows = self.env._("Service contract"), []
        for contract in self.contract_ids.filtered(lambda contract: contract.state != "draft"):
            words = self.env._(
                "%(contract)s until %(day)s", contract=contract.name, day=format_date(self.env, contract.date_end)
            )
            rows.append(self._describe_fact(label, words, contract))
        return rows

    @api.model
    def _describe_fact(self, label, value, record):
        return {"label": label, "value": value, "res_model": record._name, "res_id": record.id}

    # --- what the warehouse tells ------------------------------------------------------------------

    @api.model
    def _deliver(self, values_by_lot):
        """These serial numbers stand at customers now.

        :param values_by_lot: {stock.lot: values of its piece}
        """
        lots = self.env["stock.lot"].concat(*values_by_lot)
        known = {piece.lot_id: piece for piece in self.search([("lot_id", "in", lots.ids)])}
        new = [{"lot_id": lot.id, **values} for lot, values in values_by_lot.items() if lot not in known]
        # Nobody follows a piece because he shipped it, and what is new has no changes to be noted.
        pieces = self.with_context(tracking_disable=True).create(new).with_env(self.env)
        for lot, piece in known.items():
            piece.write({"commissioned_on": False, **values_by_lot[lot]})
        pieces.union(*known.values())._join_commissioning()

    @api.model
    def _take_back(self, lots):
        """These serial numbers came back from customers."""
        pieces = self.search([("lot_id", "in", lots.ids)])
        pieces.state = "returned"
        for visit in pieces.visit_ids.filtered(lambda visit: visit.state == "planned" and visit.kind != "request"):
            visit.piece_ids -= pieces

    def _join_commissioning(self):
        """What reaches the customer after the commissioning was planned is commissioned with the rest."""
        for deal, pieces in self.grouped("deal_id").items():
            planned = deal.visit_ids._get_commissioning().filtered(lambda visit: visit.state == "planned")
            for visit in planned[:1]:
                visit.piece_ids |= pieces

    @api.model
    def _plan_warranty(self, product, day):
        months = product.product_tmpl_id._get_warranty_months()
        return day + relativedelta(months=months) if months else False

    # --- the label ---------------------------------------------------------------------------------

    @api.model
    def find_by_label(self, text):
        """The card of the piece whose label was scanned; of several the list.

        :param text: the bare number, or a GS1 code
        :return: an action
        """
        found = self.env["stock.lot"].sudo()._resolve_gs1(text or "")  # an engineer may not read series
        number = Domain("lot_id", "in", found["lots"].ids) if found else Domain("name", "=", (text or "").strip())
        pieces = self.search(number, limit=MANY)
        if not pieces:
            raise UserError(self.env._("No delivered piece has the number “%s”: scan its label again.", text))
        return pieces._get_records_action(name=self.env._("Installed Base"))

    def action_new_request(self):
        """A call about this piece: the request knows customer, place and cover."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Service Request"),
            "res_model": "service.request",
            "views": [(False, "form")],
            "context": {"default_piece_id": self.id, "default_partner_id": self.partner_id.id},
        }

    def action_open_deal(self):
        self.ensure_one()
        return self.deal_id._get_records_action()

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

from .file_size import check_sizes
from .service_offer import CONCLUDE

# What both signed; pieces may come and go, and who does the work.
SIGNED = {"partner_id", "date_start", "date_end", "months", "visits_a_year", "response_hours", "price", "pay_months"}
# Who sees amounts; engineers read what they have to do.
MONEY = "sales_team.group_sale_salesman,deal_service.group_head"
RENEW = "deal_service.mail_activity_type_renew"


class ServiceContract(models.Model):
    """What we do for pieces over a period and for which price; it plans its visits and asks for its money."""

    _name = "service.contract"
    _description = "Service Contract"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_end desc, id desc"
    _rec_names_search = ["name", "partner_id"]

    name = fields.Char("Contract number", required=True, copy=False, default=lambda self: self._get_next_number())
    offer_id = fields.Many2one("service.offer", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")
    deal_id = fields.Many2one("crm.lead", index="btree_not_null", check_company=True)
    partner_id = fields.Many2one("res.partner", "Customer", required=True, index=True, tracking=True)
    user_id = fields.Many2one(
        "res.users", "Manager", default=lambda self: self.env.user, index="btree_not_null", tracking=True
    )
    team_id = fields.Many2one("crm.team", "Department", compute="_compute_team_id", store=True, index="btree_not_null")
    engineer_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        domain="[('share', '=', False)]",
        help="Who visits the customer.",
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id", string="Currency")
    piece_ids = fields.Many2many(
        "service.piece",
        "service_contract_piece_rel",
        "contract_id",
        "piece_id",
        "Pieces",
        domain="[('partner_id', 'child_of', partner_id), ('state', '=', 'customer')]",
    )
    scope = fields.Text("What we do")
    response_hours = fields.Float("We respond within, hours", default=8)
    visits_a_year = fields.Integer("Visits a year", default=2)
    date_start = fields.Date("From", required=True, default=fields.Date.context_today, tracking=True)
    months = fields.Integer("Period, months", default=12, required=True)
    date_end = fields.Date(
        "Until", compute="_compute_date_end", store=True, readonly=False, precompute=True, index=True, tracking=True
    )
    price = fields.Monetary("Price of the period", tracking=True, groups=MONEY)
    pay_months = fields.Selection(
        [
            ("0", "Asked for by hand"),
            ("1", "Every month"),
            ("3", "Every quarter"),
            ("6", "Every half year"),
            ("12", "Every year"),
        ],
        "Request to pay",
        required=True,
        default="3",
    )
    order_id = fields.Many2one("sale.order", "Customer order", readonly=True, copy=False, index="btree_not_null")
    asked_count = fields.Integer("Requests to pay made", readonly=True, copy=False)
    renew_days = fields.Integer("Renew so many days before the end", default=30)
    previous_id = fields.Many2one("service.contract", "Renews", readonly=True, copy=False, index="btree_not_null")
    file = fields.Binary(attachment=True, copy=False, help="The text, or its scan once it is signed.", groups=MONEY)
    file_name = fields.Char("File name", copy=False)
    visit_ids = fields.One2many("service.visit", "contract_id", "Visits", copy=False)
    state = fields.Selection(
        [("draft", "Being made"), ("active", "Runs"), ("ended", "Ended")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )

    _number_uniq = models.UniqueIndex("(company_id, name)", "Another service contract has this number already.")
    _renewed_once = models.UniqueIndex("(previous_id) WHERE previous_id IS NOT NULL", "It was renewed already.")
    _period_ordered = models.Constraint(
        "CHECK (date_end >= date_start)", "A contract cannot end before it begins: correct the dates."
    )
    _figures_positive = models.Constraint(
        "CHECK (response_hours >= 0 AND visits_a_year >= 0 AND months > 0 AND price >= 0 AND renew_days >= 0)",
        "Hours, visits, price and days cannot be below zero, the period has a month at least.",
    )

    @api.model
    def _get_next_number(self):
        return self.env["ir.sequence"].next_by_code("service.contract")

    @api.model
    def _get_running_domain(self, day):
        """Contracts that hold on the day."""
        return Domain("state", "=", "active") & Domain("date_start", "<=", day) & Domain("date_end", ">=", day)

    @api.depends("deal_id.team_id", "user_id")
    def _compute_team_id(self):
        for contract in self:
            contract.team_id = contract.deal_id.team_id or contract.user_id.sale_team_id

    @api.depends("date_start", "months")
    def _compute_date_end(self):
        for contract in self:
            start = contract.date_start
            contract.date_end = start and start + relativedelta(months=contract.months or 1, days=-1)

    @api.constrains("piece_ids", "state")
    def _check_pieces(self):
        for contract in self:
            if contract.state != "active":
                continue
            if not contract.piece_ids:
                raise ValidationError(
                    self.env._("Contract %s covers no piece: name the pieces before it is concluded.", contract.name)
                )
            strange = contract.piece_ids.filtered(
                lambda piece, owner=contract.partner_id: (
                    piece.partner_id.commercial_partner_id != owner.commercial_partner_id
                )
            )
            if strange:
                raise ValidationError(
                    self.env._(
                        "%(pieces)s belong to another customer than contract %(contract)s.",
                        pieces=", ".join(strange.mapped("name")),
                        contract=contract.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        check_sizes(self, vals_list, "file")
        return super().create(vals_list)

    def write(self, vals):
        check_sizes(self, [vals], "file")
        if SIGNED & vals.keys() and not self.env.su:
            self._check_draft()
        return super().write(vals)

    def _check_draft(self):
        for contract in self.filtered(lambda contract: contract.state != "draft"):
            raise UserError(
                self.env._(
                    "Contract %s is concluded: end it, or renew it with other dates, visits and price.", contract.name
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(contract.state != "draft" for contract in self):
            raise UserError(self.env._("A contract that was concluded is ended, not deleted."))

    def action_conclude(self):
        """Both have signed: visits are planned and money is asked for from now on."""
        for contract in self.filtered(lambda contract: contract.state == "draft"):
            contract.state = "active"
            if contract.pay_months != "0":
                contract._make_order()
        self.offer_id.activity_feedback([CONCLUDE])
        self._plan()
        return True

    def _make_order(self):
        """The customer order that its requests to pay belong to. It belongs to no deal: that one is over without it."""
        order = self.env["sale.order"].create(self._prepare_order())
        order.action_confirm()
        self.order_id = order

    def _prepare_order(self):
        product = self.company_id._get_service_product()
        line = {
            "product_id": product.id,
            "name": self.env._("Service under contract %s", self.name),
            "product_uom_qty": 1,
            "price_unit": self.price,
        }
        return {
            "partner_id": self.partner_id.id,
            "user_id": (self.user_id or self.env.user).id,
            "team_id": self.team_id.id,
            "company_id": self.company_id.id,
            "origin": self.name,
            "order_line": [Command.create(line)],
        }

    def action_end(self):
        """Somebody ends it: nothing more is planned or asked for, nobody is asked to renew it."""
        self.filtered(lambda contract: contract.state == "active")._end()
        self.activity_unlink([RENEW])
        return True

    def _end(self):
        self.visit_ids.filtered(lambda visit: visit.state == "planned").action_cancel()
        self.state = "ended"

    def action_renew(self):
        """The contract of the next period, with the same terms, to be completed and concluded."""
        self.ensure_one()
        if self.state == "draft":
            raise UserError(self.env._("Conclude the contract first."))
        following = self.search([("previous_id", "=", self.id)])
        if not following:
            following = self.copy(self._prepare_renewal())
            self.activity_feedback([RENEW])
        return following._get_records_action()

    def _prepare_renewal(self):
        return {
            "previous_id": self.id,
            "date_start": self.date_end + relativedelta(days=1),
            "date_end": self.date_end + relativedelta(months=self.months),
            "piece_ids": [Command.set(self.piece_ids.filtered(lambda piece: piece.state == "customer").ids)],
        }

    def _prepare_deal_document(self):
        return self.env["crm.lead"]._describe_document(
            self, self.env._("Service contract"), self.name, self.date_start, self.user_id, amount=self.price
        )

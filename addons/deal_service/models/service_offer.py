from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import format_date

from odoo.addons.deal_stages.tools.numbers import plain

ANSWERED = ("accepted", "declined")
AGAIN = "deal_service.mail_activity_type_again"
CONCLUDE = "deal_service.mail_activity_type_contract"
USUAL_DAYS = 30


class ServiceOffer(models.Model):
    """What we offer to do for delivered pieces in the years to come, and what the customer said to it."""

    _name = "service.offer"
    _description = "Service Offer"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/")
    deal_id = fields.Many2one("crm.lead", required=True, index=True, ondelete="restrict", check_company=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", compute="_compute_from_deal", store=True, precompute=True, readonly=False, index=True
    )
    team_id = fields.Many2one(related="deal_id.team_id", string="Department", store=True, index="btree_not_null")
    user_id = fields.Many2one(related="deal_id.user_id", string="Manager", store=True, index="btree_not_null")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id", string="Currency")
    date = fields.Date("Offered on", required=True, default=fields.Date.context_today)
    valid_until = fields.Date(required=True, default=lambda self: self._default_valid_until())
    piece_ids = fields.Many2many(
        "service.piece", string="Pieces", compute="_compute_from_deal", store=True, precompute=True, readonly=False
    )
    scope = fields.Text("What we do", required=True, default=lambda self: self._default_scope())
    response_hours = fields.Float("We respond within, hours", default=8)
    visits_a_year = fields.Integer("Visits a year", default=2)
    months = fields.Integer("Period, months", default=12, required=True)
    price = fields.Monetary("Price of the period", required=True)
    price_total = fields.Monetary("With tax", compute="_compute_price_total", help="What the customer pays.")
    warranty_until = fields.Date("Warranty until", compute="_compute_warranty_until", store=True)
    state = fields.Selection(
        [
            ("draft", "Being made"),
            ("sent", "Sent"),
            ("later", "Answers later"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    answered_on = fields.Date(readonly=True, copy=False, tracking=True)
    decline_reason = fields.Text("Why declined", copy=False, tracking=True)
    ask_again_on = fields.Date("Ask again on", copy=False, tracking=True)
    contract_ids = fields.One2many("service.contract", "offer_id", "Service contracts")

    _number_uniq = models.UniqueIndex("(company_id, name)", "Another offer has this number already.")
    _figures_positive = models.Constraint(
        "CHECK (response_hours >= 0 AND visits_a_year >= 0 AND months > 0 AND price >= 0)",
        "Hours, visits and price cannot be below zero, the period has a month at least.",
    )
    _declined_has_reason = models.Constraint(
        "CHECK (state != 'declined' OR decline_reason IS NOT NULL)", "Write down why the customer declined."
    )
    _later_has_day = models.Constraint(
        "CHECK (state != 'later' OR ask_again_on IS NOT NULL)", "Say on which day the customer is asked again."
    )

    @api.model
    def _default_valid_until(self):
        return fields.Date.context_today(self) + timedelta(days=USUAL_DAYS)

    @api.model
    def _default_scope(self):
        return self.env._("Inspection, adjustment, replacement of worn parts, advice by telephone.")

    @api.depends("deal_id")
    def _compute_from_deal(self):
        for offer in self:
            offer.partner_id = offer.deal_id.legal_entity_id or offer.partner_id
            # What stands at the customer is not hidden from whoever sells to him.
            offer.piece_ids = offer.piece_ids or offer.deal_id.sudo().piece_ids

    @api.depends("piece_ids.warranty_until")
    def _compute_warranty_until(self):
        for offer in self:
            offer.warranty_until = max(filter(None, offer.piece_ids.mapped("warranty_until")), default=False)

    @api.depends("price", "partner_id", "company_id")
    def _compute_price_total(self):
        for offer in self:
            offer.price_total = offer._get_prices()["total_included"]

    def _get_prices(self):
        company = self.company_id or self.env.company
        return company._get_service_prices(self.price, self.partner_id)

    @api.constrains("date", "valid_until")
    def _check_dates(self):
        for offer in self:
            if offer.valid_until < offer.date:
                raise ValidationError(self.env._("The offer would end before it is made: correct the dates."))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                vals["name"] = self.env["ir.sequence"].next_by_code("service.offer")
        return super().create(vals_list)

    def write(self, vals):
        if {"price", "scope", "piece_ids", "months", "visits_a_year", "response_hours"} & vals.keys():
            self._check_not_answered()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(offer.state != "draft" for offer in self):
            raise UserError(self.env._("The customer knows this offer: enter his answer instead of deleting it."))

    def _check_not_answered(self):
        for offer in self:
            if offer.state in ANSWERED:
                raise UserError(self.env._("%s is answered: make another offer.", offer.name))

    def action_print(self):
        """The printed offer; from then on it counts as sent."""
        self.filtered(lambda offer: offer.state == "draft").state = "sent"
        return self.env.ref("deal_service.service_offer_report").report_action(self)

    def action_accept(self):
        """The customer wants it: the manager concludes the contract."""
        self._check_not_answered()
        self._set_answer("accepted")
        for offer in self:
            offer._give_task(CONCLUDE, self.env._("Conclude the service contract"))
        return True

    def action_decline(self):
        self._check_not_answered()
        for offer in self:
            if not (offer.decline_reason or "").strip():
                raise UserError(self.env._("Write down why the customer declined."))
        self._set_answer("declined")
        return True

    def action_later(self):
        """The customer decides later; the manager asks him again on that day."""
        self._check_not_answered()
        today = fields.Date.context_today(self)
        for offer in self:
            if not offer.ask_again_on or offer.ask_again_on <= today:
                raise UserError(self.env._("Say on which day to come the customer is asked again."))
        self._set_answer("later")
        for offer in self:
            summary = self.env._("Ask about the service offer %s again", offer.name)
            offer._give_task(AGAIN, summary, offer.ask_again_on)
        return True

    def _set_answer(self, state):
        self.write({"state": state, "answered_on": fields.Date.context_today(self)})
        self.sudo().activity_feedback([AGAIN])  # the task may be a colleague's
        self.deal_id._follow_service_talk()

    def _give_task(self, kind, summary, day=None):
        keeper = self.user_id or self.env.user
        self.activity_schedule(kind, day, summary=summary, user_id=(keeper._get_acting() or keeper).id)

    def action_make_contract(self):
        """The contract with what was offered, to be completed and concluded."""
        self.ensure_one()
        if self.state != "accepted":
            raise UserError(self.env._("Enter first that the customer accepted."))
        if not self.contract_ids:
            self.env["service.contract"].create(self._prepare_contract())
        return self.contract_ids._get_records_action()

    def _prepare_contract(self):
        return {
            "offer_id": self.id,
            "deal_id": self.deal_id.id,
            "partner_id": self.partner_id.id,
            # What was offered before it was delivered has its pieces now.
            "piece_ids": [Command.set((self.piece_ids or self.deal_id.sudo().piece_ids).ids)],
            "scope": self.scope,
            "response_hours": self.response_hours,
            "visits_a_year": self.visits_a_year,
            "months": self.months,
            "price": self.price,
            "user_id": (self.user_id or self.env.user).id,
        }

    def _prepare_print_values(self):
        self.ensure_one()
        prices = self._get_prices()
        return {
            "our_address": self.company_id._get_printed_address(),
            "response_hours": plain(self.env, self.response_hours),
            "untaxed": prices["total_excluded"],
            "tax": self.currency_id.round(prices["total_included"] - prices["total_excluded"]),
            "date": format_date(self.env, self.date),
            "valid_until": format_date(self.env, self.valid_until),
            "pieces": [
                (piece.product_id.sudo().name, piece.name, format_date(self.env, piece.warranty_until) or "")
                for piece in self.piece_ids
            ],
        }

    def _prepare_deal_document(self):
        return self.env["crm.lead"]._describe_document(
            self, self.env._("Service offer"), self.name, self.date, self.user_id, amount=self.price
        )

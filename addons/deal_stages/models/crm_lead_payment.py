from odoo import api, fields, models

from .sale_payment_request import OPEN_STATES


class CrmLead(models.Model):
    """The part of a deal that knows its contracts, what was asked for and what came."""

    _inherit = "crm.lead"

    contract_ids = fields.One2many("sale.contract", "deal_id", "Contracts", copy=False)
    payment_request_ids = fields.One2many("sale.payment.request", "deal_id", "Requests to pay", copy=False)
    amount_asked = fields.Monetary(
        "Asked for", compute="_compute_money", compute_sudo=True, currency_field="company_currency"
    )
    amount_received = fields.Monetary(
        "Received", compute="_compute_money", compute_sudo=True, currency_field="company_currency"
    )
    amount_debt = fields.Monetary(
        "Still to pay", compute="_compute_money", compute_sudo=True, currency_field="company_currency"
    )
    amount_overdue = fields.Monetary(
        "Overdue", compute="_compute_money", compute_sudo=True, currency_field="company_currency"
    )
    # One figure each, over all departments: who sells more must know it, and sees nobody's documents by it.
    customer_debt = fields.Monetary(
        "The customer owes in all",
        compute="_compute_customer_debt",
        compute_sudo=True,
        currency_field="company_currency",
        help="What this legal entity was asked to pay and has not paid yet, in all its deals.",
    )
    customer_overdue = fields.Monetary(
        "Of it overdue", compute="_compute_customer_debt", compute_sudo=True, currency_field="company_currency"
    )
    sale_way = fields.Selection(
        selection=lambda self: self.env["res.company"]._fields["sale_way"]._description_selection(self.env),
        string="How this customer buys",
        compute="_compute_sale_way",
    )

    @api.depends("legal_entity_id")
    def _compute_sale_way(self):
        for lead in self:
            lead.sale_way = lead.legal_entity_id._get_sale_way()

    @api.depends(
        "payment_request_ids.amount", "payment_request_ids.amount_paid", "payment_request_ids.state", "company_id"
    )
    def _compute_money(self):
        asked = self.filtered("payment_request_ids")
        # A board is full of deals without any: they cost one write of nothing.
        (self - asked).update(dict.fromkeys(("amount_asked", "amount_received", "amount_debt", "amount_overdue"), 0.0))
        for lead in asked:
            standing = lead.payment_request_ids.filtered(lambda request: request.state != "cancelled")
            lead.amount_asked = lead._sum_money(standing, "amount")
            lead.amount_received = lead._sum_money(lead.payment_request_ids, "amount_paid")
            lead.amount_debt = lead._sum_money(standing, "amount_due")
            lead.amount_overdue = lead._sum_money(standing.filtered("is_overdue"), "amount_due")

    @api.depends("legal_entity_id", "payment_request_ids.amount_due", "payment_request_ids.state")
    def _compute_customer_debt(self):
        today = fields.Date.context_today(self)
        owners = self.legal_entity_id.commercial_partner_id
        requests = self.env["sale.payment.request"].search_fetch(
            [("partner_id.commercial_partner_id", "in", owners.ids), ("state", "in", OPEN_STATES)],
            ["partner_id", "currency_id", "amount_due", "date_due"],
        )
        by_owner = requests.grouped(lambda request: request.partner_id.commercial_partner_id)
        for lead in self:
            owed = by_owner.get(lead.legal_entity_id.commercial_partner_id, requests.browse())
            late = owed.filtered(lambda request: request.date_due < today)
            lead.customer_debt = lead._sum_money(owed, "amount_due")
            lead.customer_overdue = lead._sum_money(late, "amount_due")

    def _sum_money(self, requests, name):
        """Sum in the company's currency, at today's rate."""
        company = self.company_id or self.env.company
        today = fields.Date.context_today(self)
        return sum(
            request.currency_id._convert(request[name], company.currency_id, company, today) for request in requests
        )

    def _get_won_days(self):
        """{deal id: first day on which its customer committed himself}: contract signed, or first money in."""
        signed = self.env["sale.contract"]._read_group(
            [("deal_id", "in", self.ids), ("state", "!=", "draft"), ("signed_on", "!=", False)],
            ["deal_id"],
            ["signed_on:min"],
        )
        paid = self.env["sale.payment.allocation"]._read_group(
            [("request_id.deal_id", "in", self.ids), ("amount_signed", ">", 0)], ["request_id"], ["date:min"]
        )
        days = {deal.id: day for deal, day in signed}
        for request, day in paid:
            days[request.deal_id.id] = min(day, days.get(request.deal_id.id, day))
        return days

    def _refresh_won(self):
        """Set the day of winning from what is signed and paid; without either the deal is not won."""
        # Contracts and payments of a deal count whoever looks; who enters them may not write the deal.
        deals = self.sudo()
        days = deals._get_won_days()
        changed = deals.filtered(lambda deal: deal.won_on != days.get(deal.id, False))
        for day, group in changed.grouped(lambda deal: days.get(deal.id, False)).items():
            group.won_on = day

    def action_request_payment(self):
        """Ask for money for the agreed goods."""
        self.ensure_one()
        self._check_goods()
        return self.quotation_id.action_request_payment()

    def action_ask_at_once(self):
        """Without a proposal: the goods list is agreed and the whole amount asked for, in one go."""
        self.ensure_one()
        self._check_goods()
        self.quotation_id._check_sale_way("direct")
        if self.quotation_state != "sale":
            self.action_agree()
        request = self.env["sale.payment.request"].create(
            {"order_id": self.quotation_id.id, "amount": self.quotation_id._get_amount_to_ask()}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Request to pay"),
            "res_model": request._name,
            "res_id": request.id,
            "views": [(False, "form")],
        }

    def action_new_contract(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Contract"),
            "res_model": "sale.contract",
            "views": [(False, "form")],
            "context": {"default_deal_id": self.id},
        }

    def _get_deal_documents(self):
        # What the reader may open is sorted out by the caller: he sees that the rest exists.
        requests = self.sudo().payment_request_ids.sorted("id")
        invoices = self._get_customer_invoices(self.sudo().order_ids)
        payments = requests.allocation_ids.payment_id | invoices.matched_payment_ids
        papers = [*self.sudo().contract_ids.sorted("id"), *requests, *payments.sorted("id")]
        return super()._get_deal_documents() + [paper._prepare_deal_document() for paper in papers]

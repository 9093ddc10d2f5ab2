"""The deal of the day: from the form that it begins with to the money that comes for it."""

from datetime import timedelta

from odoo import Command
from odoo.tests import Form

from example import data
from example.company import bank_account, tax_number

# What the deal of the day is about: product and quantity; a third each on stock, made and bought.
GOODS = (("oil", 6), ("chamber", 6), ("sensor", 6))


class DealStory:
    """Steps of the managers and the accountant; the story brings `env`, `company`, `started` and `as_user`."""

    @property
    def deal(self):
        key = int(self.env["ir.config_parameter"].sudo().get_param("suite.deal", 0))
        return self.as_user("manager", self.env["crm.lead"].browse(key))

    @property
    def order(self):
        return self.deal.order_ids.filtered(lambda order: order.state == "sale").sudo()

    def manager_makes_the_deal(self):
        """A lead becomes a deal: one form asks for what is missing."""
        lead = self.env["crm.lead"].search(
            [
                ("user_id", "=", self.company.users["manager"].id),
                ("type", "=", "lead"),
                ("qualification", "=", "lead"),
            ],
            order="id",
            limit=1,
        )
        self.env["ir.config_parameter"].sudo().set_param("suite.deal", lead.id)
        self.complete(self.deal)
        self.tell(f"{self.deal.name}, {self.deal.legal_entity_id.name}, stage “{self.deal.stage_id.name}”")

    def complete(self, lead):
        """Fill the one form that makes a lead a deal, as the manager does."""
        action = lead.action_make_deal()
        if action["res_model"] != "crm.deal.complete":
            return
        wizard = self.env["crm.deal.complete"].with_user(self.company.users["manager"])
        form = Form(wizard.with_context(**action["context"]))
        form.needs = form.needs or lead.name
        form.company_name = form.company_name or "ООО «Термолаборатория»"
        if not form.vat:
            form.vat = tax_number("770402134")
        form.country_id = self.env.ref("base.ru")
        form.kpp = "770401001"
        form.street, form.city, form.zip = "ул. Приборная, д. 5", "Москва", "115114"
        form.actual_is_legal = False
        form.actual_street, form.actual_city, form.actual_zip = "ул. Полевая, д. 8", "Химки", "141400"
        form.bank_bic, form.acc_number = data.BANK[1], bank_account(self.env, 2001)["acc_number"]
        form.save().action_make_deal()

    def manager_fills_goods(self):
        """Requirements, then the goods list: a third on stock, a third to be made, a third to be bought."""
        deal = self.deal
        deal.write(
            {
                "date_deadline": self.started.date() + timedelta(days=60),
                "scope_id": self.env["equipment.scope"].search([], limit=1).id,
                "equipment_type_id": self.env["equipment.type"].search([("name", "=", data.TYPES[2])], limit=1).id,
            }
        )
        answers = {name: answer for name, _kind, _unit, answer in data.PARAMETERS}
        for requirement in deal.requirement_ids:
            answer = answers[requirement.parameter_id.name]
            if isinstance(answer, str):
                requirement.value_text = answer
            else:
                requirement.write({"value_min": answer[0], "value_max": answer[1] or answer[0]})
            self.tell(f"{requirement.parameter_id.name}: {requirement.summary}")
        deal.action_create_goods_list()
        deal.write(
            {
                "goods_line_ids": [
                    Command.create({"product_id": self.company.products[code].id, "product_uom_qty": quantity})
                    for code, quantity in GOODS
                ]
            }
        )
        # The chambers are wanted on a day of their own.
        made = deal.goods_line_ids.filtered(lambda line: line.product_id == self.company.products["chamber"])
        made.write({"wanted_on": self.started.date() + timedelta(days=45), "terms": "Приёмка на нашем заводе"})
        for line in deal.goods_line_ids:
            self.tell(f"{line.product_uom_qty:g} × {line.product_id.name} = {line.price_subtotal:,.2f}")

    def proposal_is_printed(self):
        """The commercial proposal is printed from the deal and kept as version 1."""
        self.deal.action_print_proposal()
        for proposal in self.deal.quotation_id.proposal_ids:
            self.tell(f"{proposal.name}: {proposal.attachment_id.name}, {proposal.attachment_id.file_size} bytes")

    def customer_agrees(self):
        """The customer agrees: customer order, split into reserved, made and bought."""
        self.deal.action_agree()
        self.tell(f"{self.order.name} of {self.deal.agreed_on}: {self.order.supply_summary}")
        for line in self.order.supply_line_ids:
            self.tell(f"{line.source:6} {line.quantity:g} × {line.product_id.name} {line.document_name or ''}")

    # --- money ------------------------------------------------------------------------------------

    def contract_is_signed(self):
        """The contract is signed by both: from this day on the deal is won."""
        contracts = self.as_user("manager", self.env["sale.contract"])
        contract = contracts.create([{"deal_id": self.deal.id, "signed_by_customer_id": self.deal.contact_id.id}])
        contract.action_sign()
        self.tell(f"{contract.name}: {contract.amount_total:,.2f}, won on {self.deal.won_on}")

    def customer_pays(self):
        """Half is asked for in advance, half later; the accountant enters what came."""
        requests = self.as_user("manager", self.env["sale.payment.request"])
        half = self.order.currency_id.round(self.order.amount_total / 2)
        first, second = requests.create(
            [
                {"order_id": self.order.id, "amount": half, "purpose": "Предоплата 50 %"},
                {
                    "order_id": self.order.id,
                    "amount": self.order.amount_total - half,
                    "purpose": "Окончательный расчёт",
                },
            ]
        )
        self.pay(first, first.amount)
        self.pay(second, second.amount / 4)
        for request in first | second:
            self.tell(f"{request.name}: {request.amount:,.2f}, paid {request.amount_paid:,.2f}, {request.state}")

    def pay(self, request, amount):
        """The accountant's dialog with the sum that came."""
        request = self.as_user("accountant", request)
        form = Form.from_action(request.env, request.action_register_payment())
        form.amount = request.currency_id.round(amount)
        form.save().action_register()

    def request_becomes_a_deal(self):
        """A known customer's request becomes a deal with one click; its order stays in the works."""
        customer = self.env["res.partner"].search([("name", "=", "ООО «Авиатест»")], limit=1)
        requests = self.env["crm.customer.request"].search(
            [("partner_id", "child_of", customer.id)], order="id", limit=1
        )
        action = self.as_user("manager2", requests).action_make_deal()
        deal = self.as_user("manager2", self.env["crm.lead"].browse(action["res_id"]))
        deal.date_deadline = self.started.date() + timedelta(days=25)
        deal.action_create_goods_list()
        goods = (("chamber", 2), ("pump", 5), ("sensor", 4), ("oil", 4))
        deal.goods_line_ids = [
            Command.create({"product_id": self.company.products[code].id, "product_uom_qty": quantity})
            for code, quantity in goods
        ]
        # Option two: no proposal, the goods are agreed and asked for in one go.
        request = self.env["sale.payment.request"].browse(deal.action_ask_at_once()["res_id"])
        self.pay(request, request.amount * 0.3)
        self.env.cr.commit()
        chambers = deal.sudo().order_ids.supply_line_ids.production_id[:1]
        self.report(chambers, 1).action_report()
        self.env.cr.commit()
        self.tell(f"{deal.name}: {deal.sudo().order_ids.supply_summary}")

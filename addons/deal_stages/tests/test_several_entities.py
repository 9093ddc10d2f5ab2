from odoo import Command
from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import Form, tagged, users

from .common import DealCommon, MoneyCommon


@tagged("post_install", "-at_install")
class TestSeveralEntities(MoneyCommon):
    """One customer, several legal entities: the deal names one, and its papers are for that one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.holding = cls.env["res.partner"].create({"name": "Holding", "is_company": True})
        cls.works = cls.make_legal_entity("Works", parent_id=cls.holding.id, vat="7736050003")
        cls.trade = cls.make_legal_entity("Trade", parent_id=cls.holding.id, vat="7704021345")
        cls.buyer = cls.make_contact("Olga", parent_id=cls.works.id)

    def make_deal_of_works(self):
        return self.make_deal(legal_entity_id=self.works.id, contact_id=self.buyer.id, partner_id=self.buyer.id)

    @users("sb_manager")
    def test_the_company_of_the_contact_is_proposed_and_another_may_be_named(self):
        form = Form(self.env["crm.lead"].with_context(default_type="opportunity"), "crm.crm_lead_view_form")
        form.name, form.partner_id = "By form", self.buyer
        self.assertEqual(form.legal_entity_id, self.works)
        form.legal_entity_id, form.needs = self.trade, "Oil"
        deal = form.save()
        self.assertEqual((deal.legal_entity_id, deal.contact_id), (self.trade, self.buyer))
        self.assertEqual(self.add_goods(deal, self.pump).partner_id, self.trade)

    @users("sb_manager")
    def test_every_paper_is_for_the_entity_that_is_named(self):
        deal = self.make_deal_of_works().with_user(self.env.user)
        order = self.add_goods(deal, self.pump, 2)
        deal.action_print_proposal()
        deal.action_agree()
        contract = self.env["sale.contract"].create({"deal_id": deal.id})
        request = self.ask(2000, order=order)
        papers = (order, order.proposal_ids, contract, request)
        self.assertEqual({paper.partner_id for paper in papers}, {self.works.with_user(self.env.user)})
        self.assertEqual(request.contract_id, contract)

    @users("sb_manager")
    def test_only_the_one_that_buys_becomes_a_counterparty_and_owes(self):
        (self.holding | self.works | self.trade).counterparty_kind = "potential"
        deal = self.make_deal_of_works()
        self.ask(1000, order=self.add_goods_and_agree(deal))
        kinds = [partner.counterparty_kind for partner in (self.works, self.trade, self.holding)]
        self.assertEqual(kinds, ["counterparty", "potential", "partner"])
        other = self.make_deal(legal_entity_id=self.trade.id, contact_id=self.buyer.id)
        self.assertEqual((deal.customer_debt, other.customer_debt), (1000, 0))

    def add_goods_and_agree(self, deal):
        order = self.add_goods(deal, self.pump, 2)
        deal.action_agree()
        return order

    # Another legal entity is named later

    @users("sb_manager")
    def test_open_quotations_and_drafts_of_contracts_follow(self):
        deal = self.make_deal_of_works().with_user(self.env.user)
        order = self.add_goods(deal, self.pump)
        other = deal._create_quotation()
        contract = self.env["sale.contract"].create({"deal_id": deal.id})
        deal.legal_entity_id = self.trade
        self.assertEqual((order | other).partner_id, self.trade.with_user(self.env.user))
        self.assertEqual(contract.partner_id, self.trade)

    def test_prices_are_those_of_the_new_entity(self):
        self.env.ref("base.group_user").implied_ids += self.env.ref("product.group_product_pricelist")
        rule = {"compute_price": "percentage", "percent_price": 20, "applied_on": "3_global", "min_quantity": 0}
        plain, cheap = self.env["product.pricelist"].create(
            [{"name": "Works", "sequence": 1}, {"name": "Trade", "sequence": 99, "item_ids": [Command.create(rule)]}]
        )
        self.works.with_company(self.env.company).specific_property_product_pricelist = plain
        self.trade.with_company(self.env.company).specific_property_product_pricelist = cheap
        deal = self.make_deal_of_works()
        order = self.add_goods(deal, self.pump)
        order.order_line.tax_ids = False
        self.assertEqual(order.amount_untaxed, 1000)
        deal.legal_entity_id = self.trade
        self.assertEqual((order.pricelist_id, order.amount_untaxed), (cheap, 800))

    def test_prices_that_were_agreed_by_hand_stay_without_another_price_list(self):
        deal = self.make_deal_of_works()
        order = self.add_goods(deal, self.pump)
        order.order_line.write({"price_unit": 940, "discount": 5})
        deal.legal_entity_id = self.trade
        self.assertEqual((order.order_line.price_unit, order.order_line.discount), (940, 5))

    @users("sb_manager")
    def test_what_is_agreed_names_its_entity(self):
        deal = self.make_deal_of_works().with_user(self.env.user)
        order = self.add_goods_and_agree(deal)
        with self.assertRaisesRegex(UserError, f"{order.name} is agreed with Works"), self.env.cr.savepoint():
            deal.legal_entity_id = self.trade
        self.env.invalidate_all()
        order._action_cancel()
        deal.legal_entity_id = self.trade
        self.assertEqual(deal.legal_entity_id, self.trade)

    @users("sb_manager")
    def test_a_signed_contract_names_its_entity(self):
        deal = self.make_deal_of_works().with_user(self.env.user)
        contract = self.env["sale.contract"].create({"deal_id": deal.id, "signed_by_customer_id": self.buyer.id})
        contract.action_sign()
        with self.assertRaisesRegex(UserError, f"{contract.name} is agreed with"), self.env.cr.savepoint():
            deal.legal_entity_id = self.trade
        contract.action_back_to_draft()
        deal.legal_entity_id = self.trade
        self.assertEqual(contract.partner_id, self.trade)

    @users("sb_manager")
    def test_the_form_asks_for_what_the_chosen_one_lacks(self):
        self.trade.write({"kpp": False})
        lead = self.make_lead(partner_id=self.buyer.id, needs="Oil").with_user(self.env.user)
        lead.legal_entity_id = self.trade
        with Form(self.env["crm.deal.complete"].with_context(default_lead_id=lead.id)) as form:
            self.assertEqual(form.legal_entity_id, self.trade)
            self.assertEqual((form.ask_kpp, form.ask_vat, form.ask_address, form.ask_bank), (True, False, False, False))
            form.kpp = "500101001"
        form.record.action_make_deal()
        self.assertEqual((lead.type, self.trade.kpp), ("opportunity", "500101001"))


@tagged("post_install", "-at_install")
class TestBuyers(MoneyCommon):
    """A company abroad and a private person go the whole way."""

    def walk(self, entity, contact):
        deal = self.make_deal(legal_entity_id=entity.id, contact_id=contact.id, partner_id=contact.id)
        order = self.add_goods(deal, self.pump, 2)
        deal.with_user(self.manager).action_print_proposal()
        deal.with_user(self.manager).action_agree()
        request = self.ask(order.amount_total, order=order)
        self.pay(request, partner=entity)
        deal.with_user(self.manager).stage_id = self.stage("installation")
        return deal

    def test_company_abroad(self):
        abroad = self.make_foreign_entity()
        deal = self.walk(abroad, self.make_contact("Karl", parent_id=abroad.id))
        self.assertEqual((deal.stage_code, deal.payment_request_ids.state), ("installation", "paid"))
        self.assertTrue(deal.won_on)
        self.assertFalse(abroad.kpp)

    def test_company_of_a_country_without_numbers(self):
        states = self.make_foreign_entity("Pumps Inc", country_id=self.env.ref("base.us").id, vat=False)
        deal = self.walk(states, self.make_contact("John", parent_id=states.id))
        self.assertTrue(deal.won_on)

    def test_private_person(self):
        person = self.make_contact("Anna Buyer", counterparty_kind="potential")
        deal = self.walk(person, person)
        self.assertEqual((deal.quotation_id.partner_id, deal.stage_code), (person, "installation"))
        self.assertEqual(person.counterparty_kind, "counterparty")

    def test_private_person_becomes_a_company_with_all_that_it_needs(self):
        person = self.make_contact("Anna Buyer")
        deal = self.make_deal(legal_entity_id=person.id, contact_id=person.id, partner_id=person.id)
        self.add_goods(deal, self.pump)
        bare = self.make_legal_entity("Buyer LLC", kpp=False)
        with self.assertRaisesRegex((RedirectWarning, UserError), "the KPP"), self.env.cr.savepoint():
            deal.legal_entity_id = bare
        self.env.invalidate_all()
        self.assertEqual(deal.quotation_id.partner_id, person)
        deal.legal_entity_id = self.entity
        self.assertEqual(deal.quotation_id.partner_id, self.entity)


@tagged("post_install", "-at_install")
class TestDepartments(DealCommon):
    """The same process for every department: only names and people differ."""

    @users("sb_administrator")
    def test_deals_of_all_departments_go_the_same_way(self):
        teams = self.vys | self.konts | self._make_team("Term", self.env["res.users"], self.env["res.users"]).sudo()
        ways = {team: self.walk(team) for team in teams}
        self.assertEqual(len({str(way) for way in ways.values()}), 1, ways)
        self.assertEqual(ways[self.vys][0][0], "selection")
        self.assertFalse(self.env["crm.stage"].search([("code", "!=", False), ("team_ids", "!=", False)]))

    def walk(self, team):
        """[(stage, sentences of the shut gates)] of a deal of this department."""
        deal = self.make_deal(team_id=team.id)
        seen = []
        for act in (lambda: self.add_goods(deal, self.pump), deal.action_agree, lambda: deal._move_to("installation")):
            stages = self.env["crm.stage"].sudo().search([("code", "!=", False)])
            shut = [deal._get_move_obstacles(stage, {deal: deal.stage_id})[deal] for stage in stages]
            seen.append((deal.stage_code, shut, deal._get_closing_points()))
            act()
        return [*seen, deal.stage_code]

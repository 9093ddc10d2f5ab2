from odoo.tests import tagged, users

from .common import MoneyCommon


@tagged("post_install", "-at_install")
class TestCustomerDebt(MoneyCommon):
    """What the customer owes in all stands on each of his deals."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.make_agreed_deal(cls.pump, quantity=2, user_id=cls.colleague.id, team_id=cls.konts.id)
        cls.request = cls.ask(1000)
        cls.late = cls.ask(2000, order=cls.other.quotation_id, date="2026-01-01", date_due="2026-01-10")

    def owed(self, deal):
        deal.invalidate_recordset()
        return deal.amount_debt, deal.amount_overdue, deal.customer_debt, deal.customer_overdue

    def test_sum_over_all_deals_of_the_legal_entity(self):
        self.assertEqual(self.owed(self.deal), (1000, 0, 3000, 2000))
        self.assertEqual(self.owed(self.other), (2000, 2000, 3000, 2000))
        self.pay(self.late, 500)
        self.assertEqual(self.owed(self.deal), (1000, 0, 2500, 1500))
        self.request.action_cancel()
        self.assertEqual(self.owed(self.deal), (0, 0, 1500, 1500))

    def test_another_legal_entity_owes_for_itself(self):
        stranger = self.make_deal(legal_entity_id=self.make_legal_entity("Stranger").id)
        self.assertEqual(self.owed(stranger), (0, 0, 0, 0))
        self.assertEqual((stranger | self.deal | self.other).mapped("customer_debt"), [0, 3000, 3000])

    @users("sb_manager")
    def test_manager_sees_the_sum_and_nobodys_documents(self):
        self.manager.visible_team_ids = self.vys
        self.env.registry.clear_cache()
        deal = self.deal.with_user(self.env.user)
        self.assertEqual(deal.customer_debt, 3000)
        requests = self.env["sale.payment.request"].search([("partner_id", "=", self.entity.id)])
        self.assertEqual(requests, self.request)

    def test_debt_in_another_currency(self):
        franc = self.env["res.currency"].with_context(active_test=False).search([("name", "=", "CHF")])
        franc.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", franc.id)]).unlink()
        self.env["res.currency.rate"].create({"currency_id": franc.id, "rate": 0.5, "name": "2020-01-01"})
        pricelist = self.env["product.pricelist"].create({"name": "Swiss", "currency_id": franc.id})
        deal = self.make_deal()
        order = self.add_goods(deal, self.pump)
        order.pricelist_id = pricelist
        order.order_line.price_unit = 100
        deal.action_agree()
        request = self.ask(order.amount_total, order=order)
        self.assertEqual(request.currency_id, franc)
        self.assertEqual(deal.amount_debt, 2 * order.amount_total)
        self.assertEqual(deal.customer_debt, 3000 + 2 * order.amount_total)

    def test_a_board_of_deals_costs_a_constant_number_of_queries(self):
        names = ("customer_debt", "customer_overdue", "amount_overdue", "urgency", "stage_days", "goods_warning")
        costs = []
        for number in (3, 30):
            deals = self.env["crm.lead"].create([self.prepare_values() for _deal in range(number)])
            self.env.invalidate_all()
            costs.append(self.count_queries(lambda deals=deals: [deals.mapped(name) for name in names]))
        self.assertLessEqual(costs[1], costs[0])

    def prepare_values(self):
        return self.prepare_deal_values(legal_entity_id=self.entity.id, contact_id=self.contact.id)

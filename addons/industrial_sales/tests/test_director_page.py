from datetime import date, timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import IndustrialSalesCommon


@tagged("post_install", "-at_install")
class TestDirectorPage(IndustrialSalesCommon):
    """Each figure is what its list shows, to the director alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["director"].visible_team_ids = cls.team
        cls.product = cls.env["product.product"].create({"name": "Pump of the page", "standard_price": 60})
        cls.made = cls.env["product.product"].create({"name": "Chamber of the page", "standard_price": 100})
        part = cls.env["product.product"].create({"name": "Part of the page"})
        cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": cls.made.product_tmpl_id.id,
                "bom_line_ids": [Command.create({"product_id": part.id, "product_qty": 1})],
            }
        )

    def get_figures(self, code, role="director"):
        page = self.env["director.page"].with_user(self.users[role]).get_page()
        return {row["label"]: row for block in page["blocks"] if block["code"] == code for row in block["figures"]}

    def find(self, figure, role="director"):
        """The records that a figure opens, as the role's list reads them."""
        records = self.env[figure["action"]["res_model"]].with_user(self.users[role])
        return records.search([tuple(row) if isinstance(row, list) else row for row in figure["action"]["domain"]])

    def make_order(self, deal, *goods, **values):
        """An agreed order; goods are (product, quantity, price)."""
        lines = [
            Command.create(
                {"product_id": product.id, "product_uom_qty": quantity, "price_unit": price, "tax_ids": False}
            )
            for product, quantity, price in goods
        ]
        order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "opportunity_id": deal.id, "team_id": self.team.id, "order_line": lines}
            | values
        )
        order.action_confirm()
        return order

    def test_others_get_no_page(self):
        for role in ("manager", "head", "accountant", "worker", "marketer"):
            with self.subTest(role=role), self.assertRaisesRegex(AccessError, "director"):
                self.get_figures("deals", role)

    def test_each_block_is_there_in_an_empty_company(self):
        page = self.env["director.page"].with_user(self.users["director"]).get_page()
        codes = [block["code"] for block in page["blocks"]]
        self.assertEqual(codes, ["deals", "plan", "money", "supply", "intake", "goods", "margin"])
        self.assertEqual(page["company"], self.env.company.name)

    def test_deals_by_stage_are_those_of_visible_departments(self):
        first, second = self.make_deal(expected_revenue=300), self.make_deal(expected_revenue=700)
        self.make_deal(team_id=self.env["crm.team"].create({"name": "Hidden"}).id)
        [figure] = self.get_figures("deals").values()
        self.assertEqual(self.find(figure), first | second)
        self.assertRegex(figure["text"], r"^2 · .*1.000")
        self.assertEqual((figure["label"], figure["share"]), (first.stage_id.name, 1.0))

    def test_plan_says_who_is_behind(self):
        with freeze_time("2026-03-15 10:00:00"):
            self.env["sales.plan"].create({"team_id": self.team.id, "month": "2026-03-01", "amount": 2000})
            won = self.make_deal(won_on="2026-03-05", expected_revenue=900)
            self.make_deal(won_on="2026-02-27", expected_revenue=5000)
            figure = self.get_figures("plan")[self.team.name]
            self.assertEqual((figure["share"], figure["tone"]), (0.45, "attention"))
            self.assertEqual(self.find(figure), won)
            self.make_deal(won_on="2026-03-06", expected_revenue=300)
            self.env.invalidate_all()
            self.assertEqual(self.get_figures("plan")[self.team.name]["tone"], "good")

    def test_money_overdue_and_expected(self):
        today = fields.Date.context_today(self.env.user)
        order = self.make_order(self.make_deal(), (self.product, 10, 100))
        amounts = ((-3, 200), (5, 300), (90, 500))
        requests = self.env["sale.payment.request"].create(
            [
                {
                    "order_id": order.id,
                    "amount": amount,
                    "date": min(today, today + timedelta(days=days)),
                    "date_due": today + timedelta(days=days),
                }
                for days, amount in amounts
            ]
        )
        overdue, expected, everything = self.get_figures("money").values()
        self.assertEqual(self.find(overdue), requests[0])
        self.assertEqual(self.find(expected), requests[1])
        self.assertEqual(self.find(everything) & requests, requests)
        self.assertEqual(overdue["tone"], "bad")
        self.assertIn("200", overdue["text"])

    def test_money_in_foreign_currency_is_told_in_ours(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create({"currency_id": euro.id, "name": "2026-01-01", "rate": 0.5})
        pricelist = self.env["product.pricelist"].create({"name": "Euro", "currency_id": euro.id})
        order = self.make_order(self.make_deal(), (self.product, 1, 100), pricelist_id=pricelist.id)
        self.env["sale.payment.request"].create({"order_id": order.id, "amount": 100})
        page = self.env["director.page"].with_user(self.users["director"])
        domain = [("order_id", "=", order.id)]
        self.assertAlmostEqual(page._sum_money("sale.payment.request", domain, "amount_due"), 200, 2)

    def test_late_supply_and_what_nobody_decided(self):
        stuck = self.env["product.product"].create({"name": "Nobody makes it", "is_storable": True})
        order = self.make_order(self.make_deal(), (stuck, 2, 100))
        late, undecided, _surplus = self.get_figures("supply").values()
        self.assertIn(order.supply_line_ids, self.find(undecided))
        self.assertEqual(undecided["tone"], "attention")
        self.assertFalse(self.find(late) & order.supply_line_ids)

    def test_unsorted_unanswered_and_silent(self):
        appeal = self.env["crm.appeal"].create({"contact_name": "A", "email": "a@page.example", "channel": "hand"})
        before = {label: self.find(figure) for label, figure in self.get_figures("intake").items()}
        self.assertIn(appeal, before["Appeals not sorted"])
        appeal.received_at = fields.Datetime.now() - timedelta(days=40)
        self.assertIn(appeal, self.find(self.get_figures("intake")["Of them later than should be"]))
        source = self.env["crm.intake.source"].search([], limit=1)
        source.incident_at = fields.Datetime.now()
        figure = self.get_figures("intake")["Channels that are silent"]
        self.assertIn(source, self.find(figure))
        self.assertEqual(figure["tone"], "bad")

    def test_write_offs_are_told_at_cost_and_by_month(self):
        stock = self.env["stock.warehouse"].search([], limit=1).lot_stock_id
        goods = self.env["product.product"].create({"name": "Paint", "is_storable": True, "standard_price": 7})
        self.env["stock.quant"]._update_available_quantity(goods, stock, 5)
        scrap = self.env["stock.scrap"].create({"product_id": goods.id, "scrap_qty": 3, "location_id": stock.id})
        scrap.do_scrap()
        figures = self.get_figures("goods")
        self.assertIn(scrap, self.find(figures["Written off this month"]))
        self.assertNotIn(scrap, self.find(figures["Written off last month"]))
        self.assertEqual(scrap.with_user(self.users["director"]).write_off_value, 21)
        with self.assertRaises(AccessError):
            scrap.with_user(self.users["director"]).write({"scrap_qty": 1})

    def test_margin_takes_off_all_that_a_deal_costs(self):
        self.env.company.engineer_hour_cost = 50
        deal, other = self.make_deal(), self.make_deal()
        self.make_order(deal, (self.product, 2, 100), (self.made, 1, 500))
        self.env["equipment.certificate"].create({"cost": 80, "deal_ids": [Command.set((deal | other).ids)]})
        self.env["service.visit"].create({"kind": "commissioning", "deal_id": deal.id, "hours": 2})
        seen = deal.with_user(self.users["director"])
        self.assertRecordValues(
            seen,
            [
                {
                    "margin_price": 700,
                    "margin_goods": 120,
                    "margin_production": 100,
                    "margin_certificate": 40,
                    "margin_commissioning": 100,
                    "margin_amount": 340,
                }
            ],
        )
        self.assertAlmostEqual(seen.margin_share, 340 / 700, 4)

    def test_margin_of_a_draft_is_none_and_only_the_director_sees_it(self):
        deal = self.make_deal()
        self.env["sale.order"].create(
            {"partner_id": self.customer.id, "opportunity_id": deal.id}
            | {"order_line": [Command.create({"product_id": self.product.id, "price_unit": 100})]}
        )
        self.assertFalse(deal.with_user(self.users["director"]).margin_price)
        with self.assertRaises(AccessError):
            deal.with_user(self.users["head"]).read(["margin_amount"])

    def test_margins_of_many_deals_cost_as_many_queries(self):
        deals = self.env["crm.lead"]
        for _number in range(6):
            deal = self.make_deal(won_on=date(2026, 3, 5))
            self.make_order(deal, (self.product, 1, 100))
            deals |= deal
        counts = []
        for some in (deals, deals[:2], deals):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.with_user(self.users["director"]).mapped("margin_amount")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2], "the first one fills the server's caches")

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged, users
from odoo.tests.common import Form

from .common import DealCommon

COMPARED = ("product_id", "name", "product_uom_qty", "product_uom_id", "price_unit", "discount", "price_total")
COMPARED += ("price_tax", "wanted_on", "terms")


@tagged("post_install", "-at_install")
class TestGoods(DealCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = cls.env["account.tax.group"].create({"name": "VAT"})
        cls.tax = cls.env["account.tax"].create(
            {"name": "VAT 22%", "amount": 22, "type_tax_use": "sale", "tax_group_id": group.id}
        )
        cls.pump.taxes_id = cls.tax
        cls.euro = cls.env["res.currency"].with_context(active_test=False).search([("name", "=", "EUR")])
        cls.euro.active = True
        cls.pricelist = cls.env["product.pricelist"].create(
            {
                "name": "Partners",
                "currency_id": cls.euro.id,
                "item_ids": [
                    Command.create(
                        {"compute_price": "percentage", "percent_price": 7, "min_quantity": 5, "applied_on": "3_global"}
                    )
                ],
            }
        )
        cls.entity.with_company(cls.env.company).specific_property_product_pricelist = cls.pricelist

    def values_of(self, order):
        rows = [[line[name] for name in COMPARED] + [line.tax_ids] for line in order.order_line]
        return order.pricelist_id, order.currency_id, order.amount_total, rows

    @users("sb_manager")
    def test_lines_come_out_as_if_typed_in_the_quotation(self):
        deal = self.make_deal().with_user(self.env.user)
        deal.action_create_goods_list()
        with Form(deal) as form:
            self.type_lines(form.goods_line_ids)
        with Form(self.env["sale.order"]) as direct:
            direct.partner_id = self.entity
            self.type_lines(direct.order_line)
        order = direct.record
        self.assertEqual(self.values_of(deal.quotation_id), self.values_of(order))
        self.assertEqual(order.order_line.tax_ids, self.tax)
        self.assertEqual(order.pricelist_id, self.pricelist)
        self.assertNotEqual(order.order_line[0].price_subtotal * 3, order.order_line[1].price_subtotal)
        self.assertEqual([str(line.wanted_on) for line in order.order_line], ["False", "False", "2026-12-24"])
        self.assertEqual((order.order_line[2].price_unit, order.order_line[2].discount), (777, 3))

    def type_lines(self, lines):
        """The same keys, whichever form they are pressed in."""
        for quantity in (2, 6):
            with lines.new() as line:
                line.product_id = self.pump
                line.product_uom_qty = quantity
        with lines.new() as line:
            line.product_id = self.pump
            line.product_uom_qty = 3
            line.price_unit, line.discount = 777, 3
            line.wanted_on, line.terms = "2026-12-24", "In two crates"

    @users("sb_manager")
    def test_line_is_changed_and_removed_on_the_deal(self):
        deal = self.make_deal().with_user(self.env.user)
        self.add_goods(deal, self.pump, 2)
        self.add_goods(deal, self.pump, 3)
        with Form(deal) as form:
            with form.goods_line_ids.edit(0) as line:
                line.product_uom_qty = 10
            form.goods_line_ids.remove(1)
        self.assertEqual(deal.quotation_id.order_line.mapped("product_uom_qty"), [10.0])
        self.assertEqual(deal.goods_amount, deal.quotation_id.amount_total)

    @users("sb_manager")
    def test_quotation_in_one_click(self):
        deal = self.make_deal().with_user(self.env.user)
        deal.action_create_goods_list()
        deal.action_create_goods_list()
        self.assertRecordValues(
            deal.order_ids,
            [{"partner_id": self.entity.id, "user_id": self.manager.id, "team_id": self.vys.id, "state": "draft"}],
        )
        self.assertEqual(deal.quotation_id, deal.order_ids)

    def test_goods_given_at_creation_make_the_quotation(self):
        deal = self.make_deal(goods_line_ids=[Command.create({"product_id": self.pump.id, "product_uom_qty": 4})])
        self.assertEqual(deal.quotation_id.order_line.product_uom_qty, 4)

    @users("sb_manager")
    def test_agreed_list_is_not_edited_silently(self):
        deal = self.make_agreed_deal(self.pump).with_user(self.env.user)
        with self.assertRaisesRegex(UserError, "goods list is agreed"):
            deal.write({"goods_line_ids": [Command.create({"product_id": self.pump.id})]})

    def test_current_quotation_gives_way_when_it_goes(self):
        deal = self.make_deal()
        first = self.add_goods(deal, self.pump)
        second = deal._create_quotation()
        self.assertEqual(deal.quotation_id, first)
        first._action_cancel()
        self.assertEqual(deal.quotation_id, second)
        second.unlink()
        self.assertFalse(deal.quotation_id)

    def test_core_button_offers_the_legal_entity(self):
        deal = self.make_deal()
        self.assertEqual(deal.action_new_quotation()["context"]["default_partner_id"], self.entity.id)

    def test_without_a_legal_entity_there_are_no_prices(self):
        lead = self.make_lead()
        with self.assertRaisesRegex(UserError, "Name the legal entity first"):
            lead.action_create_goods_list()

    def test_expected_revenue_follows_the_goods(self):
        deal = self.make_deal(expected_revenue=700)
        self.assertEqual(deal.expected_revenue, 700)
        # 2 pieces for half the company's money each.
        self.env["res.currency.rate"].search([("currency_id", "=", self.euro.id)]).unlink()
        self.env["res.currency.rate"].create({"currency_id": self.euro.id, "rate": 0.5, "name": "2020-01-01"})
        self.add_goods(deal, self.pump, 2)
        self.assertAlmostEqual(deal.quotation_id.amount_untaxed, 1000)
        self.assertAlmostEqual(deal.expected_revenue, 2000)

    @users("sb_manager")
    def test_sections_stand_with_their_words_on_the_deal(self):
        deal = self.make_deal().with_user(self.env.user)
        self.add_goods(deal, self.pump)
        self.assertFalse(deal.goods_have_sections)
        deal.write({"goods_line_ids": [Command.create({"display_type": "line_section", "name": "Spare parts"})]})
        self.assertTrue(deal.goods_have_sections)
        with Form(deal) as form, form.goods_line_ids.edit(1) as line:
            self.assertEqual((line.name, line.display_type), ("Spare parts", "line_section"))
        self.assertEqual(deal.goods_amount, deal.quotation_id.amount_total)

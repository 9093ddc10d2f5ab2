from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .common import DeliveryFormsCommon


@tagged("post_install", "-at_install")
class TestData(DeliveryFormsCommon):
    """What papers say of their sources."""

    def data(self, code, source):
        return self.make(code, source).data

    def test_the_place_of_delivery_is_the_consignees(self):
        data = self.data("upd", self.make_delivery())
        self.assertEqual(data["consignee"]["address"], data["buyer"]["address"])
        self.env["res.partner"].create(
            {"name": "Склад", "type": "delivery", "parent_id": self.entity.id, "street": "Полевая, 8", "city": "Химки"}
        )
        data = self.data("upd", self.make_delivery())
        self.assertEqual(data["consignee"]["name"], "Neftemash LLC")
        self.assertIn("Химки", data["consignee"]["address"])
        self.assertIn("Tver", data["buyer"]["address"])

    def test_goods_for_somebody_else(self):
        third = self.make_legal_entity("ООО «Монтаж»", vat="7736050003", city="Казань")
        picking = self.make_delivery()
        picking.sale_id.partner_shipping_id = third
        self.assertEqual(self.data("upd", picking)["consignee"]["name"], "ООО «Монтаж»")

    def test_series_that_leave_are_named(self):
        goods = self.make_goods("Масло", tracking="lot")
        lots = self.env["stock.lot"].create([{"name": name, "product_id": goods.id} for name in ("М-1", "М-2")])
        location = self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)], limit=1).lot_stock_id
        for lot in lots:
            self.env["stock.quant"]._update_available_quantity(goods, location, 1, lot_id=lot)
        deal = self.sell((goods, 2, self.vat))
        picking = deal.quotation_id.picking_ids
        picking.action_assign()
        self.assertEqual(set(self.data("upd", picking)["lines"][0]["series"].split(", ")), {"М-1", "М-2"})

    def test_contract_order_and_payments_are_the_basis(self):
        picking = self.make_delivery()
        order = picking.sale_id
        contract = self.env["sale.contract"].create({"deal_id": order.opportunity_id.id, "date": "2026-02-01"})
        request = self.ask(100, order=order)
        self.pay(request, payment_reference="512", date="2026-02-10")
        data = self.data("upd", picking)
        self.assertEqual(data["contract"], {"number": contract.name, "day": "2026-02-01"})
        self.assertIn(f"Договор № {contract.name} от 01.02.2026", data["basis"])
        self.assertEqual(data["payments"], [{"number": "512", "day": "2026-02-10"}])
        text = self.read_text(self.make("invoice", picking))
        self.assertIn("512 от 10.02.2026", text)

    def test_an_ended_contract_is_no_basis(self):
        picking = self.make_delivery()
        contract = self.env["sale.contract"].create(
            {"deal_id": picking.sale_id.opportunity_id.id, "signed_by_customer_id": self.contact.id}
        )
        contract.action_sign()
        contract.action_end()
        self.assertEqual(self.data("upd", picking)["contract"]["number"], "")

    def test_the_day_of_a_shipment_is_that_on_which_it_left(self):
        with freeze_time("2026-03-05 10:00:00"):
            picking = self.make_delivery()
            self.ship(picking)
        self.assertEqual(self.data("upd", picking)["day"], "2026-03-05")

    def test_the_article_stands_in_its_own_column(self):
        line = self.data("upd", self.make_delivery((self.spare, 1, self.low)))["lines"][0]
        self.assertEqual((line["code"], line["name"]), ("УТ-7", "Уплотнение торцевое"))

    def test_goods_from_abroad(self):
        self.goods.write(
            {
                "origin_country_id": self.germany.id,
                "origin_country_code": "276",
                "customs_number": "10131010/010226/5000001",
            }
        )
        text = self.read_text(self.make("upd", self.make_delivery()))
        for words in ("276", "Германия", "10131010"):
            self.assertIn(words, text)

    def test_prices_with_vat_inside(self):
        inside = self.make_tax(22, included=True)
        line = self.data("upd", self.make_delivery((self.make_goods(price=122), 3, inside)))["lines"][0]
        self.assertEqual((line["subtotal"], line["tax"], line["total"], line["price"]), (300, 66, 366, 100))

    def test_a_discount_is_in_the_price(self):
        picking = self.make_delivery((self.goods, 3, self.vat))
        picking.sale_id.order_line.sudo().discount = 10
        line = self.data("upd", picking)["lines"][0]
        self.assertEqual((line["price"], line["subtotal"]), (900, 2700))

    def test_nought_per_cent_is_not_without_vat(self):
        nought = self.make_tax(0)
        data = self.data("upd", self.make_delivery((self.goods, 1, nought), (self.spare, 1, self.none)))
        self.assertEqual([line["rate"] for line in data["lines"]], ["0%", "без НДС"])

    def test_services_do_not_stand_on_waybills(self):
        picking = self.make_delivery((self.goods, 1, self.vat), (self.service, 1, self.vat))
        self.assertEqual([line["name"] for line in self.data("torg12", picking)["lines"]], ["Насос Н-50"])

    def test_units_of_the_order_whatever_the_stock_counts_in(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.goods.uom_ids = [Command.link(dozen.id)]
        deal = self.make_deal()
        deal.action_create_goods_list()
        values = {"product_id": self.goods.id, "product_uom_qty": 2, "product_uom_id": dozen.id}
        deal.write({"goods_line_ids": [Command.create(values)]})
        deal.action_agree()
        line = self.data("upd", deal.quotation_id.picking_ids)["lines"][0]
        self.assertEqual((line["quantity"], line["unit_code"]), (2, "641"))

    def test_a_part_of_the_order_is_asked_for_in_one_line(self):
        self.order.order_line.sudo().tax_ids = self.vat
        request = self.ask(self.order.amount_total / 4)
        data = self.data("request", request)
        self.assertEqual(len(data["lines"]), 1)
        self.assertIn("25 %", data["lines"][0]["name"])
        self.assertAlmostEqual(data["totals"]["tax"], self.order.amount_tax / 4, 2)
        self.assertEqual(data["totals"]["total"], request.amount)

    def test_sums_in_words(self):
        words = self.env["sale.form"]._get_words
        rubles = self.env.ref("base.RUB")
        self.assertEqual(words(1, rubles), "Один рубль 00 копеек")
        self.assertEqual(words(1234567.08, rubles).split()[-2:], ["08", "копеек"])

    def test_weights_and_places_add_up(self):
        picking = self.make_delivery()
        data = self.data("waybill", picking)
        self.assertEqual((data["totals"]["weight"], data["shipment"]["packages"]), (8.9, 2))

    def test_the_carrier_is_somebody_else(self):
        picking = self.make_delivery()
        picking.form_carrier_id = self.make_legal_entity("ООО «Перевозчик»", vat="7736050003")
        self.assertIn("Перевозчик", self.read_text(self.make("waybill", picking)))

    def test_what_stands_on_the_cover_list(self):
        picking = self.make_delivery()
        upd = self.make("upd", picking)
        cover = self.make("cover", picking)
        self.assertEqual([row["pages"] for row in cover.data["papers"]], [upd.pages])
        self.assertIn(f"№ {upd.number}", self.read_text(cover))

    def test_two_companies_number_by_the_same_rule_and_print_their_own_requisites(self):
        form = self.make("upd", self.make_delivery())
        self.assertEqual((form.company_id, form.data["seller"]["inn"]), (self.env.company, "5040001426"))
        self.assertEqual(form.partner_id, self.entity)

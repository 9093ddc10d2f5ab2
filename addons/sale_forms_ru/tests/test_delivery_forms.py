from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from .common import DeliveryFormsCommon


@tagged("post_install", "-at_install")
class TestDeliveryForms(DeliveryFormsCommon):
    """Papers of a shipment: what they say, over how many pages, and that nothing lies over anything."""

    @users("sb_manager")
    def test_several_rates_on_one_paper_and_lines_that_sum_to_totals(self):
        picking = self.make_delivery(
            (self.goods, 3, self.vat), (self.spare, 7, self.low), (self.make_goods(), 1, self.none)
        )
        form = self.make_as(self.env.user, "upd", picking)
        lines, totals = form.data["lines"], form.data["totals"]
        self.assertEqual([line["rate"] for line in lines], ["22%", "10%", "без НДС"])
        self.assertEqual((lines[1]["subtotal"], lines[1]["tax"], lines[1]["total"]), (233.31, 23.33, 256.64))
        for name in ("subtotal", "tax", "total"):
            self.assertAlmostEqual(sum(line[name] for line in lines), totals[name], 2)
        self.assertEqual(totals["total"], picking.sale_id.amount_total)
        text = self.read_text(form)
        for words in ("Статус: 1", "22%", "без НДС", "256,64", "796", "УТ-7", "[19]", "Лист 1 из 1"):
            self.assertIn(words, text)

    def test_status_two_is_a_transfer_document_only(self):
        self.env.company.form_status = "2"
        self.assertIn("Статус: 2", self.read_text(self.make("upd", self.make_delivery())))

    def test_each_paper_over_one_and_many_pages(self):
        pickings = {lines: self.make_long(lines) for lines in (1, 30, 300)}
        for lines, picking in pickings.items():
            # What differs over many pages is seen on these two.
            for code in ("upd", "torg12") if lines == 300 else ("upd", "torg12", "invoice", "waybill", "m15"):
                with self.subTest(code=code, lines=lines):
                    self.check_pages(self.make(code, picking), lines)

    def check_pages(self, form, lines):
        pages = self.read_pages(form)
        self.assertEqual(form.pages, len(pages))
        found = [word for page in pages for word in page.texts]
        self.assertEqual(found.count("Деталь"), lines)
        for number, page in enumerate(pages, 1):
            self.assertFalse(page.get_covered(), f"page {number}")
            self.assertFalse([word for word in page.words if word.right > page.width - 15 or word.left < 15])
            self.assertIn(f"из {len(pages)}", " ".join(page.texts))
        # Signatures never stand alone, and each further page says whose it is.
        self.assertIn("Деталь", pages[-1].texts)
        for page in pages[1:]:
            self.assertIn(form.number, page.texts)

    def test_sums_of_pages_make_the_sum_of_the_waybill(self):
        form = self.make("torg12", self.make_long(60))
        text = self.read_text(form)
        rows = [line for line in text.splitlines() if "Итого по странице" in line]
        self.assertEqual(len(rows), form.pages - 1)
        self.assertEqual(text.count("Всего по накладной"), 1)

    def test_parts_of_an_order_are_the_order_to_the_kopeck(self):
        picking = self.make_delivery((self.spare, 7, self.low))
        self.ship(picking, 3)
        rest = picking.sale_id.picking_ids - picking
        self.assertTrue(rest)
        papers = [self.make("upd", one) for one in picking | rest]
        self.assertEqual([paper.data["lines"][0]["quantity"] for paper in papers], [3, 4])
        for name in ("subtotal", "tax", "total"):
            whole = {"subtotal": 233.31, "tax": 23.33, "total": 256.64}[name]
            self.assertAlmostEqual(sum(paper.data["totals"][name] for paper in papers), whole, 2)

    def test_numbers_follow_one_another_and_a_paper_keeps_its_own(self):
        first, second = (self.make("upd", self.make_delivery()) for _time in range(2))
        self.assertEqual(int(second.number), int(first.number) + 1)
        self.assertEqual(self.make("upd", first.picking_id), first)

    def test_a_delivery_changed_after_printing_wants_a_correction(self):
        picking = self.make_delivery()
        self.make("upd", picking)
        self.ship(picking, 2)
        with self.assertRaisesRegex(UserError, "correction document"):
            self.make("upd", picking)

    @users("sb_storeman")
    def test_the_warehouse_prints_no_prices(self):
        picking = self.make_delivery().with_user(self.env.user)
        form = self.make_as(self.env.user, "waybill", picking)
        self.assertIn("А001АА", self.read_text(form))
        self.assertNotIn("1 000", self.read_text(form))
        with self.assertRaises(AccessError):
            self.make_as(self.env.user, "upd", picking)
        wizard = self.env["sale.form.print"].new({"source": "delivery", "picking_id": picking.id})
        self.assertEqual(set(wizard.kind_ids.mapped("code")), {"waybill", "m15", "cover"})

    @users("sb_manager")
    def test_from_the_deal_to_the_papers_of_its_shipment(self):
        picking = self.make_delivery()
        deal = picking.sale_id.opportunity_id.with_user(self.env.user)
        with Form(self.env["sale.form.print"].with_context(**deal.action_print_form()["context"])) as wizard:
            wizard.kind_id = self.env.ref("sale_forms_ru.kind_upd")
            self.assertEqual(wizard.picking_id, picking)
        wizard.record.action_print()
        self.assertEqual(deal.form_ids.kind_id.code, "upd")
        wizard.record.action_print_set()
        cover = deal.form_ids.filtered(lambda form: form.kind_id.code == "cover")
        self.assertEqual([paper["copies"] for paper in cover.data["papers"]], [2, 2])

    def test_an_act_lists_the_work(self):
        deal = self.sell((self.service, 2, self.none))
        text = self.read_text(self.make("act", deal.quotation_id))
        for words in ("Шефмонтаж", "1 000,00", "Без налога (НДС)", "ысяча рублей"):
            self.assertIn(words, text)

    def test_another_currency_is_named_by_its_code(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        currency = self.env["sale.form"]._prepare_currency(euro)
        self.assertEqual((currency["iso"], currency["code"]), ("EUR", "978"))

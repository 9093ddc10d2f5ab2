from odoo.tests import tagged

from .common import DeliveryFormsCommon

LINES = 30
# How far from the edge of the paper letters may begin, in points.
EDGE = 15
# What the words of each form must be under, on the first page: {kind: [(word, word that stands below it)]}.
BELOW = {
    "request": [("Счет", "Поставщик"), ("Поставщик", "Товары")],
    "upd": [("Счет-фактура", "Продавец:"), ("Продавец:", "Покупатель:"), ("Покупатель:", "Наименование")],
    "invoice": [("Счет-фактура", "Продавец:"), ("Продавец:", "Покупатель:"), ("Покупатель:", "Наименование")],
    "torg12": [("Грузоотправитель", "Грузополучатель"), ("Плательщик", "НАКЛАДНАЯ")],
    "waybill": [("Грузоотправитель", "Перевозчик"), ("Перевозчик", "Масса,")],
    "m15": [("НАКЛАДНАЯ", "Основание:"), ("Основание:", "Материальные")],
    "act": [("Акт", "Исполнитель:"), ("Исполнитель:", "Заказчик:")],
    "cover": [("Сопроводительный", "Кому:"), ("Кому:", "Документ")],
}
# Columns whose numbers end at the same place in every line: {kind: how many}.
COLUMNS = {"request": 3, "upd": 6, "invoice": 6, "torg12": 6, "waybill": 2, "m15": 2}


@tagged("post_install", "-at_install")
class TestPositions(DeliveryFormsCommon):
    """Where words stand on the paper: each line once and in its order, numbers under one another, nothing over anything."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.picking = cls.make_long(LINES)
        cls.order = cls.picking.sale_id
        cls.made = {}

    def get_source(self, kind):
        if kind.source == "request":
            amount = self.order.amount_total
            return self.order.payment_request_ids or self.ask(amount, self.order)
        return self.order if kind.source == "order" else self.picking

    def make_kind(self, code):
        """The form and its pages; services for the act, which lists nothing else."""
        kind = self.env.ref(f"sale_forms_ru.kind_{code}")
        source = self.get_source(kind)
        if code == "act":
            source = self.sell((self.service, 2, self.vat)).quotation_id
        form = self.make(code, source)
        return form, self.read_pages(form)

    def find(self, page, text):
        """Words that are this text, from the top of the page."""
        return sorted((word for word in page.words if word.text == text), key=lambda word: (word.top, word.left))

    def test_heads_stand_in_the_order_of_the_form(self):
        for code, pairs in BELOW.items():
            _form, pages = self.make_kind(code)
            for above, below in pairs:
                with self.subTest(code=code, above=above, below=below):
                    first, second = self.find(pages[0], above), self.find(pages[0], below)
                    self.assertTrue(first and second)
                    self.assertLess(first[0].top, second[-1].top)

    def test_nothing_is_cut_or_covered(self):
        for code in BELOW:
            form, pages = self.make_kind(code)
            self.assertEqual(form.pages, len(pages))
            for number, page in enumerate(pages, 1):
                with self.subTest(code=code, page=number):
                    self.assertFalse(page.get_covered())
                    self.assertGreater(min(word.left for word in page.words), EDGE)
                    self.assertLess(max(word.right for word in page.words), page.width - EDGE)
                    self.assertLess(max(word.bottom for word in page.words), page.height)

    def get_rows(self, pages):
        """Words of each line of goods: what stands at the height of its «Деталь»."""
        rows = []
        for page in pages:
            for name in self.find(page, "Деталь"):
                rows.append(sorted((w for w in page.words if abs(w.top - name.top) < 1.5), key=lambda word: word.left))
        return rows

    def test_each_line_stands_once_and_in_its_order(self):
        for code in COLUMNS:
            with self.subTest(code=code):
                rows = self.get_rows(self.make_kind(code)[1])
                names = [next(row[place + 3].text for place, w in enumerate(row) if w.text == "Деталь") for row in rows]
                self.assertEqual(names, [str(number) for number in range(1, LINES + 1)])

    def test_numbers_of_a_column_end_at_one_place(self):
        for code, columns in COLUMNS.items():
            with self.subTest(code=code):
                rows = self.get_rows(self.make_kind(code)[1])
                ends = [{round(word.right) for word in row} for row in rows]
                self.assertGreaterEqual(len(set.intersection(*ends)), columns)

    def test_totals_stand_below_the_last_line_and_signatures_below_them(self):
        ends = {"upd": "Всего", "torg12": "Всего", "request": "Всего", "waybill": "Мест:"}
        signed = {"upd": "(подпись)", "torg12": "М.П.", "request": "Руководитель", "waybill": "Водитель"}
        for code, word in ends.items():
            with self.subTest(code=code):
                last = self.make_kind(code)[1][-1]
                goods = max(found.top for found in self.find(last, "Деталь"))
                total = self.find(last, word)[0].top
                self.assertLess(goods, total)
                self.assertLess(total, self.find(last, signed[code])[-1].top)

    def test_further_pages_repeat_the_head_of_the_table_and_say_whose_they_are(self):
        self.picking = self.make_long(90)
        self.order = self.picking.sale_id
        for code, word in (("upd", "Наименование"), ("torg12", "Товар"), ("request", "Кол-во"), ("m15", "Отпущено")):
            form, pages = self.make_kind(code)
            self.assertGreater(len(pages), 1)
            for number, page in enumerate(pages, 1):
                with self.subTest(code=code, page=number):
                    self.assertTrue(self.find(page, word))
                    self.assertEqual(" ".join(page.texts).count(f"Лист {number} из {len(pages)}"), 1)
                    self.assertIn(form.barcode, page.texts)
                    if number > 1:
                        self.assertLess(self.find(page, form.number)[0].top, self.find(page, word)[0].top)

    def test_an_empty_cell_makes_no_line_higher(self):
        """Lines of goods with columns that nobody fills are as high as the others."""
        for code in ("torg12", "m15", "waybill"):
            with self.subTest(code=code):
                rows = [row[0].top for row in self.get_rows(self.make_kind(code)[1][:1])]
                steps = {round(after - before, 1) for before, after in zip(rows, rows[1:], strict=False)}
                self.assertLess(max(steps), 12)
                self.assertLess(max(steps) - min(steps), 0.5)

    def test_a_name_before_a_picture_is_printed(self):
        form, pages = self.make_kind("act")
        self.assertIn("Соколов", pages[-1].texts)
        self.assertIn("руб.", pages[-1].texts)
        self.assertEqual(form.pages, len(pages))

    def test_letters_of_a_table_are_as_large_as_it_says(self):
        _form, pages = self.make_kind("upd")
        heights = {round(word.bottom - word.top, 1) for word in self.find(pages[0], "Деталь")}
        heads = {round(word.bottom - word.top, 1) for word in self.find(pages[0], "Продавец:")}
        self.assertEqual(len(heights), 1)
        self.assertLess(heights.pop(), heads.pop())

    def test_the_four_rows_of_a_correction_stay_together(self):
        self.make("upd", self.picking)
        self.ship(self.picking, 2)
        form = self.make("correction", self.picking)
        pages = self.read_pages(form)
        self.assertGreater(len(pages), 2)
        for number, page in enumerate(pages, 1):
            with self.subTest(page=number):
                counts = [page.texts.count(word) for word in ("изменения)", "(увеличение)", "(уменьшение)")]
                self.assertEqual(counts, [2 * counts[1], counts[1], counts[1]])
                self.assertEqual(page.texts.count("Деталь"), counts[1])
                self.assertLess(max(word.right for word in page.words), page.width - EDGE)

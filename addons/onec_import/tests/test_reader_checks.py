from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stdnum import ean
from stdnum.ru import inn as model_inn

from odoo.tests import BaseCase

from odoo.addons.sales_base.tools.requisites import with_control_digit

from ..readers import addresses, checks, derive

QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
)
BIC = "044525225"


def digits(count):
    return st.text("0123456789", min_size=count, max_size=count)


def change(text, place):
    """The same number with one digit wrong."""
    place %= len(text)
    return text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]


class TestCheckDigits(BaseCase):
    """Check digits against independent models, and with one digit wrong."""

    @QUICK
    @given(digits(9), st.integers(0, 8))
    def test_inn_of_companies(self, base, place):
        whole = base + model_inn.calc_company_check_digit(base)
        self.assertEqual(checks.inn_problem(whole), "")
        wrong = change(whole, place)
        self.assertEqual(checks.inn_problem(wrong) == "", model_inn.is_valid(wrong))

    @QUICK
    @given(digits(10))
    def test_inn_of_persons(self, base):
        whole = base + model_inn.calc_personal_check_digits(base)
        self.assertEqual(checks.inn_problem(whole), "")
        self.assertEqual(checks.inn_problem(change(whole, 11)), "inn_check")

    def test_what_is_no_inn(self):
        for text in ("", "123", "12345678901", "770708389X", "７７０７０８３８９３"):
            with self.subTest(text):
                self.assertEqual(checks.inn_problem(text), "inn_length")

    @QUICK
    @given(digits(12), st.integers(0, 12))
    def test_barcodes(self, base, place):
        whole = base + ean.calc_check_digit(base)
        self.assertTrue(checks.barcode_fits(whole))
        self.assertFalse(checks.barcode_fits(change(whole, place)))

    def test_codes_that_are_no_ean_are_never_doubted(self):
        for code in ("", "A-1", "12345", "123456789012345"):
            self.assertTrue(checks.barcode_fits(code), code)

    @QUICK
    @given(digits(12), st.integers(0, 19))
    def test_bank_accounts(self, base, place):
        account = with_control_digit("40702810" + base, BIC)
        self.assertEqual(list(checks.check_account(account, BIC)), [])
        self.assertEqual(
            [code for code, *_rest in checks.check_account(change(account, place), BIC)], ["account_check"]
        )

    def test_shapes_of_accounts_and_banks(self):
        found = [code for code, *_rest in checks.check_account("4070281", "04452")]
        self.assertEqual(found, ["bic_wrong", "account_wrong"])
        self.assertEqual(list(checks.check_account("", "")), [])

    def test_okpo(self):
        self.assertEqual(
            [checks.okpo_fits(text) for text in ("00032537", "00032538", "0003253", "x")], [True, False, False, False]
        )

    def test_a_partner_with_everything_wrong(self):
        values = {
            "inn": "7707083894",
            "kpp": "77",
            "okpo": "00032538",
            "accounts": [{"account": "1", "bic": "2"}],
            "emails": ["a@b", "good@mail.example"],
        }
        codes = [code for code, *_rest in checks.check_partner(values)]
        self.assertEqual(codes, ["inn_check", "kpp_wrong", "okpo_wrong", "bic_wrong", "account_wrong", "email_wrong"])


class TestCheckOrders(BaseCase):
    """Sums of orders: a doubt where they do not add up, none where they do."""

    def codes(self, **values):
        return [code for code, *_rest in checks.check_order(values)]

    def line(self, quantity=2, price=50, amount=100, **values):
        numbers = {"quantity": quantity, "price": price, "line_amount": amount}
        return {name: Decimal(str(value)) for name, value in {**numbers, **values}.items()}

    @QUICK
    @given(st.integers(1, 999), st.decimals(0, 9999, places=2), st.integers(0, 99))
    def test_a_line_that_is_its_product_is_never_doubted(self, quantity, price, discount):
        amount = (quantity * price * (100 - discount) / 100).quantize(Decimal("0.01"))
        line = self.line(quantity, price, amount, discount=discount)
        self.assertEqual(self.codes(lines=[line], amount=amount), [])

    def test_vat_on_top_is_no_doubt_and_ten_times_is(self):
        self.assertEqual(self.codes(lines=[self.line(amount=122)]), [])
        self.assertEqual(self.codes(lines=[self.line(amount=1000)]), ["line_sum_differs"])

    def test_the_total_of_the_order(self):
        lines = [self.line(), self.line()]
        self.assertEqual(self.codes(lines=lines, amount=Decimal(200)), [])
        self.assertEqual(self.codes(lines=lines, amount=Decimal(190)), ["totals_differ"])
        self.assertEqual(self.codes(lines=lines, amount=Decimal(190), discounts=Decimal(-10)), [])

    def test_less_than_nothing_and_more_than_ordered(self):
        self.assertEqual(self.codes(lines=[self.line(-2, 50, -100)]), ["negative"])
        self.assertEqual(self.codes(lines=[self.line(done=3)]), ["done_over"])
        self.assertEqual(self.codes(lines=[self.line(done=2)]), [])

    def test_stock_and_prices(self):
        made, until = date(2026, 3, 1), date(2026, 2, 1)
        rows = {"production_date": made, "expiry_date": until, "quantity": Decimal(-1)}
        self.assertEqual([code for code, *_rest in checks.check_stock(rows)], ["dates_turned", "negative"])
        self.assertEqual([code for code, *_rest in checks.check_price({"price": Decimal(-1)})], ["negative"])
        self.assertEqual(list(checks.check_price({"price": Decimal(0)})), [])


class TestAddresses(BaseCase):
    """One line taken apart: what was put in comes out, and what is not known stays in the text."""

    PARTS = {
        "zip": "410012",
        "region": "Саратовская обл",
        "district": "Энгельсский р-н",
        "city": "Саратов г",
        "street": "Московская ул",
        "house": "дом № 5а",
        "building": "корпус 2",
        "flat": "кв. 10",
    }
    FOUND = {**PARTS, "city": "Саратов", "house": "5а", "building": "2", "flat": "10"}

    @QUICK
    @given(st.sets(st.sampled_from(sorted(PARTS))))
    def test_any_parts_come_out_as_they_went_in(self, names):
        text = ", ".join(value for name, value in self.PARTS.items() if name in names)
        found = addresses.split_address(text)
        self.assertEqual(found.pop("text"), text)
        self.assertEqual(found, {name: value for name, value in self.FOUND.items() if name in names})

    @QUICK
    @given(st.text(max_size=300))
    def test_any_text_is_kept_whole(self, text):
        self.assertEqual(addresses.split_address(text)["text"], text)

    def test_capitals_and_a_bare_number_of_a_house(self):
        found = addresses.split_address("Москва, Тверская ул, 7")
        self.assertEqual((found["city"], found["house"]), ("Москва", "7"))
        self.assertNotIn("house", addresses.split_address("7, Тверская ул"))


class TestDocuments(BaseCase):
    def test_number_and_day(self):
        rows = {
            "Заказ клиента ТД00-000012 от 01.02.2026 10:00:00": ("ТД00-000012", date(2026, 2, 1)),
            "Счет №17 от 5.3.2026": ("17", date(2026, 3, 5)),
            "Остаток на начало": (None, None),
            "Акт от завода": (None, None),
            "Заказ 5 от 31.02.2026": (None, None),
        }
        for label, found in rows.items():
            with self.subTest(label):
                self.assertEqual(derive.parse_document(label), found)

    def test_signs_of_settlements(self):
        for side, amount in (("customer", 70), ("supplier", -70), (None, 70)):
            values = {"debt": 100, "prepayment": 30} | ({"side": side} if side else {})
            derive.derive_settlement(values, {})
            self.assertEqual(values["amount"], amount, side)

    def test_what_is_stated_is_not_derived_again(self):
        values = {"document": "Заказ 5 от 01.02.2026", "number": "6"}
        derive.derive_order(values, {})
        self.assertEqual(values, {"document": "Заказ 5 от 01.02.2026", "number": "6"})

    def test_a_pack_of_a_row_is_a_unit_of_the_goods(self):
        values = {"pack_unit": "Короб", "pack_factor": Decimal(12)}
        derive.gather_goods(values)
        self.assertEqual(values, {"units": [{"name": "Короб", "factor": Decimal(12)}]})
        nothing = {"pack_unit": "Короб", "pack_factor": Decimal(0)}
        derive.gather_goods(nothing)
        self.assertNotIn("units", nothing)

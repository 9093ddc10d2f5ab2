from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase

from ..tools import client_bank, matching
from .common_statement import OURS, document, statement

INN = "7707083893"


class TestClientBank(BaseCase):
    def read_file(self, *documents, **values):
        return client_bank.parse(statement(*documents, **values))

    def test_each_encoding_says_the_same(self):
        wanted = self.read_file(document(1, "10.50", "Оплата по счету № 7", INN))
        for encoding in ("utf-8", "utf-8-sig", "cp866"):
            with self.subTest(encoding=encoding):
                self.assertEqual(
                    self.read_file(document(1, "10.50", "Оплата по счету № 7", INN), encoding=encoding), wanted
                )
        found = wanted.documents[0]
        self.assertEqual((found.amount, found.payer_inn, found.purpose), (Decimal("10.50"), INN, "Оплата по счету № 7"))
        self.assertEqual(found.date, date(2026, 3, 2))
        self.assertFalse(wanted.problems)

    def test_the_day_on_which_money_came_counts(self):
        found = self.read_file(document(1, 10, "x", ДатаПоступило="04.03.2026")).documents[0]
        self.assertEqual(found.date, date(2026, 3, 4))

    def test_the_payers_number_may_stand_in_his_name(self):
        lines = [line for line in document(1, 10, "x", INN) if not line.startswith("ПлательщикИНН")]
        found = self.read_file(lines).documents[0]
        self.assertEqual((found.payer_inn, found.payer), (INN, "Общество"))

    def test_a_purpose_in_parts_is_one(self):
        lines = [
            *document(1, 10, "")[:-1],
            "НазначениеПлатежа1=Оплата",
            "НазначениеПлатежа2=по счету 5",
            "КонецДокумента",
        ]
        self.assertEqual(self.read_file(lines).documents[0].purpose, "Оплата по счету 5")

    def test_a_cut_file_gives_what_is_whole(self):
        raw = statement(document(1, 10, "первый"), document(2, 20, "второй"))
        for cut in range(len(raw) - 12, raw.index(b"\xcd\xee\xec\xe5\xf0=2"), -7):
            found = client_bank.parse(raw[:cut])
            self.assertIn(("cut"), [code for code, _text in found.problems])
            self.assertIn(len(found.documents), (1, 2))

    def test_utf8_cut_inside_a_letter(self):
        raw = statement(document(1, 10, "первый"), document(2, 20, "второй"), encoding="utf-8")
        place = raw.index("второй".encode()) + 3
        found = client_bank.parse(raw[:place])
        self.assertEqual([one.number for one in found.documents], ["1"])
        self.assertEqual([code for code, _text in found.problems], ["cut"])

    def test_sums_that_do_not_fit_are_told(self):
        good = self.read_file(document(1, 10, "x"), document(2, 4, "y", outgoing=True), totals=(100, 10, 4, 106))
        self.assertFalse(good.problems)
        bad = self.read_file(document(1, 10, "x"), totals=(100, 15, 0, 116))
        self.assertEqual([code for code, _text in bad.problems], ["totals", "balance"])

    def test_what_cannot_be_read_is_left_out_and_told(self):
        found = self.read_file(document(1, "ten", "x"), document(2, 5, "y"))
        self.assertEqual(([one.number for one in found.documents], found.problems), (["2"], [("document", "1")]))

    def test_other_files_are_refused(self):
        for raw, code in ((b"PK\x03\x04", "format"), (b"", "format"), (statement(encoding="utf-16"), "format")):
            with self.subTest(raw=raw[:10]), self.assertRaises(client_bank.BadFile) as caught:
                client_bank.parse(raw)
            self.assertEqual(caught.exception.args[0], code)
        broken = b"1CClientBankExchange\r\n" + bytes(range(128, 255)) * 3
        with self.assertRaises(client_bank.BadFile) as caught:
            client_bank.parse(broken)
        self.assertEqual(caught.exception.args[0], "encoding")

    def test_sums_with_comma_and_blanks(self):
        self.assertEqual(client_bank.read_amount("1 234,50"), Decimal("1234.50"))
        self.assertIsNone(client_bank.read_amount(None))


class TestMatcher(BaseCase):
    def make(self, *rows, orders=None):
        asked = [
            matching.Asked(number, name, owner, order, Decimal(due), Decimal(paid), date(2026, 3, number % 28 + 1))
            for number, (name, owner, order, due, paid) in enumerate(rows, 1)
        ]
        return matching.Matcher(asked, {INN: [5], "5040001426": [6]}, orders or {})

    def decide(self, matcher, amount, purpose, inn=INN, **values):
        found = matcher.decide(Decimal(amount), inn, purpose, **values)
        return found.state, found.reason, found.parts

    def test_by_number_and_inn(self):
        for purpose in ("Оплата по счету №2026-00013 от 01.03.2026", "сч. 2026-00013", "2026-00013/НДС 22%"):
            with self.subTest(purpose=purpose):
                matcher = self.make(("2026-00012", 5, 1, 100, 0), ("2026-00013", 5, 2, 100, 0))
                self.assertEqual(self.decide(matcher, 60, purpose), ("matched", "number", [(2, Decimal(60))]))

    def test_what_one_payment_took_is_not_due_to_the_next(self):
        matcher = self.make(("2026-00012", 5, 1, 100, 0))
        self.assertEqual(self.decide(matcher, 60, "2026-00012")[1], "number")
        self.assertEqual(self.decide(matcher, 60, "2026-00012"), ("matched", "over", [(1, Decimal(40))]))
        self.assertEqual(self.decide(matcher, 60, "2026-00012")[:2], ("suggested", "paid_already"))

    def test_one_payment_for_several(self):
        rows = (("2026-00012", 5, 1, 100, 0), ("2026-00013", 5, 2, 50, 0), ("2026-00014", 5, 2, 70, 0))
        found = self.decide(self.make(*rows), 150, "по счетам 2026-00012, 2026-00013")
        self.assertEqual(found[2], [(1, Decimal(100)), (2, Decimal(50))])
        found = self.decide(self.make(*rows), 120, "по счетам №№ 13 и 14")
        self.assertEqual(found, ("matched", "short", [(2, Decimal(50)), (3, Decimal(70))]))
        self.assertEqual(self.decide(self.make(*rows), 220, "за насосы")[:2], ("matched", "sum"))

    def test_short_numbers_are_his_own_only(self):
        matcher = self.make(("2026-00012", 6, 1, 100, 0), ("2026-00013", 5, 1, 100, 0))
        self.assertEqual(self.decide(matcher, 70, "счет 12")[:2], ("suggested", "which"))

    def test_dates_and_sums_are_no_numbers(self):
        for purpose in ("Оплата по счету от 12.03.2026", "счет на сумму 12.50"):
            self.assertNotIn("12", matching.find_short(purpose), purpose)

    def test_the_sum_tells_where_it_is_the_only_one(self):
        rows = (("A1", 5, 1, 100, 0), ("A2", 5, 2, 50, 0), ("A3", 6, 2, 100, 0))
        self.assertEqual(self.decide(self.make(*rows), 100, "за насосы"), ("matched", "sum", [(1, Decimal(100))]))
        found = self.make(("A1", 5, 1, 100, 0), ("A2", 5, 2, 100, 0)).decide(Decimal(100), INN, "за насосы")
        self.assertEqual((found.state, found.suggestions), ("suggested", [1, 2]))

    def test_somebody_else_pays(self):
        matcher = self.make(("2026-00012", 5, 1, 100, 0))
        self.assertEqual(self.decide(matcher, 100, "2026-00012", inn="5040001426")[:2], ("suggested", "other_payer"))
        self.assertEqual(self.decide(matcher, 100, "2026-00012", inn="")[:2], ("suggested", "other_payer"))
        self.assertEqual(self.decide(matcher, 100, "привет", inn="")[:2], ("unknown", "payer"))

    def test_by_the_order(self):
        matcher = self.make(("A1", 5, 9, 100, 0), orders={"S00012": 9})
        self.assertEqual(self.decide(matcher, 30, "заказ S00012"), ("matched", "order", [(1, Decimal(30))]))

    def test_money_that_goes_out(self):
        rows = (("2026-00012", 5, 1, 0, 100), ("2026-00013", 5, 1, 0, 100))
        matcher = self.make(*rows)
        found = self.decide(matcher, 100, "Возврат аванса по счету 2026-00012", outgoing=True)
        self.assertEqual(found, ("matched", "refund", [(1, Decimal(100))]))
        self.assertEqual(self.decide(matcher, 10, "Возврат аванса", outgoing=True)[:2], ("suggested", "refund_which"))
        self.assertEqual(self.decide(matcher, 10, "Оплата аренды", outgoing=True)[:2], ("other", "outgoing"))
        self.assertEqual(self.decide(matcher, 10, "Возврат займа", inn="1", outgoing=True)[:2], ("other", "outgoing"))


class TestAccountOfTheFile(BaseCase):
    def test_accounts_of_a_file(self):
        self.assertEqual(client_bank.parse(statement(totals=(0, 0, 0, 0))).get_numbers(), [OURS])

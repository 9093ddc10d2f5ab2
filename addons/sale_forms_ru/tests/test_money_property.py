"""Statements and matching under any input: nothing is invented, nothing is spent twice."""

from collections import Counter
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as some

from odoo.tests import BaseCase

from ..tools import client_bank, matching, payment_qr, words
from .common_statement import document, statement

INNS = ("7707083893", "5040001426", "500100732259", "")
texts = some.text(some.characters(codec="cp1251", exclude_categories=("Cc",)), max_size=40)
sums = some.integers(1, 10**9).map(lambda number: Decimal(number) / 100)
documents = some.lists(
    some.tuples(some.integers(1, 999), sums, texts, some.sampled_from(INNS), some.booleans()), max_size=6
)
requests = some.lists(
    some.tuples(some.integers(1, 40), some.integers(1, 3), some.integers(1, 4), sums, sums), min_size=1, max_size=8
)
payments = some.lists(
    some.tuples(
        sums,
        some.sampled_from(INNS),
        some.lists(some.integers(1, 45), max_size=3),
        some.sampled_from(("счет", "счета №№", "заказ S", "Возврат по счету", "за товар")),
        some.booleans(),
    ),
    min_size=1,
    max_size=8,
)


def make_file(rows, **values):
    return statement(
        *(document(number, amount, purpose, inn, outgoing=out) for number, amount, purpose, inn, out in rows), **values
    )


class TestAnyStatement(BaseCase):
    @settings(max_examples=150, deadline=None)
    @given(documents, some.sampled_from(("cp1251", "utf-8", "utf-8-sig")))
    def test_all_documents_are_read_as_they_were_written(self, rows, encoding):
        read = client_bank.parse(make_file(rows, encoding=encoding))
        found = [(int(one.number), one.amount, one.purpose) for one in read.documents]
        self.assertEqual(found, [(number, amount, " ".join(text.split())) for number, amount, text, _inn, _out in rows])
        self.assertFalse(read.problems)

    @settings(max_examples=200, deadline=None)
    @given(documents, some.floats(0, 1))
    def test_a_cut_file_gives_a_beginning_of_the_whole(self, rows, share):
        raw = make_file(rows)
        whole = client_bank.parse(raw).documents
        try:
            part = client_bank.parse(raw[: int(len(raw) * share)])
        except client_bank.BadFile:
            return
        self.assertEqual(part.documents, whole[: len(part.documents)])

    @settings(max_examples=150, deadline=None)
    @given(some.binary(max_size=400))
    def test_any_bytes_are_refused_or_read(self, raw):
        for content in (raw, b"1CClientBankExchange\r\n" + raw):
            try:
                client_bank.parse(content)
            except client_bank.BadFile as error:
                self.assertIn(error.args[0], ("format", "encoding", "empty"))

    @settings(max_examples=100, deadline=None)
    @given(documents, sums)
    def test_totals_that_do_not_fit_are_never_missed(self, rows, more):
        came = sum((amount for _n, amount, _t, _i, out in rows if not out), Decimal())
        gone = sum((amount for _n, amount, _t, _i, out in rows if out), Decimal())
        good = client_bank.parse(make_file(rows, totals=(Decimal(0), came, gone, came - gone)))
        self.assertFalse(good.problems)
        bad = client_bank.parse(make_file(rows, totals=(Decimal(0), came + more, gone, came + more - gone)))
        self.assertIn("totals", [code for code, _text in bad.problems])


class TestAnyMatching(BaseCase):
    def make(self, rows):
        asked = [
            matching.Asked(number, f"2026-{name:05d}", owner, order, due, paid, date(2026, 3, name % 28 + 1))
            for number, (name, owner, order, due, paid) in enumerate(rows, 1)
        ]
        owners = {INNS[0]: [1], INNS[1]: [2], INNS[2]: [2, 3]}
        return asked, owners, matching.Matcher(asked, owners, {f"S{number}": number for number in range(1, 5)})

    @settings(max_examples=300, deadline=None)
    @given(requests, payments)
    def test_nothing_is_spent_twice_and_nobody_pays_for_others(self, rows, paid):
        asked, owners, matcher = self.make(rows)
        known = {one.id: one for one in asked}
        spent = Counter()
        for amount, inn, numbers, before, outgoing in paid:
            purpose = f"{before} {', '.join(f'2026-{number:05d}' for number in numbers)}"
            found = matcher.decide(amount, inn, purpose, outgoing)
            self.assertLessEqual(sum(part for _id, part in found.parts), amount)
            self.assertEqual(found.state == "matched", bool(found.parts))
            for request_id, part in found.parts:
                self.assertGreater(part, 0)
                self.assertIn(known[request_id].owner, owners[inn])
                if outgoing:
                    self.assertGreaterEqual(known[request_id].paid, part)
                else:
                    spent[request_id] += part
            self.assertTrue(all(one in known for one in found.suggestions))
            self.assertLessEqual(len(found.suggestions), matching.SUGGESTED)
        for request_id, part in spent.items():
            self.assertLessEqual(part, known[request_id].due)

    @settings(max_examples=100, deadline=None)
    @given(texts)
    def test_any_purpose_can_be_looked_at(self, text):
        for token in matching.find_tokens(text):
            self.assertTrue(any(sign.isdigit() for sign in token))
        for short in matching.find_short(text):
            self.assertFalse(short.startswith("0"))


class TestAnyCode(BaseCase):
    names = some.text(some.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60)

    @settings(max_examples=150, deadline=None)
    @given(names, names, some.integers(1, 10**11))
    def test_what_the_code_says_is_what_it_was_made_of(self, name, bank, kopecks):
        values = {"Name": name, "PersonalAcc": "1", "BankName": bank, "BIC": "2", "CorrespAcc": "3", "Sum": kopecks}
        text = payment_qr.compose(values)
        if not text:
            # Each separator is in use, or the name is nothing but blanks.
            self.assertTrue(
                all(sign in name + bank for sign in payment_qr.SEPARATORS) or not (name.strip() and bank.strip())
            )
            return
        read = payment_qr.parse(text)
        self.assertEqual(read["Name"], " ".join(name.split()))
        self.assertEqual((read["BankName"], read["Sum"]), (" ".join(bank.split())[:45], str(kopecks)))

    @settings(max_examples=100, deadline=None)
    @given(some.integers(-(10**13), 10**13))
    def test_sums_are_read_back(self, kopecks):
        value = Decimal(kopecks) / 100
        text = words.money(value).replace("\N{NO-BREAK SPACE}", "").replace(",", ".")
        self.assertEqual(Decimal(text), value)

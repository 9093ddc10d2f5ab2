from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged
from odoo.tools import float_round

from ..tools.need import Coming, Need, Share
from ..tools.take_back import _rounding
from .test_property import examples

PIECES = st.integers(0, 20)
SOME = st.integers(1, 20)


def goods():
    """A product that is counted to the hundredth."""
    uom = SimpleNamespace(
        round=lambda value, rounding_method="HALF-UP": float_round(
            value, precision_rounding=0.01, rounding_method=rounding_method
        )
    )
    return SimpleNamespace(id=1, uom_id=uom)


def need(**values):
    return Need(SimpleNamespace(id=1), goods(), **values)


def documents(quantities, firmness):
    """Documents as they would come, numbered in their order."""
    return [
        Coming("make" if number % 2 else "buy", SimpleNamespace(id=number), quantity, firm)
        for number, (quantity, firm) in enumerate(zip(quantities, firmness, strict=False), 1)
    ]


COMING = st.builds(documents, st.lists(SOME, max_size=5), st.lists(st.integers(0, 3), min_size=5, max_size=5))


@tagged("post_install", "-at_install")
class TestNeed(BaseCase):
    """The arithmetic of one need, on paper: no database, any quantities."""

    @examples(200, long=2000)
    @given(short=PIECES, coming=COMING)
    def test_documents_are_shared_out_once(self, short, coming):
        row = need(short=short, coming=coming)
        shares = list(row.allocate())
        self.assertEqual(len(shares), len(coming))
        for document, used, surplus in shares:
            self.assertEqual(used + surplus, document.quantity)
            self.assertGreaterEqual(min(used, surplus), 0)
        self.assertEqual(sum(used for _document, used, _surplus in shares) + row.missing, short)
        self.assertEqual(sum(surplus for _document, _used, surplus in shares), row.surplus)
        self.assertFalse(row.missing and row.surplus, "too much and too little at once")

    @examples(200, long=2000)
    @given(short=SOME, coming=COMING)
    def test_firm_documents_are_leaned_on_first(self, short, coming):
        shares = list(need(short=short, coming=coming).allocate())
        firmness = [document.firmness for document, _used, _surplus in shares]
        self.assertEqual(firmness, sorted(firmness, reverse=True))
        spare = False
        for _document, used, surplus in shares:
            self.assertFalse(spare and used, "a firmer document had some left")
            spare = spare or bool(surplus)

    @examples(200, long=2000)
    @given(
        stock=st.lists(SOME, max_size=3),
        direct=st.lists(SOME, max_size=2),
        short=PIECES,
        lost=PIECES,
        to_deliver=st.integers(0, 60),
    )
    def test_need_is_what_the_customer_still_gets(self, stock, direct, short, lost, to_deliver):
        row = need(
            stock=[(f"move {number}", quantity) for number, quantity in enumerate(stock)],
            direct=[(f"direct {number}", quantity) for number, quantity in enumerate(direct)],
            short=short,
            lost=lost,
        )
        before = row.covered
        row.cap(to_deliver)
        self.assertEqual(row.covered + row.unplanned, to_deliver)
        self.assertEqual(row.unplanned, max(to_deliver - before, 0))
        self.assertGreaterEqual(min(row.short, row.lost, row.unplanned), 0)
        self.assertTrue(all(quantity > 0 for _move, quantity in row.stock + row.direct))

    @examples(100, long=1000)
    @given(stock=st.lists(SOME, min_size=1, max_size=3), short=SOME, excess=st.integers(1, 20))
    def test_what_nobody_has_is_given_up_before_what_is_reserved(self, stock, short, excess):
        row = need(stock=[(number, quantity) for number, quantity in enumerate(stock)], short=short)
        row.cap(max(sum(stock) + short - excess, 0))
        reserved = sum(quantity for _move, quantity in row.stock)
        if excess <= short:
            self.assertEqual((reserved, row.short), (sum(stock), short - excess))
        else:
            self.assertEqual((reserved, row.short), (max(sum(stock) + short - excess, 0), 0))

    @examples(100, long=1000)
    @given(short=PIECES, coming=COMING, data=st.data())
    def test_what_others_get_is_not_used_twice(self, short, coming, data):
        row = need(short=short, coming=coming)
        row.lent = {document.key: data.draw(st.integers(0, document.quantity)) for document in coming}
        for document, used, surplus in row.allocate():
            self.assertEqual(used + surplus + row.lent[document.key], document.quantity)
        self.assertEqual(row.wanted, short + sum(row.lent.values()))

    @examples(100, long=1000)
    @given(short=PIECES, claimed=st.lists(SOME, max_size=3), coming=COMING)
    def test_what_others_promised_is_not_ordered_again(self, short, claimed, coming):
        document = Coming("buy", SimpleNamespace(id=99), 100, 1)
        row = need(short=short, coming=coming, shares=[Share(document, quantity) for quantity in claimed])
        own = sum(one.quantity for one in coming)
        self.assertEqual(row.own_short, max(short - sum(claimed), 0))
        self.assertEqual(row.missing, max(row.own_short - own, 0))

    @given(batch=st.integers(1, 50), wanted=st.integers(0, 60))
    def test_a_batch_is_rounded_up_only_for_somebody(self, batch, wanted):
        extra = _rounding(batch, wanted)
        if not wanted:
            self.assertEqual(extra, 0)
        else:
            self.assertEqual(wanted + extra, max(batch, wanted))

    def test_noise_of_floating_point_is_no_piece(self):
        row = need(short=0.1 + 0.2, coming=documents([0.3], [1]))
        self.assertEqual((row.missing, row.surplus), (0, 0))
        self.assertEqual([(used, surplus) for _document, used, surplus in row.allocate()], [(0.3, 0)])

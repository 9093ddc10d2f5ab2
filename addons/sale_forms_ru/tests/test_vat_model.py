"""Sums of papers against a plain model in exact numbers."""

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from odoo import Command
from odoo.tests import tagged

from .common import FormsCommon

RATES = (0, 5, 7, 10, 20, 22, None)
CENT = Decimal("0.01")

quantities = some.integers(1, 9999).map(lambda number: Decimal(number) / 100)
prices = some.integers(1, 99_999_999).map(lambda number: Decimal(number) / 100)
discounts = some.integers(0, 9900).map(lambda number: Decimal(number) / 100)
lines = some.lists(
    some.tuples(quantities, prices, discounts, some.sampled_from(RATES), some.booleans(), some.integers(0, 100)),
    min_size=1,
    max_size=5,
)


def exact(value):
    return value.quantize(CENT, ROUND_HALF_UP)


def count(quantity, price, discount, rate, included):
    """(without VAT, VAT, with VAT) of a line, as the law counts it."""
    amount = exact(quantity * price * (100 - discount) / 100)
    percent = Decimal(rate or 0)
    if included:
        tax = exact(amount * percent / (100 + percent))
        return amount - tax, tax, amount
    tax = exact(amount * percent / 100)
    return amount, tax, amount + tax


@tagged("post_install", "-at_install")
class TestVatModel(FormsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.taxes = {
            (rate, included): cls.make_tax(
                rate or 0, included, is_without_vat=rate is None, name=f"Model {rate} {included}"
            )
            for rate in RATES
            for included in (False, True)
        }
        cls.env["decimal.precision"].search([("name", "=", "Product Unit")]).digits = 2

    def make_order(self, rows):
        return self.env["sale.order"].create(
            {
                "partner_id": self.entity.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.pump.id,
                            "product_uom_qty": float(quantity),
                            "price_unit": float(price),
                            "discount": float(discount),
                            "tax_ids": [Command.set(self.taxes[rate, included].ids)],
                        }
                    )
                    for quantity, price, discount, rate, included, _part in rows
                ],
            }
        )

    # Making a found order smaller would take minutes: it is read as it was found.
    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(lines)
    def test_lines_are_those_of_the_model_and_sum_to_totals(self, rows):
        order = self.make_order(rows)
        forms = self.env["sale.form"]
        found = forms._prepare_order_lines(order)
        wanted = [count(*row[:5]) for row in rows]
        got = [tuple(exact(Decimal(str(line[name]))) for name in ("subtotal", "tax", "total")) for line in found]
        self.assertEqual(got, wanted)
        totals = forms._sum_lines(found, order.currency_id)
        for place, name in enumerate(("subtotal", "tax", "total")):
            self.assertEqual(exact(Decimal(str(totals[name]))), sum(row[place] for row in wanted))
            by_rate = sum(exact(Decimal(str(rate[name]))) for rate in totals["rates"])
            self.assertEqual(by_rate, sum(row[place] for row in wanted))
        self.assertAlmostEqual(totals["total"], order.amount_total, 2)
        self.check_parts(order, rows, wanted)

    def test_an_order_that_is_not_the_sum_of_its_lines_is_not_printed(self):
        self.env.company.tax_calculation_rounding_method = "round_globally"
        order = self.make_order([(Decimal("0.01"), Decimal("1.49"), Decimal(0), 0, True, 0)] * 2)
        self.assertIn("rounding", " ".join(self.env["sale.form"]._list_missing("act", order)))
        self.env.company.tax_calculation_rounding_method = "round_per_line"
        order.order_line.price_unit = 2
        self.assertNotIn("rounding", " ".join(self.env["sale.form"]._list_missing("act", order)))

    def check_parts(self, order, rows, wanted):
        """A line that leaves in two parts is the line again, whatever the parts."""
        for line, row, sums in zip(order.order_line, rows, wanted, strict=True):
            first = float(exact(row[0] * row[5] / 100))
            rest = line.product_uom_qty - first
            parts = [line._prepare_form_line(first), line._prepare_form_line(rest, first)]
            for place, name in enumerate(("subtotal", "tax", "total")):
                both = sum(exact(Decimal(str(part[name]))) for part in parts)
                self.assertEqual(both, sums[place])

"""Control totals: what 1C states against what stands in Odoo, by measure and label."""

from decimal import Decimal


class Totals:
    """{(measure, label): [1C, Odoo]}; a label is empty, or names a warehouse, a customer …"""

    def __init__(self):
        self.rows = {}
        self.notes = {}  # what a kind keeps between the batches

    def add(self, measure, label, stated=0, found=0):
        row = self.rows.setdefault((measure, label), [Decimal(0), Decimal(0)])
        row[0] += Decimal(str(stated or 0))
        row[1] += Decimal(str(found or 0))

    def state(self, measure, label, stated):
        """What the file itself says as its total, in place of the sum of its rows."""
        self.rows.setdefault((measure, label), [Decimal(0), Decimal(0)])[0] = Decimal(str(stated))

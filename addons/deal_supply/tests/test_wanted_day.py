from odoo import fields
from odoo.tests import tagged

from .common import DealSupplyCommon


@tagged("post_install", "-at_install")
class TestWantedDay(DealSupplyCommon):
    """Goods that are wanted on days of their own are promised and sent by those days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deal = cls.make_deal()
        cls.add_goods(cls.deal, cls.made, 4)
        cls.add_goods(cls.deal, cls.bought, 3)
        cls.early, cls.other = cls.deal.quotation_id.order_line
        cls.early.wanted_on = "2031-05-20"
        cls.deal.action_agree()

    def days(self, line):
        """Promised by the plan; deadline of the delivery; deadline of what makes or buys it."""
        self._settle()
        moves = line.move_ids.filtered(lambda move: move.location_dest_id.usage == "customer")
        return {str(day.date()) for day in line.supply_line_ids.mapped("date_deadline") + moves.mapped("date_deadline")}

    def test_each_line_has_its_day(self):
        self.assertEqual(self.days(self.early), {"2031-05-20"})
        self.assertNotIn("2031-05-20", self.days(self.other))
        production = self._productions(self.deal.quotation_id)
        self.assertEqual(str(production.date_deadline.date()), "2031-05-20")
        self.assertEqual(self.deal.quotation_id.picking_ids.move_ids.sale_line_id, self.early | self.other)

    def test_changed_day_is_followed(self):
        self.early.wanted_on = "2031-06-01"
        self.assertEqual(self.days(self.early), {"2031-06-01"})
        self.early.wanted_on = False
        expected = self.early.order_id.commitment_date or self.early._expected_date()
        self.assertEqual(self.days(self.early), {str(fields.Datetime.to_datetime(expected).date())})

    def test_quantity_is_lowered_after_the_day_was_changed(self):
        """With another deadline core would send goods back in place of taking them off the delivery."""
        self.early.wanted_on = "2031-06-01"
        self.early.product_uom_qty = 1
        self._settle()
        sent = self.early.move_ids.filtered(lambda move: move.location_dest_id.usage == "customer")
        self.assertEqual(sent.mapped("product_uom_qty"), [1])
        self.assertEqual(len(self.deal.quotation_id.picking_ids), 1, "nothing is sent back")
        self.assertBalanced(self.deal.quotation_id)

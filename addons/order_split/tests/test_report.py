from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import SupplyCommon


@tagged("post_install", "-at_install")
class TestReport(SupplyCommon):
    """The foreman's word on an order, and what is not taken from him."""

    def _report(self, production, **values):
        reports = self.env["mrp.production.report"].with_user(self.foreman)
        return reports.create({"production_id": production.id} | values)

    def test_less_than_nothing_is_refused(self):
        production = self._productions(self._order((self.made, 3)))
        with self.assertRaisesRegex(UserError, "between 0 and 3"):
            self._report(production, done_quantity=-1).action_report()
        with self.assertRaisesRegex(UserError, "how much is done"):
            self._report(production, done_quantity=-1).action_finish()
        self.assertFalse(production.supply_reported)

    def test_finished_order_is_closed(self):
        production = self._productions(self._order((self.made, 3)))
        self._produce(production)
        with self.assertRaisesRegex(UserError, "is closed already"):
            self._report(production, done_quantity=2).action_report()

    def test_refused_report_changes_nothing(self):
        """A date without a reason takes the quantity beside it down too."""
        production = self._productions(self._order((self.made, 3)))
        planned = production.date_finished
        later = planned + timedelta(days=9)
        with self.assertRaisesRegex(UserError, "reason"):
            self._report(production, done_quantity=2, date_ready=later).action_report()
        self.assertEqual((production.supply_reported, production.date_finished), (0, planned))

    def test_unchanged_date_wants_no_reason(self):
        production = self._productions(self._order((self.made, 3)))
        self._report(production, done_quantity=1, date_ready=production.date_finished).action_report()
        self.assertEqual(production.supply_reported, 1)
        self.assertFalse(production.supply_reason)

    def test_word_is_no_receipt(self):
        order = self._order((self.made, 3))
        self._report(self._productions(order), done_quantity=3).action_report()
        self._settle()
        self.assertEqual(self.made.qty_available, 0)
        self.assertEqual(self._plan(order), {"make": 3})
        self.assertEqual(order.supply_progress, 100)

    def test_form_begins_with_the_last_word(self):
        production = self._productions(self._order((self.made, 5))).with_user(self.foreman)
        self._report(production, done_quantity=2).action_report()
        action = production.action_report_progress()
        form = Form(self.env[action["res_model"]].with_user(self.foreman).with_context(**action["context"]))
        self.assertEqual((form.done_quantity, form.product_qty), (2, 5))
        form.done_quantity = 4
        form.save().action_report()
        self.assertEqual(production.supply_reported, 4)

    def test_rest_begins_anew(self):
        """What was said of the whole order says nothing of the rest of it."""
        order = self._order((self.made, 5))
        production = self._productions(order)
        self._produce(production, 2)
        rest = self._productions(order) - production
        self.assertEqual((rest.product_qty, rest.supply_reported, rest._get_supply_progress()), (3, 0, 0))
        self.assertEqual(order.supply_progress, 40)

    def test_report_in_dozens(self):
        order = self._order((self.made, 24))
        production = self._productions(order)
        production.product_uom_id = self.uom_dozen
        production.product_qty = 2
        self._settle()
        with self.assertRaisesRegex(UserError, "between 0 and 2"):
            self._report(production, done_quantity=12).action_report()
        self._report(production, done_quantity=1).action_report()
        self._settle()
        self.assertEqual(order.supply_progress, 50)
        self.assertEqual(self._plan(order), {"make": 24})

    def test_each_new_date_leaves_its_reason(self):
        production = self._productions(self._order((self.made, 3)))
        start = fields.Datetime.now().replace(microsecond=0)
        for days, reason in ((20, "No castings"), (30, "Lathe is broken")):
            self._report(production, date_ready=start + timedelta(days=days), reason=reason).action_report()
        self.assertEqual(production.supply_reason, "Lathe is broken")
        words = " ".join(production.message_ids.mapped("body"))
        self.assertIn("No castings", words)
        self.assertIn("Lathe is broken", words)

    def test_sales_and_warehouse_report_nothing(self):
        report = self._report(self._productions(self._order((self.made, 3))), done_quantity=1)
        self.env.flush_all()
        for user in (self.salesman, self.worker):
            self.env.invalidate_all()  # what is in the cache is not asked for again
            with self.assertRaises(AccessError):
                report.with_user(user).action_report()

    # Per cent: how far the work is, whether a piece is done or not

    def test_work_without_a_piece(self):
        order = self._order((self.made, 3))
        production = self._productions(order)
        self._report(production, done_percent=40).action_report()
        self._settle()
        self.assertEqual((production.qty_producing, production.supply_reported), (0, 0), "no piece is touched")
        self.assertEqual((order.supply_progress, production.supply_progress), (40, 40))
        self.assertEqual(self.part.virtual_available, 997, "components are taken when pieces are made")

    def test_pieces_say_the_per_cent(self):
        production = self._productions(self._order((self.made, 4)))
        report = self._report(production, done_quantity=1)
        self.assertEqual(report.done_percent, 25)
        report.action_report()
        again = self._report(production)
        self.assertEqual((again.done_quantity, again.done_percent), (1, 25))
        again.done_percent = 60
        again.action_report()
        self.assertEqual((production.qty_producing, production.supply_progress), (1, 60))
        self.assertEqual(self._report(production).done_percent, 60, "the form begins with the last word")

    def test_per_cent_is_corrected(self):
        order = self._order((self.made, 4))
        production = self._productions(order)
        for percent in (80, 30):
            self._report(production, done_percent=percent).action_report()
            self._settle()
            self.assertEqual(order.supply_progress, percent)

    def test_per_cent_lies_between_nothing_and_all(self):
        production = self._productions(self._order((self.made, 4)))
        for percent in (-1, 101):
            with self.assertRaisesRegex(UserError, "0 and 100 per cent"):
                self._report(production, done_percent=percent).action_report()
        self.assertFalse(production.supply_percent)

    def test_work_that_is_begun_is_not_taken_back(self):
        order = self._order((self.made, 4))
        self._report(self._productions(order), done_percent=10).action_report()
        order.order_line.with_user(self.salesman).product_uom_qty = 1
        self._settle()
        self.assertEqual(self._plan(order), {"make": 1, "surplus": 3})

    def test_per_cent_is_no_receipt(self):
        order = self._order((self.made, 4))
        self._report(self._productions(order), done_percent=100).action_report()
        self._settle()
        self.assertEqual((order.supply_progress, order.supply_state), (100, "coming"))
        with self.assertRaisesRegex(UserError, "how much is done"):
            self._report(self._productions(order)).action_finish()

    def test_reason_stands_in_the_sellers_plan(self):
        order = self._order((self.made, 4))
        production = self._productions(order)
        later = production.date_finished + timedelta(days=40)
        self._report(production, date_ready=later, reason="No castings").action_report()
        self._settle()
        mine = order.with_user(self.salesman)
        self.assertEqual(mine.supply_line_ids.date_reason, "No castings")
        self.assertEqual(mine.supply_ready_date, later.date())
        self.assertIn("instead of", mine.message_ids[0].body)

    def test_others_of_the_order_keep_their_per_cent(self):
        order = self._order((self.made, 2), (self.made_too, 2))
        first = self._productions(order)[0]
        self._report(first, done_percent=50).action_report()
        self._settle()
        self.assertEqual(sorted(order.supply_line_ids.mapped("progress")), [0, 50])
        self.assertEqual(order.supply_progress, 25)

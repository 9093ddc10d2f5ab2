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

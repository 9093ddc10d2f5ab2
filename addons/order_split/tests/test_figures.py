from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import freeze_time, tagged

from .. import _post_init_hook
from .common import SupplyCommon


@tagged("post_install", "-at_install")
class TestFigures(SupplyCommon):
    """How far, when, and in words."""

    def test_summary(self):
        self._put(self.made, 7)
        order = self._order((self.made, 10), (self.nobody, 1))
        self.assertIn("7 of 11 reserved", order.supply_summary)
        self.assertIn("in production: 3", order.supply_summary)
        self.assertIn("to decide: 1", order.supply_summary)
        self.assertFalse(self._quote((self.made, 1)).supply_summary)

    def test_many_summaries_cost_as_much_as_few(self):
        """However many lines there are: reading ahead stops at a number of them."""
        orders = self.env["sale.order"].union(*(self._order((self.made, 2), (self.bought, 1)) for _order in range(3)))
        orders.with_user(self.planner).read(["supply_summary"])  # whose rights are known from now on
        costs = []
        with patch("odoo.orm.models.PREFETCH_MAX", 3), patch("odoo.orm.fields.PREFETCH_MAX", 3):
            for few in (orders[:1], orders):
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                rows = few.with_user(self.planner).read(["supply_summary"])
                costs.append(self.env.cr.sql_log_count - before)
                self.assertTrue(all("from vendors: 1" in row["supply_summary"] for row in rows))
        self.assertEqual(costs[1], costs[0])

    def test_progress_follows_the_foreman(self):
        order = self._order((self.made, 10))
        production = self._productions(order)
        report = self.env["mrp.production.report"].with_user(self.foreman).create({"production_id": production.id})
        report.done_quantity = 5
        report.action_report()
        self._settle()
        self.assertEqual(order.supply_line_ids.progress, 50)
        self.assertEqual(order.supply_line_ids.state, "progress")
        self.assertEqual(order.supply_progress, 50)
        self.assertEqual(self._plan(order), {"make": 10})

    def test_progress_by_work_orders(self):
        centre = self.env["mrp.workcenter"].create({"name": "Lathe"})
        self.env["mrp.routing.workcenter"].create(
            [
                {"name": name, "bom_id": self.made.bom_ids.id, "workcenter_id": centre.id, "sequence": sequence}
                for sequence, name in enumerate(("Turn", "Polish"))
            ]
        )
        order = self._order((self.made, 4))
        production = self._productions(order)
        production.workorder_ids[0].button_start()
        production.workorder_ids[0].button_finish()
        self._settle()
        self.assertEqual(order.supply_progress, 50)

    def test_ready_date(self):
        order = self._order((self.made, 2), (self.bought, 2))
        dates = order.supply_line_ids.mapped("date_ready")
        self.assertEqual(len(dates), 2)
        self.assertGreaterEqual(min(dates), fields.Datetime.now() + timedelta(days=2) - timedelta(minutes=5))
        self.assertEqual(order.supply_ready_date, max(dates).date())
        self.assertTrue(all(order.supply_line_ids.mapped("is_late")))

    def test_new_date_reaches_the_order(self):
        order = self._order((self.made, 2))
        production = self._productions(order)
        day = fields.Datetime.now().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=40)
        report = self.env["mrp.production.report"].with_user(self.foreman).create({"production_id": production.id})
        report.date_ready = day
        report.reason = "The casting is late"
        report.action_report()
        self._settle()
        self.assertEqual(order.supply_ready_date, day.date())
        self.assertEqual(production.supply_reason, "The casting is late")
        self.assertIn("The casting is late", production.message_ids[0].body)

    def test_promise_kept(self):
        order = self._quote((self.made, 2))
        order.commitment_date = fields.Datetime.now() + timedelta(days=30)
        order.action_confirm()
        self.assertFalse(order.supply_line_ids.is_late)
        order.commitment_date = fields.Datetime.now()
        self._settle()
        self.assertTrue(order.supply_line_ids.is_late)

    def test_dates_do_not_stay_in_the_past(self):
        order = self._order((self.made, 2))
        later = fields.Datetime.now() + timedelta(days=60)
        with freeze_time(later):
            self.env["sale.supply.line"]._cron_refresh_dates()
            self.env.flush_all()
            self.assertGreaterEqual(order.supply_line_ids.date_ready, later)

    def test_daily_job_tells_late_orders_only(self):
        """Whose goods cannot come on the day that was planned; the date of the order moves with the goods."""
        self._put(self.bought, 2)
        late, ready, ahead = self._order((self.made, 2)), self._order((self.bought, 2)), self._order((self.made_too, 2))
        later = fields.Datetime.add(fields.Datetime.now(), days=60)
        self._productions(ahead).with_context(force_date=True).date_finished = fields.Datetime.add(later, days=30)
        self._settle()
        planned, told = ahead.supply_ready_date, []
        self.patch(type(late), "_supply_changed", lambda orders: told.append(orders & (late | ready | ahead)))
        with freeze_time(later):
            self.env["sale.supply.line"]._cron_refresh_dates()
            self.env.flush_all()
        self.assertEqual(told, [late])
        self.assertGreaterEqual(late.supply_ready_date, later.date())
        self.assertFalse(ready.supply_ready_date)
        self.assertEqual(ahead.supply_ready_date, planned)

    def test_orders_confirmed_before_the_installation(self):
        self._put(self.made, 6)
        order = self._order((self.made, 10))
        order.supply_line_ids.unlink()
        _post_init_hook(self.env)
        self.assertEqual(self._plan(order), {"stock": 6, "make": 4})

    def test_queries_grow_with_the_lines_only(self):
        """No search of its own for each line: ten times the lines cost less than ten times the queries."""
        goods = self.env["product.product"].create(
            [{"name": f"Goods {number}", "type": "consu", "is_storable": True} for number in range(60)]
        )
        for product in goods:
            self._put(product, 100)
        counts = {}
        for size in (5, 50):
            order = self._order(*[(product, 3) for product in goods[:size]])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            order.order_line._sync_supply()
            self.env.flush_all()
            counts[size] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts[50], counts[5] + 10, counts)

    def test_reading_many_orders(self):
        orders = self.env["sale.order"]
        for _number in range(10):
            orders |= self._order((self.made, 2), (self.nobody, 2))
        self.env.flush_all()
        counts = {}
        for size in (2, 10):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders[:size].with_user(self.salesman).read(["supply_progress", "supply_summary", "supply_ready_date"])
            counts[size] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts[10], counts[2] + 2, counts)

from odoo.tests import tagged

from .common import PickCommon


@tagged("post_install", "-at_install")
class TestQueries(PickCommon):
    def _count(self, lines):
        picking = self._pick_of(lines * 3, *((f"Q{lines}-{n:02}", None, 3, self.shelf_a) for n in range(lines)))
        pick = self._start(picking)
        series = pick.screen["target"]["series"]
        pick.scan(series)
        before = self.env.cr.sql_log_count
        pick.scan(series)
        self.assertEqual(pick.kind, "right", pick.word)
        return self.env.cr.sql_log_count - before

    def test_a_scan_costs_the_same_in_a_long_transfer(self):
        few, many = self._count(2), self._count(40)
        self.assertLessEqual(many, few + 2)
        self.assertLessEqual(many, 60)

from odoo.tests import tagged

from .common import CertificationCommon


@tagged("post_install", "-at_install")
class TestBatches(CertificationCommon):
    """Twenty deals are asked for their documents in as many statements as one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.write({"closing_needs_service": False, "closing_needs_payment": False})

    def _shipped(self, number):
        deals = self.env["crm.lead"]
        for place in range(number):
            deal, picking = self._sell(f"B{number}-{place}")
            self._validate(picking)
            deals |= deal
        self._settle()
        self.env.flush_all()
        self.env.invalidate_all()
        return deals.browse(deals.ids)

    def _assert_constant(self, do):
        one, many = (self._shipped(number) for number in (1, 20))
        do(one)
        counted = []
        for deals in (one, many):
            self.env.flush_all()
            self.env.invalidate_all()
            counted.append(self.count_queries(lambda deals=deals: do(deals)))
        self.assertEqual(*counted)
        return counted[0]

    def test_what_keeps_them_open(self):
        def look(deals):
            steps = deals._get_closing_steps()
            self.assertEqual({lead: len(rows) for lead, rows in steps.items()}, dict.fromkeys(deals, 1))

        self.assertLessEqual(self._assert_constant(look), 30)

    def test_the_points_on_a_list_of_deals(self):
        self._assert_constant(lambda deals: deals.mapped("closing_steps"))

    def test_closing_all_that_are_done(self):
        """None of them may close: asking all costs what asking one costs."""
        self.env.company.closing_needs_payment = True
        self._assert_constant(lambda deals: deals._close_when_done())

    def test_closing_a_batch_is_refused_by_its_pieces(self):
        deals = self._shipped(3)
        points = [deal._get_closing_points()[0] for deal in deals]
        for place, text in enumerate(points):
            self.assertIn(f"B3-{place}: no valid document", text)
        with self.assertRaisesRegex(Exception, "B3-0: no valid document"), self.env.cr.savepoint():
            deals.write({"stage_id": self.stage("closed").id})

    def test_each_closed_deal_has_its_own_note(self):
        self.rule.at_closing = "warn"
        deals = self._shipped(2)
        deals.write({"stage_id": self.stage("closed").id})
        for place, deal in enumerate(deals):
            self.assertIn(f"Closed without documents. Chamber, B2-{place}", self._messages(deal))
            self.assertNotIn(f"B2-{1 - place}", self._messages(deal).split("Closed without documents.")[1])

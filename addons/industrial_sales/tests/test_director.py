from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import IndustrialSalesCommon


@tagged("post_install", "-at_install")
class TestDirector(IndustrialSalesCommon):
    def get_figures(self, xml_id, groups, aggregates, role="director"):
        """Figures of an action, as the role's graph asks for them; of our own department or appeal only."""
        action = self.env["ir.actions.act_window"]._for_xml_id(f"industrial_sales.{xml_id}")
        records = self.env[action["res_model"]].with_user(self.users[role])
        return records._read_group(safe_eval(action["domain"]) + self.narrow, groups, aggregates)

    def test_won_deals_by_department_and_month(self):
        self.narrow = [("team_id", "=", self.team.id)]
        self.make_deal()
        self.make_deal(won_on="2026-03-05", expected_revenue=500)
        self.make_deal(won_on="2026-03-25", expected_revenue=700)
        self.make_deal(won_on="2026-04-01", expected_revenue=10)
        figures = self.get_figures("crm_lead_won_action", ["won_on:month"], ["__count", "expected_revenue:sum"])
        self.assertEqual(
            [(str(month), count, amount) for month, count, amount in figures],
            [("2026-03-01", 2, 1200.0), ("2026-04-01", 1, 10.0)],
        )

    def test_director_of_some_departments_sees_those(self):
        self.narrow = [("name", "=", "Deal of the menu test")]
        other = self.env["crm.team"].create({"name": "Other department of the test"})
        self.make_deal(won_on="2026-03-05")
        self.make_deal(won_on="2026-03-06", team_id=other.id)
        self.assertEqual(len(self.get_figures("crm_lead_won_action", ["team_id"], ["__count"])), 2)
        self.users["director"].visible_team_ids = other
        self.env.registry.clear_cache()
        self.assertEqual(self.get_figures("crm_lead_won_action", ["team_id"], ["__count"])[0][0], other)

    def test_open_appeals_are_those_nobody_sorted(self):
        self.narrow = [("email", "like", "%@picture.example")]
        appeals = self.env["crm.appeal"].create(
            [
                {"contact_name": name, "email": f"{name}@picture.example", "needs": "A pump", "channel": channel}
                for name, channel in (("a", "mail"), ("b", "mail"), ("c", "hand"))
            ]
        )
        self.assertEqual(
            dict(self.get_figures("crm_appeal_open_action", ["channel"], ["__count"])), {"mail": 2, "hand": 1}
        )
        appeals[0].action_reject()
        self.assertEqual(
            dict(self.get_figures("crm_appeal_open_action", ["channel"], ["__count"])), {"mail": 1, "hand": 1}
        )

    def test_marketer_gets_no_figures(self):
        self.narrow = []
        for action in ("crm_lead_won_action", "crm_appeal_open_action"):
            with self.assertRaises(AccessError):
                self.get_figures(action, [], ["__count"], role="marketer")

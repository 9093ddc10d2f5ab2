from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged, users
from odoo.tools import mute_logger

from .common import SupervisionCommon

SOLVED = {"solution": "Agreed on a part delivery."}


@tagged("post_install", "-at_install")
class TestEscalation(SupervisionCommon):
    def setUp(self):
        super().setUp()
        self.deal = self.make_deals(1)
        self.cause = self.env["sales.escalation.cause"].search([], limit=1)

    def raise_case(self, user=None, deal=None, **values):
        cases = self.env["sales.escalation"].with_user(user or self.manager)
        return cases.create([{"lead_id": (deal or self.deal).id, "reason": "They want it tomorrow.", **values}])

    def take(self, case):
        case = case.with_user(self.head)
        case.action_take_over()
        return case

    def test_a_manager_raises_a_case_and_his_head_is_told(self):
        case = self.raise_case()
        self.assertRecordValues(
            case, [{"user_id": self.manager.id, "team_id": self.vys.id, "head_id": self.head.id, "state": "raised"}]
        )
        self.assertEqual(case.activity_ids.user_id, self.head)

    def test_while_the_head_is_away_somebody_else_is_told(self):
        self.make_absence(self.head, self.director, "2000-01-01", "2100-01-01")
        self.assertEqual(self.raise_case().head_id, self.director)

    def test_a_department_without_a_head_has_a_director(self):
        deal = self.make_deals(1, team=self.konts)
        directors = self.env["res.users"]._get_directors()
        self.assertIn(self.director, directors)
        self.assertIn(self.raise_case(deal=deal).head_id, directors)

    def test_the_head_takes_it_over_and_the_manager_goes_on_following(self):
        case = self.take(self.raise_case())
        self.assertEqual(self.deal.user_id, self.head)
        self.assertIn(self.manager.partner_id, self.deal.message_partner_ids)
        self.assertEqual((case.state, case.user_id), ("taken", self.manager))
        self.assertFalse(case.activity_ids)

    def test_solved_the_deal_goes_back_or_stays(self):
        for method, owner in (("action_solve_and_give_back", self.manager), ("action_solve", self.head)):
            with self.subTest(method=method):
                case = self.take(self.raise_case())
                case.write({"cause_id": self.cause.id, **SOLVED})
                getattr(case, method)()
                self.assertEqual((case.state, self.deal.user_id), ("solved", owner))
                self.deal.user_id = self.manager
                self.env.flush_all()

    def test_to_whoever_left_nothing_is_given_back(self):
        case = self.take(self.raise_case())
        case.write({"cause_id": self.cause.id, **SOLVED})
        self.manager.active = False
        with self.assertRaisesRegex(UserError, "works here no more"):
            case.action_solve_and_give_back()

    def test_a_solution_needs_cause_and_words(self):
        case = self.take(self.raise_case())
        for values in ({}, {"cause_id": self.cause.id}, {"cause_id": False, **SOLVED}, {"solution": "  "}):
            case.write(values)
            with self.assertRaisesRegex(UserError, "Name the cause"):
                case.action_solve()

    def test_no_way_around_the_button(self):
        case = self.take(self.raise_case())
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            case.write({"state": "solved"})
            self.env.flush_all()

    def test_one_deal_is_one_open_case(self):
        self.raise_case()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.raise_case()

    def test_the_button_opens_the_case_that_there_is(self):
        deal = self.deal.with_user(self.manager)
        self.assertEqual(deal.action_escalate()["context"], {"default_lead_id": deal.id})
        case = self.raise_case()
        self.assertEqual(deal.action_escalate()["res_id"], case.id)

    @users("sb_manager")
    def test_managers_neither_take_over_nor_solve_nor_change(self):
        case = self.raise_case(self.env.user)
        for method in ("action_take_over", "action_solve", "action_solve_and_give_back", "action_reopen"):
            with self.assertRaises(AccessError):
                getattr(case, method)()
        with self.assertRaises(AccessError):
            case.write({"reason": "Other"})

    def test_nobody_raises_a_case_on_a_colleagues_deal(self):
        with self.assertRaises(AccessError):
            self.raise_case(self.colleague)

    def test_colleagues_do_not_see_it(self):
        case = self.raise_case()
        self.assertFalse(self.env["sales.escalation"].with_user(self.colleague).search([("id", "=", case.id)]))

    def test_taken_twice_is_refused(self):
        case = self.take(self.raise_case())
        with self.assertRaisesRegex(UserError, "Taken over"):
            case.action_take_over()

    def test_opened_again(self):
        case = self.take(self.raise_case())
        case.write({"cause_id": self.cause.id, **SOLVED})
        case.action_solve()
        with self.assertRaisesRegex(UserError, "solved already"):
            case.action_solve()
        case.action_reopen()
        self.assertEqual((case.state, case.solved_at), ("taken", False))

    def test_days_until_it_was_solved(self):
        with freeze_time("2026-03-02 09:00:00"):
            case = self.raise_case()
        with freeze_time("2026-03-05 21:00:00"):
            case = self.take(case)
            case.write({"cause_id": self.cause.id, **SOLVED})
            case.action_solve()
        self.assertAlmostEqual(case.days_to_solve, 3.5)

    def test_causes_are_counted(self):
        case = self.take(self.raise_case())
        case.write({"cause_id": self.cause.id, **SOLVED})
        case.action_solve()
        domain = [("lead_id", "=", self.deal.id)]
        counted = self.read_report("sales.escalation", domain, ["cause_id"], ["__count"])
        self.assertEqual(counted, {self.cause: (1,)})

    def test_a_raised_case_cannot_be_opened_again(self):
        case = self.raise_case().with_user(self.head)
        with self.assertRaisesRegex(UserError, "is in state “Raised”"):
            case.action_reopen()

    def test_many_cases_tell_each_head_once(self):
        deals = self.make_deals(3)
        cases = self.env["sales.escalation"].with_user(self.manager)
        cases = cases.create([{"lead_id": deal.id, "reason": "Hard."} for deal in deals])
        self.assertEqual(len(cases.activity_ids), 3)
        self.assertEqual(cases.activity_ids.user_id, self.head)

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from .common import SupervisionCommon


@tagged("post_install", "-at_install")
class TestSurvey(SupervisionCommon):
    def setUp(self):
        super().setUp()
        self.deal = self.make_deals(1)
        self.survey = self.make_survey()

    def make_survey(self, month="2026-03-01", **values):
        survey = self.env["sales.survey"].create(
            [
                {
                    "partner_id": self.deal.legal_entity_id.id,
                    "lead_id": self.deal.id,
                    "user_id": self.manager.id,
                    "team_id": self.vys.id,
                    "head_id": self.head.id,
                    "month": month,
                    **values,
                }
            ]
        )
        survey._ask_heads()
        return survey

    def answer(self, survey, score):
        survey.answer_ids.write({"score": score})

    def test_it_comes_with_the_questions_of_today(self):
        questions = self.env["sales.survey.question"].search([])
        self.assertEqual(self.survey.answer_ids.question_id, questions)
        questions[0].active = False
        self.assertEqual(self.make_survey("2026-04-01").answer_ids.question_id, questions[1:])

    @users("sb_head")
    def test_the_head_asks_and_the_score_is_the_average(self):
        survey = self.survey.with_env(self.env)
        self.answer(survey, "4")
        survey.answer_ids[0].score = "2"
        survey.words = "All well, but slow."
        survey.action_done()
        self.assertEqual(survey.state, "done")
        self.assertAlmostEqual(survey.score, (3 * 4 + 2) / 4)
        self.assertFalse(survey.activity_ids)

    @users("sb_head")
    def test_unanswered_questions_are_refused(self):
        survey = self.survey.with_env(self.env)
        survey.answer_ids[0].score = "5"
        with self.assertRaisesRegex(UserError, "every question"):
            survey.action_done()

    def test_without_a_score_it_is_not_done_by_any_way(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.survey.write({"state": "done"})
            self.env.flush_all()

    @users("sb_head")
    def test_not_reached_is_counted_and_the_task_stays(self):
        survey = self.survey.with_env(self.env)
        survey.action_not_reached()
        survey.action_not_reached()
        self.assertEqual((survey.attempts, survey.state), (2, "draft"))
        self.assertTrue(survey.activity_ids)

    @users("sb_head")
    def test_not_to_be_asked_needs_a_reason(self):
        survey = self.survey.with_env(self.env)
        with self.assertRaisesRegex(UserError, "Write down why"):
            survey.action_drop()
        survey.drop_reason = "Asked not to be called."
        survey.action_drop()
        self.assertEqual(survey.state, "dropped")
        self.assertFalse(survey.activity_ids)

    @users("sb_head")
    def test_the_end_is_taken_back(self):
        survey = self.survey.with_env(self.env)
        self.answer(survey, "5")
        survey.action_done()
        with self.assertRaisesRegex(UserError, "dealt with already"):
            survey.action_not_reached()
        survey.action_reopen()
        self.assertEqual((survey.state, survey.done_on), ("draft", False))
        self.assertEqual(survey.activity_ids.user_id, self.head)

    def test_managers_never_see_who_is_asked_about_them(self):
        for method in ("read", "action_done", "action_drop"):
            with self.assertRaises(AccessError):
                getattr(self.survey.with_user(self.manager), method)()
        with self.assertRaises(AccessError):
            self.survey.answer_ids.with_user(self.manager).read(["score"])

    def test_a_head_of_another_department_sees_nothing(self):
        self.head.visible_team_ids = self.konts
        self.assertFalse(self.env["sales.survey"].with_user(self.head).search([("id", "=", self.survey.id)]))
        answers = self.env["sales.survey.answer"].with_user(self.head)
        self.assertFalse(answers.search([("survey_id", "=", self.survey.id)]))

    def test_results_by_manager_over_time(self):
        for month, score in (("2026-04-01", "5"), ("2026-05-01", "3")):
            survey = self.make_survey(month)
            self.answer(survey, score)
            survey.action_done()
        domain = [("state", "=", "done"), ("partner_id", "=", self.survey.partner_id.id)]
        results = self.read_report("sales.survey", domain, ["user_id", "month:month"], ["score:avg"])
        self.assertEqual(sorted(results.values()), [(3.0,), (5.0,)])

    @users("sb_head")
    def test_a_bad_word_becomes_a_hard_case(self):
        survey = self.survey.with_env(self.env)
        survey.words = "Nobody called us back."
        action = survey.action_escalate()
        values = {name[8:]: value for name, value in action["context"].items()}
        case = self.env["sales.escalation"].create([values | {"kind": "not_coped"}])
        self.assertEqual((case.lead_id, case.survey_id, case.reason), (self.deal, survey, "Nobody called us back."))

    @users("sb_head")
    def test_without_a_deal_there_is_nothing_to_take_over(self):
        survey = self.survey.with_env(self.env)
        survey.lead_id = False
        with self.assertRaisesRegex(UserError, "no deal any more"):
            survey.action_escalate()

    def test_bad_scores_are_found(self):
        self.answer(self.survey, "2")
        self.survey.action_done()
        found = self.env["sales.survey"].with_user(self.head).search([("state", "=", "done"), ("score", "<", 3)])
        self.assertIn(self.survey, found)

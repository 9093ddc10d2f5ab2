from datetime import date
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import SupervisionCommon

MARCH = date(2026, 3, 1)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-17 09:00:00")
class TestSurveyDraw(SupervisionCommon):
    def setUp(self):
        super().setUp()
        self.env.company.survey_share = 0.5

    def draw(self, month=MARCH):
        return self.env["sales.survey"]._draw(month)

    def test_a_share_of_each_managers_customers(self):
        self.make_deals(4)
        self.make_deals(3, self.colleague)
        surveys = self.draw()
        by_manager = {user: len(of) for user, of in surveys.grouped("user_id").items()}
        self.assertEqual(by_manager, {self.manager: 2, self.colleague: 2})
        self.assertEqual(set(surveys.mapped("month")), {MARCH})

    def test_at_least_one_of_whoever_has_customers(self):
        self.env.company.survey_share = 0.01
        self.make_deals(3)
        self.assertEqual(len(self.draw()), 1)

    def test_a_customer_with_several_deals_is_one_customer(self):
        first = self.make_deals(1)
        again = self.make_deal(
            user_id=self.manager.id, team_id=self.vys.id, legal_entity_id=first.legal_entity_id.id, name="Another"
        )
        self.env.company.survey_share = 1
        survey = self.draw()
        self.assertEqual(survey.lead_id, again)
        self.assertEqual(survey.partner_id, first.legal_entity_id)

    def test_the_head_has_a_task_until_the_end_of_the_month(self):
        self.make_deals(1)
        survey = self.draw()
        self.assertEqual(survey.head_id, self.head)
        task = survey.activity_ids
        self.assertEqual((task.user_id, task.date_deadline), (self.head, date(2026, 3, 31)))

    def test_while_the_head_is_away_his_deputy_asks(self):
        self.make_deals(1)
        self.make_absence(self.head, self.director, "2026-03-01", "2026-03-31")
        self.assertEqual(self.draw().head_id, self.director)

    def test_nobody_asks_about_himself(self):
        self.make_deals(1, self.head)
        survey = self.draw()
        self.assertFalse(survey.head_id)
        self.assertFalse(survey.activity_ids)

    def test_drawn_twice_a_month_is_drawn_once(self):
        self.make_deals(4)
        self.assertEqual(len(self.draw()), 2)
        self.assertFalse(self.draw())
        self.make_deals(2)
        self.assertEqual(len(self.draw()), 1)

    def test_whoever_was_asked_lately_is_asked_last(self):
        self.make_deals(4)
        february = self.draw(date(2026, 2, 1))
        march = self.draw()
        self.assertFalse(february.partner_id & march.partner_id)

    def test_after_the_pause_everybody_may_be_asked(self):
        self.env.company.write({"survey_share": 1, "survey_pause_months": 1})
        self.make_deals(2)
        self.draw(date(2026, 2, 1))
        self.assertEqual(len(self.draw()), 2)

    def test_long_closed_deals_are_forgotten(self):
        old, new = self.make_deals(2)
        for deal, day in ((old, "2025-06-01"), (new, "2026-03-01")):
            self.refuse(deal)
            deal.date_closed = day
        self.env.company.survey_share = 1
        self.assertEqual(self.draw().lead_id, new)

    def test_leads_and_people_who_left_are_not_asked_about(self):
        self.make_deals(1, self.colleague)
        self.colleague.active = False
        self.env["crm.lead"].create({"name": "L", "type": "lead", "user_id": self.manager.id, "team_id": self.vys.id})
        self.assertFalse(self.draw())

    def test_the_scheduled_action_draws_for_companies_that_want_it(self):
        self.make_deals(2)
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 1):
            self.env.company.survey_share = 0
            self.env["sales.survey"]._cron_draw()
            self.assertFalse(self.env["sales.survey"].search([("user_id", "=", self.manager.id)]))
            self.env.company.survey_share = 0.5
            self.env["sales.survey"]._cron_draw()
        self.assertEqual(self.env["sales.survey"].search_count([("user_id", "=", self.manager.id)]), 1)

    def test_the_head_draws_by_button_and_a_manager_does_not(self):
        self.make_deals(2)
        surveys = self.env["sales.survey"]
        told = surveys.with_user(self.head).action_draw()
        self.assertEqual(told["params"]["message"], "1 customers were drawn.")
        told = surveys.with_user(self.head).action_draw()
        self.assertEqual(told["params"]["message"], "Nobody else is to be asked.")
        with self.assertRaises(UserError):
            surveys.with_user(self.manager).action_draw()

    def test_the_database_knows_a_customer_once(self):
        self.make_deals(1)
        survey = self.draw()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            survey.copy()

    def test_a_share_above_all_is_refused(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env.company.survey_share = 1.5
            self.env.flush_all()

    def test_drawing_costs_the_same_for_many(self):
        self.env.company.survey_share = 0.1
        self.make_deals(5)
        few = self.count_queries(self.draw)
        self.make_deals(20, self.colleague)
        self.env.invalidate_all()
        many = self.count_queries(self.draw)
        # The tasks of three surveys instead of one, not the reading of twenty customers.
        self.assertLessEqual(many, few + 60)


@tagged("post_install", "-at_install")
class TestSurveyChoice(SupervisionCommon):
    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.sets(st.integers(1, 30)), st.sets(st.integers(1, 30)), st.integers(-3, 40))
    def test_fresh_ones_first_never_twice_never_too_many(self, customers, rested, number):
        chosen = self.env["sales.survey"]._choose(list(customers), rested, number)
        self.assertEqual(len(chosen), min(max(number, 0), len(customers)))
        self.assertEqual(len(set(chosen)), len(chosen))
        self.assertLessEqual(set(chosen), customers)
        if set(chosen) & rested:
            self.assertLessEqual(customers - rested, set(chosen))

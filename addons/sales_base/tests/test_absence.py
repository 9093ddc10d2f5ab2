from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged, users
from odoo.tools import mute_logger

from .common import SalesBaseCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-04 09:00:00")
class TestAbsence(SalesBaseCommon):
    def test_present_user_acts_himself(self):
        self.make_absence(self.manager, self.colleague, "2026-03-05", "2026-03-06")
        self.make_absence(self.manager, self.colleague, "2026-02-02", "2026-03-03")
        self.assertEqual(self.manager._get_acting(), self.manager)

    def test_first_and_last_day_count(self):
        self.make_absence(self.manager, self.colleague, "2026-03-04", "2026-03-04")
        self.assertEqual(self.manager._get_acting(), self.colleague)

    def test_chain_of_deputies(self):
        self.make_absence(self.manager, self.colleague)
        self.make_absence(self.colleague, self.head)
        self.assertEqual(self.manager._get_acting(), self.head)

    def test_cycle_of_deputies_ends_empty(self):
        self.make_absence(self.manager, self.colleague)
        self.make_absence(self.colleague, self.head)
        self.make_absence(self.head, self.colleague)
        for user in (self.manager, self.colleague, self.head):
            self.assertFalse(user._get_acting())

    def test_chain_that_ends_without_deputy(self):
        self.make_absence(self.manager, self.colleague)
        self.make_absence(self.colleague)
        self.assertFalse(self.manager._get_acting())

    def test_archived_users_do_not_act(self):
        self.make_absence(self.manager, self.colleague)
        self.colleague.action_archive()
        self.assertFalse(self.manager._get_acting())
        self.assertFalse(self.colleague._get_acting())

    def test_day_is_that_of_the_company(self):
        self.make_absence(self.manager, self.colleague, "2026-03-05", "2026-03-05")
        with freeze_time("2026-03-04 20:59:00"):
            self.assertEqual(self.manager._get_acting(), self.manager)
        with freeze_time("2026-03-04 21:01:00"):
            self.assertEqual(self.manager._get_acting(), self.colleague, "It is past midnight in Moscow.")

    def test_one_query_however_long_the_chain(self):
        self.make_absence(self.manager, self.colleague)
        self.manager._get_acting()
        short = self.count_queries(self.manager._get_acting)
        self.make_absence(self.colleague, self.head)
        self.make_absence(self.head, self.director)
        self.manager._get_acting()
        self.assertEqual(self.count_queries(self.manager._get_acting), short)

    def test_nobody_is_his_own_deputy(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.make_absence(self.manager, self.manager)

    def test_days_are_ordered(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.make_absence(self.manager, None, "2026-03-10", "2026-03-09")

    def test_absences_of_one_user_do_not_overlap(self):
        self.make_absence(self.manager, None, "2026-03-02", "2026-03-13")
        for first, last in (("2026-03-13", "2026-03-20"), ("2026-02-01", "2026-03-02"), ("2026-03-05", "2026-03-06")):
            with self.subTest(first=first), self.assertRaisesRegex(ValidationError, "Manager"):
                with self.env.cr.savepoint():
                    self.make_absence(self.manager, None, first, last)
        self.assertTrue(self.make_absence(self.manager, None, "2026-03-14", "2026-03-20"))
        self.assertTrue(self.make_absence(self.colleague, None, "2026-03-05", "2026-03-06"))

    def test_overlap_within_one_batch_and_by_change(self):
        values = {"user_id": self.manager.id, "date_from": "2026-05-04", "date_to": "2026-05-08"}
        with self.assertRaisesRegex(ValidationError, "already absent"):
            self.env["res.users.absence"].create([values, values])
        absence = self.make_absence(self.manager, None, "2026-06-01", "2026-06-05")
        self.make_absence(self.manager, None, "2026-06-08", "2026-06-12")
        with self.assertRaisesRegex(ValidationError, "already absent"):
            absence.date_to = "2026-06-08"

    @users("sb_manager", "sb_dispatcher")
    def test_everyone_keeps_his_own(self):
        absence = self.env["res.users.absence"].create({"date_from": "2026-07-06", "date_to": "2026-07-10"})
        self.assertEqual(absence.user_id, self.env.user)
        absence.deputy_id = self.colleague
        absence.unlink()
        with self.assertRaises(AccessError):
            self.env["res.users.absence"].create(
                {"user_id": self.head.id, "date_from": "2026-07-06", "date_to": "2026-07-10"}
            )

    @users("sb_manager")
    def test_manager_reads_but_does_not_change_others(self):
        absence = self.make_absence(self.colleague, self.head).with_user(self.env.user)
        self.assertEqual(absence.deputy_id.id, self.head.id)
        with self.assertRaises(AccessError):
            absence.deputy_id = self.manager
        with self.assertRaises(AccessError):
            absence.unlink()

    @users("sb_head")
    def test_head_keeps_those_of_his_people_only(self):
        absences = self.env["res.users.absence"]
        dates = {"date_from": "2026-07-06", "date_to": "2026-07-10"}
        self.assertTrue(absences.create({"user_id": self.manager.id, **dates}))
        self.assertTrue(absences.create({"user_id": self.head.id, **dates}))
        with self.assertRaises(AccessError):
            absences.create({"user_id": self.dispatcher.id, **dates})

    @users("sb_director", "sb_administrator")
    def test_director_and_administrator_keep_all(self):
        absence = self.env["res.users.absence"].create(
            {"user_id": self.dispatcher.id, "date_from": "2026-07-06", "date_to": "2026-07-10"}
        )
        absence.reason = "Holiday"
        self.assertEqual(absence.reason, "Holiday")
        absence.unlink()

    @users("sb_outsider")
    def test_outsider_writes_nothing(self):
        with self.assertRaises(AccessError):
            self.env["res.users.absence"].create({"date_from": "2026-07-06", "date_to": "2026-07-10"})

    @users("sb_manager")
    def test_deputies_do_not_depend_on_the_reader(self):
        self.make_absence(self.head, self.director)
        head = self.head.with_user(self.env.user)
        self.assertEqual(head._get_acting().id, self.director.id)
        self.assertEqual(head._get_acting().env.user, self.env.user)
        self.assertFalse(head._get_acting().env.su)

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from .common import SalesLeadsCommon


@tagged("post_install", "-at_install")
class TestLoad(SalesLeadsCommon):
    """What the head sees of his managers' load before he names one of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.env["res.users.absence"]._get_today()

    def make_leads(self, user, number=1, **values):
        return self.env["crm.lead"].create(
            [
                {"name": "Pump", "type": "lead", "team_id": self.vys.id, "user_id": user and user.id} | values
                for _n in range(number)
            ]
        )

    def make_load(self):
        """Two leads, one request and an overdue task for the manager; nothing that is closed counts."""
        leads = self.make_leads(self.manager, 3)
        leads[2].action_set_lost()
        self.env["crm.customer.request"].create({"partner_id": self.known.id, "subject": "Seals"})
        leads[0].activity_schedule(
            "mail.mail_activity_data_todo", self.today - timedelta(days=1), user_id=self.manager.id
        )
        leads[1].activity_schedule("mail.mail_activity_data_todo", self.today, user_id=self.manager.id)

    @users("sb_head")
    def test_screen_counts_what_is_open(self):
        self.with_superuser(self.make_load)
        row = self.env["sales.load"].search([("user_id", "=", self.manager.id), ("team_id", "=", self.vys.id)])
        self.assertRecordValues(
            row, [{"open_leads": 2, "open_requests": 1, "open_deals": 0, "overdue_tasks": 1, "is_away": False}]
        )
        self.assertEqual(self.env["crm.lead"].search(row.action_open_work()["domain"]).user_id, self.manager)

    def with_superuser(self, method):
        env, self.env = self.env, self.env(su=True)
        method()
        self.env = env

    @users("sb_head")
    def test_head_of_a_department_is_a_line_of_his_own(self):
        lines = self.env["sales.load"].search([("team_id", "=", self.vys.id)])
        self.assertEqual(lines.user_id, self.manager | self.colleague | self.head)
        self.manager.sudo().active = False
        self.assertNotIn(self.manager, self.env["sales.load"].search([]).user_id)

    @users("sb_head")
    def test_absence_shows_until_when(self):
        self.make_absence(self.manager, None, self.today, self.today + timedelta(days=3))
        self.make_absence(self.colleague, None, self.today + timedelta(days=5), self.today + timedelta(days=9))
        rows = {row.user_id: row for row in self.env["sales.load"].search([("team_id", "=", self.vys.id)])}
        self.assertTrue(rows[self.manager].is_away)
        self.assertIn("until", rows[self.manager].absence)
        self.assertFalse(rows[self.colleague].is_away)
        self.assertIn(" to ", rows[self.colleague].absence)
        self.assertFalse(rows[self.head].absence)

    def test_only_heads_see_it_and_of_visible_departments_only(self):
        for user in (self.manager, self.dispatcher, self.outsider):
            with self.assertRaises(AccessError):
                self.env["sales.load"].with_user(user).search([])
        self.head.visible_team_ids = self.konts
        self.assertFalse(self.env["sales.load"].with_user(self.head).search([("team_id", "=", self.vys.id)]))

    def test_work_in_other_departments_loads_him_too(self):
        self.make_leads(self.manager, 2, team_id=self.konts.id)
        self.head.visible_team_ids = self.vys
        row = self.env["sales.load"].with_user(self.head).search([("user_id", "=", self.manager.id)])
        self.assertEqual(row.open_leads, 2)
        self.assertFalse(self.env["crm.lead"].with_user(self.head).search([("team_id", "=", self.konts.id)]))

    def test_two_managers_cost_as_much_as_thirty(self):
        people = self.manager.copy({"login": "load_first"})
        for number in range(30):
            people |= self.manager.copy({"login": f"load{number}"})
        self.make_leads(people[0])
        names = ["open_leads", "open_requests", "open_deals", "overdue_tasks", "absence"]
        lines = self.env["crm.lead.assign.line"]
        wizard = self.env["crm.lead.assign"].create({"lead_ids": self.make_leads(False).ids})

        def count(users):
            rows = lines.create([{"wizard_id": wizard.id, "user_id": user.id} for user in users])
            self.env.flush_all()
            self.env.invalidate_all()
            return self.count_queries(lambda: rows.with_user(self.head).read(names))

        # Rights are looked up once.
        count(people[:2])
        count(people[:2])
        self.assertLessEqual(count(people), count(people[:2]))

    @users("sb_head")
    def test_one_click_in_the_table_names_the_manager(self):
        self.with_superuser(self.make_load)
        lead = self.env["crm.lead"].browse(self.make_leads(self.env["res.users"]).id)
        wizard = self.env["crm.lead.assign"].browse(lead.action_assign()["res_id"])
        self.assertEqual(set(wizard.line_ids.user_id), {self.manager, self.colleague, self.head})
        # Whoever has most to do stands last.
        self.assertEqual(wizard.line_ids[-1].user_id, self.manager)
        wizard.line_ids.filtered(lambda line: line.user_id == self.colleague).action_choose()
        self.assertEqual(lead.user_id, self.colleague)

    @users("sb_head")
    def test_absent_manager_stands_last(self):
        self.make_absence(self.colleague, None, self.today, self.today)
        lead = self.env["crm.lead"].browse(self.make_leads(self.env["res.users"]).id)
        wizard = self.env["crm.lead.assign"].browse(lead.action_assign()["res_id"])
        self.assertEqual(wizard.line_ids[-1].user_id, self.colleague)
        self.assertTrue(wizard.line_ids[-1].is_away)

    @users("sb_head")
    def test_nobody_chosen_is_refused(self):
        lead = self.env["crm.lead"].browse(self.make_leads(self.env["res.users"]).id)
        with Form(self.env["crm.lead.assign"].with_context(default_lead_ids=lead.ids)) as form:
            pass
        with self.assertRaisesRegex(UserError, "Choose a manager"):
            form.record.action_apply()

    @users("sb_manager")
    def test_manager_opens_no_dialog(self):
        lead = self.env["crm.lead"].browse(self.make_leads(self.manager).id)
        with self.assertRaises(AccessError):
            lead.action_assign()
        self.assertEqual(lead.user_id, self.manager)
        self.assertFalse(lead.assigned_at)

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_employee import EmployeeCommon


@tagged("post_install", "-at_install")
class TestEmployeeLeaving(EmployeeCommon):
    """An employee leaves: nothing stays with him, nothing is lost, and it can be taken back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.env["res.users.absence"]._get_today()
        cls.deal = cls.make_deal(user_id=cls.manager.id)
        cls.lead = cls.env["crm.lead"].create(
            {"name": "Lead", "type": "lead", "team_id": cls.team.id, "user_id": cls.manager.id}
        )
        cls.responsible = cls.env["res.partner.responsible"].create(
            {"partner_id": cls.customer.id, "team_id": cls.team.id, "user_id": cls.manager.id}
        )
        cls.request = cls.env["crm.customer.request"].create({"partner_id": cls.customer.id, "text": "Where is it?"})
        cls.task = cls.deal.activity_schedule("mail.mail_activity_data_todo", user_id=cls.manager.id, summary="Call")
        cls.manager.pbx_extension = "9703"

    def owners(self):
        return [one.user_id for one in (self.deal, self.lead, self.responsible, self.request, self.task)]

    def test_everything_goes_to_whom_the_dialog_proposes_and_he_is_shut_out(self):
        self.manager.usual_deputy_id = self.colleague
        leaving = self.let_go(self.manager)
        self.assertEqual(self.owners(), [self.colleague] * 5)
        self.assertRecordValues(
            leaving,
            [
                {
                    "user_id": self.manager.id,
                    "left_by_id": self.administrator.id,
                    "reason": "Moves to another town",
                    "state": "left",
                    "pbx_extension": "9703",
                }
            ],
        )
        self.assertFalse(self.manager.active)
        self.assertFalse(self.manager.pbx_extension)

    def test_without_a_deputy_the_head_is_proposed(self):
        self.let_go(self.manager)
        self.assertEqual(self.owners(), [self.head] * 5)

    def test_the_preview_counts_what_goes_and_says_what_is_closed(self):
        form = self.open_leaving(self.manager)
        with form.line_ids.edit(0) as line:
            self.assertEqual(line.team_id, self.team)
            for words in ("Customers: 1", "Leads: 1", "Deals: 1"):
                self.assertIn(words, line.summary)
        self.assertIn(self.manager.login, form.shut_out)
        self.assertIn("9703", form.shut_out)
        self.assertNotIn("badge", form.shut_out)

    def test_where_nobody_is_named_nothing_happens(self):
        self.team.user_id = False
        with self.assertRaisesRegex(UserError, "Say who gets: Pumps of the test"):
            self.let_go(self.manager)
        self.assertTrue(self.manager.active)
        self.assertEqual(self.owners(), [self.manager] * 5)

    def test_departments_that_the_administrator_does_not_see_are_handed_over_as_well(self):
        other = self.env["crm.team"].create({"name": "Hidden", "user_id": self.head.id})
        lead = self.env["crm.lead"].create({"name": "K", "type": "lead", "team_id": other.id})
        lead.user_id = self.manager
        self.administrator.visible_team_ids = self.team
        leaving = self.let_go(self.manager)
        self.assertEqual(lead.user_id, self.head)
        self.deal.team_id = other
        leaving.with_user(self.administrator).action_undo()
        self.assertEqual((lead.user_id, self.deal.user_id), (self.manager, self.manager))

    def test_a_head_passes_his_departments_and_stand_ins_on(self):
        absence = self.env["res.users.absence"].create(
            {"user_id": self.colleague.id, "deputy_id": self.head.id, "date_from": self.today, "date_to": self.today}
        )
        second = self.head.copy({"login": "menu_head2", "name": "Second Head"})
        self.manager.usual_deputy_id = self.head
        leaving = self.let_go(self.head, receiver_id=second)
        self.assertEqual((self.team.user_id, absence.deputy_id, self.manager.usual_deputy_id), (second,) * 3)
        self.assertEqual(
            {line.kind: line.count for line in leaving.line_ids},
            {"department": 1, "stand_in": 1, "usual_deputy": 1},
        )

    def test_nobody_becomes_his_own_deputy(self):
        absence = self.env["res.users.absence"].create(
            {"user_id": self.colleague.id, "deputy_id": self.manager.id, "date_from": self.today, "date_to": self.today}
        )
        self.colleague.usual_deputy_id = self.manager
        self.let_go(self.manager, receiver_id=self.colleague)
        self.assertFalse(absence.deputy_id | self.colleague.usual_deputy_id)

    def test_an_engineer_passes_his_visits_on(self):
        engineer = self.users["service_engineer"]
        second = engineer.copy({"login": "menu_engineer2", "name": "Second Engineer"})
        values = {"partner_id": self.customer.id, "engineer_id": engineer.id}
        open_visit, done = self.env["service.visit"].create([values, {**values, "state": "done"}])
        leaving = self.let_go(engineer, receiver_id=second)
        self.assertEqual((open_visit.engineer_id, done.engineer_id), (second, engineer))
        self.assertEqual(leaving.line_ids.filtered(lambda line: line.kind == "service_visit").count, 1)

    def test_a_duty_goes_only_to_who_has_its_role(self):
        engineer = self.users["service_engineer"]
        visit = self.env["service.visit"].create({"partner_id": self.customer.id, "engineer_id": engineer.id})
        leavings = self.env["employee.leaving"].with_user(self.administrator)
        with self.assertRaisesRegex(UserError, "the role is missing"):
            second = engineer.copy({"login": "menu_engineer2"})
            leavings._let_go(engineer, "x", {self.env["crm.team"]: second}, {"service_visit": self.users["accountant"]})
        self.assertEqual(visit.engineer_id, engineer)

    def test_a_storemans_tasks_go_to_a_colleague_and_his_badge_is_worth_nothing(self):
        worker = self.users["worker"]
        second = worker.copy({"login": "menu_worker2", "name": "Second Worker"})
        code = worker.with_user(self.users["supervisor"])._issue_badge()
        product = self.env["product.product"].create({"name": "Bolt", "is_storable": True})
        task = product.activity_schedule("mail.mail_activity_data_todo", user_id=worker.id)
        leaving = self.let_go(worker, receiver_id=second)
        self.assertEqual(task.user_id, second)
        self.assertTrue(leaving.had_badge)
        self.assertFalse(self.env["res.users"]._find_by_badge(code))

    def test_sessions_end_and_the_mailbox_is_not_read_any_more(self):
        box = self.env["crm.own.mailbox"].create(
            {"user_id": self.manager.id, "server": "imap.works.example", "login": "m", "password": "x"}
        )
        box.state = "done"
        device = {"session_identifier": "f" * 42, "user_id": self.manager.id, "platform": "linux", "browser": "firefox"}
        self.env["res.device.log"].create({**device, "first_activity": "2026-03-01", "last_activity": "2026-03-02"})
        self.env.flush_all()
        token = self.manager._compute_session_token("f" * 42)
        self.assertIn("Open sessions end: 1", self.open_leaving(self.manager).shut_out)
        leaving = self.let_go(self.manager)
        self.assertEqual((leaving.session_count, leaving.stopped_mailbox, box.state), (1, True, "draft"))
        self.assertFalse(self.env["res.device"].search([("user_id", "=", self.manager.id)]))
        self.assertNotEqual(self.manager._compute_session_token("f" * 42), token)

    def test_receivers_of_duties_are_told(self):
        second = self.head.copy({"login": "menu_head2", "name": "Second Head"})
        before = self.env["mail.message"].search([], order="id desc", limit=1).id
        self.let_go(self.head, receiver_id=second)
        told = self.env["mail.message"].search(
            [("id", ">", before), ("partner_ids", "in", second.partner_id.ids), ("subject", "like", "What ")]
        )
        self.assertEqual(len(told), 1)
        self.assertIn("Head of departments: 1", told.body)

    def test_taken_back_he_has_what_nobody_took_up(self):
        leaving = self.let_go(self.manager)
        self.deal.user_id = self.colleague
        leaving.with_user(self.administrator).action_undo()
        self.assertTrue(self.manager.active)
        self.assertEqual(self.manager.pbx_extension, "9703")
        self.assertEqual([one.user_id for one in (self.lead, self.responsible, self.task)], [self.manager] * 3)
        self.assertEqual(self.deal.user_id, self.colleague, "somebody else runs it by now")
        self.assertRecordValues(leaving, [{"state": "undone", "undone_by_id": self.administrator.id}])
        with self.assertRaisesRegex(UserError, "already"):
            leaving.with_user(self.administrator).action_undo()

    def test_a_head_taken_back_leads_again_unless_another_does(self):
        second = self.head.copy({"login": "menu_head2", "name": "Second Head"})
        other = self.env["crm.team"].create({"name": "Compressors of the test", "user_id": self.head.id})
        leaving = self.let_go(self.head, receiver_id=second)
        other.user_id = self.colleague
        leaving.with_user(self.administrator).action_undo()
        self.assertEqual((self.team.user_id, other.user_id), (self.head, self.colleague))
        line = leaving.line_ids.filtered(lambda line: line.kind == "department")
        self.assertEqual((line.count, line.returned), (2, 1))

    def test_an_extension_given_away_meanwhile_stays_with_the_other(self):
        leaving = self.let_go(self.manager)
        self.colleague.pbx_extension = "9703"
        leaving.with_user(self.administrator).action_undo()
        self.assertFalse(self.manager.pbx_extension)
        self.assertEqual(self.colleague.pbx_extension, "9703")

    def test_who_may_not_be_let_go(self):
        leavings = self.env["employee.leaving"].with_user(self.administrator)
        self.colleague.active = False
        portal = self.env["res.users"].create(
            {"name": "P", "login": "p", "group_ids": self.env.ref("base.group_portal").ids}
        )
        refused = (
            (self.administrator, "let yourself go"),
            (self.colleague, "no more"),
            (portal, "no employee"),
            (self.env.ref("base.user_admin"), "administers the system"),
        )
        for user, words in refused:
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                leavings._let_go(user, "x", {}, {})
            self.assertEqual(user.active, user != self.colleague)

    def test_only_the_administrator_lets_people_go_and_takes_them_back(self):
        leaving = self.let_go(self.manager)
        for role in ("head", "director", "supervisor", "accountant"):
            user = self.users[role]
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    self.colleague.with_user(user).action_leave()
                with self.assertRaises(AccessError):
                    self.env["employee.leaving"].with_user(user)._let_go(self.colleague, "x", {}, {})
                with self.assertRaises(AccessError):
                    leaving.with_user(user).action_undo()
                with self.assertRaises(AccessError):
                    leaving.with_user(user).read(["reason"])
        self.assertTrue(self.colleague.active)

    def test_the_record_is_evidence(self):
        second = self.head.copy({"login": "menu_head2", "name": "Second Head"})
        leaving = self.let_go(self.head, receiver_id=second).with_user(self.administrator)
        self.assertTrue(leaving.line_ids)
        for change in (lambda: leaving.write({"reason": "y"}), leaving.unlink, leaving.line_ids.unlink):
            with self.assertRaises(AccessError):
                change()

    def test_the_next_absence_proposes_the_usual_deputy(self):
        self.manager.usual_deputy_id = self.colleague
        absences = self.env["res.users.absence"].with_user(self.manager)
        tomorrow = self.today + timedelta(days=1)
        proposed = absences.create({"date_from": tomorrow, "date_to": tomorrow})
        self.assertEqual(proposed.deputy_id, self.colleague)
        named = absences.create({"date_from": self.today, "date_to": self.today, "deputy_id": self.head.id})
        self.assertEqual(named.deputy_id, self.head)

    def test_every_kind_names_a_field_of_its_model_and_a_role_that_is_there(self):
        for kind, item in self.env["employee.leaving"]._get_leaving_items().items():
            with self.subTest(kind):
                field = self.env[item["model"]]._fields[item["user_field"]]
                self.assertEqual((field.comodel_name, bool(field.store)), ("res.users", True))
                self.env[item["model"]].search_count(item["domain"])
                if item["role"]:
                    self.assertEqual(self.env.ref(item["role"])._name, "res.groups")

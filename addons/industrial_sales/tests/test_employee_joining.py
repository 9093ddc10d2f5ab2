from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..models.employee_role import ROLES, get_roles
from .common import ROLES as TESTED_ROLES
from .common_employee import EmployeeCommon

MANAGER = "sales_base.group_manager"


@tagged("post_install", "-at_install")
class TestEmployeeJoining(EmployeeCommon):
    """One form makes an employee who can begin to work."""

    def test_a_manager_has_all_that_he_needs(self):
        user, action = self.join(
            MANAGER,
            job="Manager of pumps",
            team_ids=self.team,
            deputy_id=self.colleague,
            pbx_extension="9701",
            mailbox_server="imap.works.example",
            mailbox_password="secret",
        )
        self.assertRecordValues(
            user,
            [
                {
                    "name": "Ivan Petrov",
                    "email": "i.petrov@works.example",
                    "function": "Manager of pumps",
                    "pbx_extension": "9701",
                    "usual_deputy_id": self.colleague.id,
                    "visible_team_ids": self.team.ids,
                    "crm_team_ids": self.team.ids,
                    "role_names": self.env.ref(MANAGER).name,
                    "has_badge": False,
                }
            ],
        )
        self.assertTrue(user.has_group("base.group_user"))
        self.assertFalse(user.has_group("sales_base.group_head"))
        box = self.env["crm.own.mailbox"].search([("user_id", "=", user.id)])
        self.assertRecordValues(
            box, [{"server": "imap.works.example", "login": user.email, "has_password": True, "state": "draft"}]
        )
        self.assertEqual(action["res_model"], "res.users")
        self.assertEqual(user._get_acting(), user, "he works from today")

    def test_he_logs_in_with_the_password_that_was_typed(self):
        user, _action = self.join(MANAGER, team_ids=self.team)
        credential = {"login": user.login, "password": "a long password 1", "type": "password"}
        found = self.env["res.users"].authenticate(credential, {"interactive": False})
        self.assertEqual(found["uid"], user.id)

    def test_until_his_first_day_his_deputy_acts(self):
        today = self.env["res.users.absence"]._get_today()
        user, _action = self.join(MANAGER, deputy_id=self.colleague, starts_on=today + timedelta(days=3))
        self.assertRecordValues(
            user.absence_ids,
            [{"date_from": today, "date_to": today + timedelta(days=2), "deputy_id": self.colleague.id}],
        )
        self.assertEqual(user._get_acting(), self.colleague)

    def test_a_head_leads_his_departments(self):
        other = self.env["crm.team"].create({"name": "Compressors of the test"})
        user, _action = self.join("sales_base.group_head", team_ids=other, led_team_ids=other)
        self.assertEqual(other.user_id, user)
        self.assertEqual(self.team.user_id, self.head, "what he does not lead stays as it is")

    def test_a_manager_leads_nothing_even_where_it_was_chosen_before(self):
        with Form(self.env["employee.joining"].with_user(self.administrator)) as form:
            form.name, form.login, form.invite, form.password = "X", "x@works.example", False, "a long password 1"
            form.role_ids.add(self.env.ref("sales_base.group_head"))
            form.led_team_ids.add(self.team)
            form.role_ids.clear()
            form.role_ids.add(self.env.ref(MANAGER))
        form.record.action_join()
        self.assertEqual(self.team.user_id, self.head)

    def test_a_storeman_gets_a_badge_to_print_and_no_department(self):
        user, action = self.join("stock_batches.group_worker")
        self.assertEqual(action["res_model"], "stock.label.print")
        self.assertEqual(action["context"]["default_line_ids"][0][2]["user_id"], user.id)
        self.assertFalse(user.crm_team_ids | user.visible_team_ids)

    def test_several_roles_are_put_together(self):
        user, _action = self.join("deal_stages.group_accountant", "order_split.group_planner")
        self.assertTrue(user.has_group("deal_stages.group_accountant"))
        self.assertTrue(user.has_group("order_split.group_planner"))
        accountant, planner = (
            self.env.ref(name).name for name in ("deal_stages.group_accountant", "order_split.group_planner")
        )
        self.assertEqual(user.role_names, f"{accountant}, {planner}")

    def test_the_invitation_is_a_letter_to_him(self):
        sent = []
        users = self.env.registry["res.users"]
        with patch.object(
            users, "action_reset_password", lambda user: sent.append((user.email, dict(user.env.context)))
        ):
            self.join(MANAGER, invite=True)
        self.assertEqual([address for address, _context in sent], ["i.petrov@works.example"])
        self.assertTrue(sent[0][1]["create_user"])

    def test_what_is_missing_is_said(self):
        refused = (
            ((), {}, "at least one role"),
            ((MANAGER,), {"login": "petrov", "invite": True, "email": "petrov@"}, "e-mail address"),
            ((MANAGER,), {"login": "petrov", "mailbox_server": "imap.works.example"}, "login of the mailbox"),
            ((MANAGER,), {"login": self.manager.login}, "choose another login"),
        )
        for roles, values, words in refused:
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self.join(*roles, **values)

    def test_no_password_and_no_invitation(self):
        joining = self.env["employee.joining"].with_user(self.administrator)
        values = {"name": "X", "login": "x@works.example", "invite": False, "role_ids": self.env.ref(MANAGER).ids}
        with self.assertRaisesRegex(UserError, "Enter a password"):
            joining.create(values).action_join()

    def test_a_login_of_somebody_who_left_is_named(self):
        self.colleague.active = False
        with self.assertRaisesRegex(UserError, "Colleague worked here with this login"):
            self.join(MANAGER, login=self.colleague.login)

    def test_an_extension_of_somebody_else_makes_nobody(self):
        self.manager.pbx_extension = "9702"
        with self.assertRaisesRegex(Exception, "extension|pbx_extension"), self.cr.savepoint():
            self.join(MANAGER, pbx_extension="9702")
        self.assertFalse(self.env["res.users"].search([("login", "=", "i.petrov@works.example")]))

    def test_rights_of_the_system_cannot_be_given(self):
        joining = self.env["employee.joining"].with_user(self.administrator)
        system = self.env.ref("base.group_system")
        self.assertNotIn(system, get_roles(self.env))
        made = joining.create(
            {
                "name": "X",
                "login": "x@works.example",
                "invite": False,
                "password": "a long one 1",
                "role_ids": system.ids,
            }
        )
        with self.assertRaisesRegex(UserError, "roles of the company only"):
            made.action_join()

    def test_only_the_administrator_takes_people_on(self):
        for role, user in self.users.items():
            if role != "administrator":
                with self.subTest(role=role), self.assertRaises(AccessError):
                    self.env["employee.joining"].with_user(user).create({"name": "X", "login": "x"})

    def test_every_role_of_the_company_can_be_given(self):
        tested = set(TESTED_ROLES.values()) - {"base.group_user"}
        self.assertEqual(tested - set(ROLES), set())

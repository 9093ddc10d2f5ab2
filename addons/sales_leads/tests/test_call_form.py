from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from .test_call_rule import KNOWN, CallRuleCommon

TOLD = {"contact_name": "Oleg Sidorov", "company_name": "Plant 5", "email": "oleg@plant5.example", "gist": "Two pumps"}


@tagged("post_install", "-at_install")
class TestCallForm(CallRuleCommon):
    """Whoever spoke with somebody unknown writes down who it was."""

    def spoken(self, employee="9501", **values):
        return self.call(answered=True, employee=employee, **values)

    def make_form(self):
        """The short form as whoever runs the test sees it."""
        return self.spoken().form_ids.with_user(self.env.user)

    def test_form_and_task_wait_for_whoever_answered(self):
        call = self.spoken()
        form = call.form_ids
        self.assertRecordValues(form, [{"user_id": self.manager.id, "state": "open", "team_id": self.vys.id}])
        # Noon in Moscow, one working hour.
        self.assertEqual(str(form.deadline), "2026-03-02 10:00:00")
        self.assertEqual(self.tasks(call), {("Fill in after the call", self.manager)})

    @users("sb_manager")
    def test_filled_reaches_appeal_lead_and_customer(self):
        form = self.make_form()
        form.write(TOLD)
        form.action_fill()
        call = form.sudo().call_id
        appeal = call.appeal_id
        self.assertRecordValues(
            appeal, [{"contact_name": "Oleg Sidorov", "needs": "Two pumps", "team_id": self.vys.id, "state": "new"}]
        )
        self.assertRecordValues(
            appeal.lead_id, [{"contact_name": "Oleg Sidorov", "partner_name": "Plant 5", "needs": "Two pumps"}]
        )
        self.assertRecordValues(
            appeal.partner_id, [{"name": "Oleg Sidorov", "email": "oleg@plant5.example", "company_name": "Plant 5"}]
        )
        self.assertRecordValues(form, [{"state": "filled", "filled_by_id": self.manager.id}])
        self.assertFalse(call.activity_ids)
        with self.assertRaisesRegex(UserError, "filled in already"):
            form.action_fill()

    @users("sb_manager")
    def test_refused_until_name_and_gist_are_there(self):
        form = self.make_form()
        for values, words in (
            ({"contact_name": "Oleg"}, "Write the name"),
            ({"gist": "Pumps", "email": "oleg at plant"}, "no e-mail address"),
        ):
            form.write(values)
            with self.assertRaisesRegex(UserError, words):
                form.action_fill()
        self.assertEqual(form.state, "open")

    def test_sorted_meanwhile_keeps_what_is_known_and_fills_what_is_not(self):
        call = self.spoken()
        appeal = call.appeal_id
        appeal._sort(self.konts)
        appeal.lead_id.partner_name = "Known already"
        form = call.form_ids.with_user(self.manager)
        form.write(TOLD)
        form.action_fill()
        self.assertEqual(appeal.team_id, self.konts)
        self.assertRecordValues(
            appeal.lead_id, [{"partner_name": "Known already", "contact_name": "Oleg Sidorov", "needs": "Two pumps"}]
        )
        self.assertEqual(appeal.partner_id.name, "Oleg Sidorov")

    @users("sb_manager")
    def test_not_a_request(self):
        form = self.make_form()
        form.action_drop()
        call = form.sudo().call_id
        self.assertEqual((form.state, call.appeal_id.state), ("dropped", "rejected"))
        self.assertFalse(call.activity_ids or call.partner_id.active)

    def test_rejected_by_the_dispatcher_asks_no_more(self):
        call = self.spoken()
        call.appeal_id.with_user(self.dispatcher).action_reject()
        self.assertEqual(call.form_ids.state, "dropped")
        self.assertFalse(call.activity_ids)

    def test_no_form_where_everything_is_known(self):
        self.assertFalse(self.call(KNOWN, answered=True, employee="9501").form_ids)
        self.assertFalse(self.call(employee="9501").form_ids)
        named = self.call("74997770012").appeal_id
        named.contact_name = "Anna"
        self.assertFalse(self.call("74997770012", answered=True, employee="9501").form_ids)

    def test_called_back_asks_whoever_called(self):
        missed = self.call()
        spoken = self.call(
            direction="out", answered=True, employee="9502", start="2026-03-02 09:30:00", answer=False, end=False
        )
        self.assertEqual(spoken.appeal_id, missed.appeal_id)
        self.assertEqual(spoken.form_ids.user_id, self.colleague)
        self.assertFalse(missed.form_ids)
        # He calls again: one form is enough.
        self.assertFalse(self.spoken(start="2026-03-02 10:00:00", answer="2026-03-02 10:00:05", end=False).form_ids)

    def test_who_answers_without_a_part_in_sales_leaves_it_to_the_dispatcher(self):
        self.outsider.pbx_extension = "9509"
        for employee in ("9509", "9510"):
            call = self.call(f"7499777{employee}", answered=True, employee=employee)
            self.assertFalse(call.form_ids.user_id)
            self.assertIn(self.dispatcher, call.activity_ids.user_id)
            self.assertTrue(call.form_ids.with_user(self.dispatcher).read(["number"]))

    def test_away_the_form_goes_to_his_deputy(self):
        day = str(self.env["res.users.absence"]._get_today())
        self.make_absence(self.manager, self.colleague, day, day)
        self.assertEqual(self.spoken().form_ids.user_id, self.colleague)

    def test_who_sees_and_writes_forms(self):
        form = self.spoken().form_ids
        for user in (self.manager, self.head, self.director, self.dispatcher, self.administrator):
            self.assertEqual(form.with_user(user).search([("id", "=", form.id)]), form, user.name)
        self.assertFalse(form.with_user(self.colleague).search([("id", "=", form.id)]))
        with self.assertRaises(AccessError):
            form.with_user(self.colleague).action_fill()
        with self.assertRaises(AccessError):
            form.with_user(self.outsider).read(["number"])
        for values in ({"state": "filled"}, {"call_id": self.call().id}):
            with self.assertRaisesRegex(AccessError, "press “Done”"):
                form.with_user(self.manager).write(values)
        with self.assertRaises(AccessError):
            form.with_user(self.manager).unlink()

    def test_head_of_another_department_does_not_see_it(self):
        form = self.spoken().form_ids
        self.head.visible_team_ids = self.konts
        self.assertFalse(form.with_user(self.head).search([("id", "=", form.id)]))

    def test_many_at_once(self):
        calls = [self.call(f"7499777002{n}", answered=True, employee="9501") for n in range(6)]
        forms = self.env["crm.phone.call.form"].browse([call.form_ids.id for call in calls])
        forms.write({"contact_name": "Oleg", "gist": "Pumps"})
        forms.with_user(self.manager).action_fill()
        self.assertEqual(set(forms.mapped("state")), {"filled"})

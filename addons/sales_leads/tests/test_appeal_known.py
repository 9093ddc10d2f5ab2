from odoo.exceptions import UserError
from odoo.tests import tagged, users

from .test_call_form import TOLD
from .test_call_rule import KNOWN, UNKNOWN, CallRuleCommon

KNOWN_ADDRESS = "semenov@vodokanal.example"


@tagged("post_install", "-at_install")
class TestAppealKnown(CallRuleCommon):
    """An address that is learnt afterwards shows that it was a customer: his request, never an appeal."""

    def spoken(self, number=UNKNOWN, **values):
        return self.call(number, answered=True, employee="9502", **values)

    def fill(self, call, **values):
        form = call.form_ids.with_user(self.colleague)
        form.write(TOLD | {"email": KNOWN_ADDRESS} | values)
        return form.action_fill()

    def test_a_customers_address_in_the_short_form_makes_it_his_request(self):
        call = self.spoken()
        appeal, lead, nobody = call.appeal_id, call.lead_id, call.partner_id
        action = self.fill(call)
        request = call.request_id
        self.assertRecordValues(call, [{"appeal_id": False, "lead_id": False, "partner_id": self.known.id}])
        self.assertRecordValues(
            request,
            [{"partner_id": self.known.id, "contact_id": self.buyer.id, "user_id": self.manager.id, "state": "new"}],
        )
        self.assertEqual((request.text, request.contact_name, request.phone), ("Two pumps", "Oleg Sidorov", UNKNOWN))
        self.assertEqual(call.rule_id, self.rule("in_answered_known"))
        self.assertEqual(self.tasks(request), {("Answer", self.manager)})
        self.assertIn(f"{self.manager.name} has the request", action["params"]["message"])
        self.assertEqual((appeal.state, lead.active, nobody.active), ("rejected", False, False))
        self.assertEqual((call.form_ids.state, call.activity_ids), ("filled", call.activity_ids.browse()))

    def test_his_number_is_known_from_then_on(self):
        self.fill(self.spoken())
        later = self.spoken(start="2026-03-03 09:00:00", answer="2026-03-03 09:00:05", end=False)
        self.assertEqual(later.request_id.contact_id, self.buyer)
        self.assertFalse(later.appeal_id or later.form_ids)

    def test_all_calls_of_the_appeal_go_along_and_nothing_is_left_to_call_back(self):
        missed = self.call()
        spoken = self.spoken(direction="out", start="2026-03-02 09:30:00", answer="2026-03-02 09:30:10", end=False)
        self.fill(spoken)
        self.assertEqual(missed.request_id, spoken.request_id)
        self.assertFalse(missed.appeal_id)
        self.assertEqual(spoken.request_id.call_id, spoken)
        self.assertEqual(self.tasks(spoken.request_id), {("Answer", self.manager)})

    def test_an_address_of_several_customers_is_asked_about(self):
        other = self.env["res.partner"].create(
            {"name": "Twin", "counterparty_kind": "counterparty", "email": KNOWN_ADDRESS}
        )
        call = self.spoken()
        action = self.fill(call)
        self.assertEqual(call.request_id.candidate_ids, self.known | other)
        self.assertFalse(call.request_id.partner_id or call.appeal_id)
        self.assertIn("the dispatcher says which", action["params"]["message"])
        self.assertEqual(self.tasks(call.request_id), {("Sort", self.dispatcher)})

    def test_a_lead_that_somebody_works_on_is_not_taken_away(self):
        call = self.spoken()
        call.appeal_id._sort(self.vys)
        call.lead_id._assign(self.manager)
        self.assertIs(self.fill(call), True)
        self.assertFalse(call.request_id)
        lead = call.lead_id
        self.assertEqual((lead.active, lead.user_id, lead.needs), (True, self.manager, "Two pumps"))
        self.assertIn("Vodokanal", lead.message_ids[0].body)
        # Else his next mail would be asked about.
        self.assertFalse(lead.partner_id.email)

    def test_sorted_but_nobodys_yet_it_comes_back_from_the_department(self):
        call = self.spoken()
        appeal, lead = call.appeal_id, call.lead_id
        appeal._sort(self.konts)
        self.fill(call)
        self.assertEqual((appeal.state, lead.active), ("rejected", False))
        self.assertFalse(lead.activity_ids)
        self.assertEqual(call.request_id.partner_id, self.known)

    def test_somebody_unknown_stays_an_appeal(self):
        call = self.spoken()
        self.assertIs(self.fill(call, email="oleg@plant5.example"), True)
        self.assertEqual(call.appeal_id.email, "oleg@plant5.example")
        self.assertFalse(call.request_id)

    def test_the_form_of_an_appeal_that_was_merged_meanwhile_tells_the_other(self):
        other = self.receive(self.make_mail("A pump.", sender="other@merged.example")).appeal_id
        call = self.spoken()
        call.appeal_id._merge_into(other)
        self.fill(call, email="oleg@plant5.example", gist="Two more pumps")
        self.assertIn("A pump", other.needs)
        self.assertEqual(other.company_name, "Plant 5")
        self.assertIn("Two more pumps", "".join(other.lead_id.message_ids.mapped("body")))

    @users("sb_dispatcher")
    def test_entered_by_hand_with_what_several_customers_have_is_refused(self):
        self.env["res.partner"].sudo().create(
            {"name": "Twin", "counterparty_kind": "counterparty", "email": KNOWN_ADDRESS}
        )
        for values in ({"email": KNOWN_ADDRESS}, {"phone": KNOWN}):
            with self.assertRaisesRegex(UserError, "known customer: enter a customer request"):
                self.env["crm.appeal"].create({"contact_name": "Ilya", **values})

    @users("sb_dispatcher")
    def test_the_dispatcher_types_a_customers_address_into_a_new_appeal(self):
        event = self.receive(self.make_mail("Two pumps.", sender="ilya@home.example"))
        appeal = event.appeal_id.with_user(self.env.user)
        lead = appeal.lead_id.sudo()
        appeal.write({"email": KNOWN_ADDRESS, "contact_name": "Ilya"})
        request = event.request_id
        self.assertEqual((request.partner_id, request.contact_name), (self.known, "Ilya"))
        self.assertEqual((appeal.state, event.appeal_id, lead.active), ("rejected", appeal.browse(), False))
        self.assertIn("Two pumps", "".join(request.message_ids.mapped("body")))
        self.assertEqual(
            self.receive(self.make_mail("More.", sender="ilya@home.example")).request_id.contact_id, self.buyer
        )

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from .common import SalesLeadsCommon


@tagged("post_install", "-at_install")
class TestRequestRouting(SalesLeadsCommon):
    """Who is told of a customer's request, and until when."""

    def make_request(self, **values):
        values = {"partner_id": self.known.id, "subject": "Seals", "text": "Two seals", "channel": "mail"} | values
        return self.env["crm.customer.request"].sudo().create(values)

    def test_customer_of_two_departments_goes_to_the_one_that_knows_him_longest(self):
        self.make_responsible(self.colleague, self.known, self.konts)
        request = self.make_request()
        self.assertEqual((request.team_id, request.user_id), (self.vys, self.manager))
        given = self.make_request(team_id=self.konts.id)
        self.assertEqual((given.team_id, given.user_id), (self.konts, self.colleague))

    def test_department_of_a_contact_is_that_of_his_company(self):
        self.assertEqual(self.buyer._get_responsible_team(), self.vys)
        self.assertFalse(self.customer._get_responsible_team())

    def test_manager_who_left_is_not_asked(self):
        self.manager.active = False
        request = self.make_request()
        self.assertFalse(request.user_id)
        self.assertIn(self.dispatcher, request.activity_ids.user_id)

    def test_manager_chosen_by_hand_stays(self):
        request = self.make_request(user_id=self.colleague.id, team_id=self.vys.id)
        self.assertEqual((request.user_id, request.activity_ids.user_id), (self.colleague, self.colleague))

    def test_tasks_say_what_to_do(self):
        for values, summary in (
            ({}, "Answer Vodokanal"),
            ({"partner_id": self.customer.id}, "Find a manager for Neftemash"),
            ({"partner_id": False, "contact_name": "Ann"}, "Say which customer it is: Ann"),
            ({"partner_id": False}, "Say which customer it is: Unknown"),
        ):
            request = self.make_request(**values)
            self.assertEqual(set(request.activity_ids.mapped("summary")), {summary})

    def test_deadline_passes_the_weekend(self):
        self.env.company.request_answer_hours = 4
        # Friday 16:00 in Moscow: two hours are left, two more on Monday.
        request = self.make_request(received_at="2026-03-06 13:00:00")
        self.assertEqual(str(request.deadline), "2026-03-09 08:00:00")
        self.assertEqual(str(request.activity_ids.date_deadline), "2026-03-09")

    def test_naming_the_customer_tells_his_manager(self):
        twin = self.env["res.partner"].create(
            {"name": "Twin", "is_company": True, "email": self.known.email, "counterparty_kind": "counterparty"}
        )
        request = self.receive(self.make_mail(sender=self.known.email)).request_id
        self.assertEqual(request.candidate_ids, self.known | twin)
        request.with_user(self.dispatcher).partner_id = self.known
        self.assertFalse(request.candidate_ids)
        self.assertEqual((request.user_id, request.team_id), (self.manager, self.vys))
        self.assertEqual(request.activity_ids.user_id, self.manager)

    def test_request_of_a_potential_customer_goes_on_as_an_appeal_with_his_address(self):
        potential, other = self.env["res.partner"].create(
            [{"name": name, "email": "both@p.example", "counterparty_kind": "potential"} for name in ("One", "Other")]
        )
        event = self.receive(self.make_mail("A pump", sender="Ann <both@p.example>", subject="Price"))
        request = event.request_id
        self.assertEqual(request.candidate_ids, potential | other)
        request.with_user(self.dispatcher).partner_id = potential
        appeal = self.env["crm.appeal"].search([("partner_id", "=", potential.id)])
        self.assertRecordValues(
            appeal,
            [{"email": "both@p.example", "contact_name": "Ann", "subject": "Price", "text": "A pump", "state": "new"}],
        )
        self.assertEqual(appeal.lead_id.partner_id, potential)

    @users("sb_manager")
    def test_closing_many_at_once(self):
        requests = (self.make_request() | self.make_request()).with_user(self.env.user)
        requests.action_answer()
        self.assertEqual(requests.mapped("state"), ["answered", "answered"])
        with self.assertRaisesRegex(UserError, "closed already"):
            requests[0].action_make_deal()
        with self.assertRaisesRegex(UserError, "closed already"):
            requests[0].action_hand_to_service()

    def test_one_closed_request_keeps_the_others_open(self):
        closed, fresh = self.make_request(), self.make_request()
        closed.action_answer()
        with self.assertRaisesRegex(UserError, "closed already"):
            (closed | fresh).action_answer()
        self.assertEqual(fresh.state, "new")

    def test_request_of_another_manager_is_not_ones_own(self):
        request = self.make_request(user_id=self.colleague.id, team_id=self.vys.id)
        with self.assertRaises(AccessError):
            request.with_user(self.manager).action_answer()
        request.with_user(self.head).action_answer()
        self.assertEqual(request.state, "answered")

    def test_director_and_outsider(self):
        request = self.make_request()
        self.assertEqual(request.with_user(self.director).read(["text"])[0]["text"], "Two seals")
        with self.assertRaises(AccessError):
            request.with_user(self.outsider).action_answer()
        self.assertFalse(self.known.with_user(self.outsider).customer_request_count)

    def test_answering_in_time_is_not_late(self):
        request = self.make_request()
        self.assertFalse(request.is_late)
        request.action_answer()
        request.answered_at = "2100-01-01 00:00:00"
        self.assertTrue(request.is_late)

import json
from datetime import timedelta
from functools import partial

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from odoo.addons.mail.tests.common import MailCase

from .common import SalesLeadsCommon


@tagged("post_install", "-at_install")
class TestRequestBoard(SalesLeadsCommon, MailCase):
    """Its manager is told of a request at once, sees how long he has, and answers it by mail."""

    def setUp(self):
        super().setUp()
        self.env["bus.bus"].search([]).unlink()

    def make_request(self, **values):
        values = {"partner_id": self.known.id, "subject": "Seals", "text": "Two seals", "channel": "mail"} | values
        return self.env["crm.customer.request"].sudo().create(values)

    def pop_ups(self):
        """{(user's partner, request id)} of the messages that the bus would send now."""
        self.env.cr.precommit.run()
        rows = self.env["bus.bus"].sudo().search([("message", "like", "sales_leads.pop_up")])
        return [(json.loads(row.channel)[2], json.loads(row.message)["payload"]["id"]) for row in rows]

    def test_pop_up_for_the_manager_once(self):
        request = self.make_request()
        self.assertEqual(self.pop_ups(), [(self.manager.partner_id.id, request.id)])
        request._tell()
        request.write({"subject": "Seals, two"})
        self.assertEqual(len(self.pop_ups()), 1)

    def test_pop_up_says_what_to_do(self):
        self.make_request()
        self.env.cr.precommit.run()
        row = self.env["bus.bus"].search([("message", "like", "sales_leads.pop_up")])
        payload = json.loads(row.message)["payload"]
        self.assertEqual((payload["title"], payload["message"]), ("Answer Vodokanal", "Seals"))
        self.assertEqual(payload["model"], "crm.customer.request")

    def test_undone_is_not_told(self):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.make_request()
            raise UserError("undone")
        self.assertFalse(self.pop_ups())

    def test_nobody_responsible_pops_up_at_the_dispatcher(self):
        request = self.make_request(partner_id=self.customer.id)
        self.assertIn((self.dispatcher.partner_id.id, request.id), self.pop_ups())

    @users("sb_manager")
    def test_own_request_does_not_pop_up(self):
        request = self.env["crm.customer.request"].create({"partner_id": self.known.id, "subject": "By hand"})
        self.assertEqual((request.user_id, request.team_id), (self.env.user, self.vys))
        self.assertEqual(request.activity_ids.user_id, self.env.user)
        self.assertFalse(self.pop_ups())

    def test_manager_chosen_by_the_dispatcher_is_told(self):
        request = self.make_request(partner_id=self.customer.id)
        self.assertIn(self.dispatcher, request.activity_ids.user_id)
        request.with_user(self.dispatcher).write({"team_id": self.vys.id, "user_id": self.colleague.id})
        self.assertEqual(request.activity_ids.user_id, self.colleague)
        self.assertEqual(request.activity_ids.summary, "Answer Neftemash")
        self.assertIn((self.colleague.partner_id.id, request.id), self.pop_ups())

    def test_away_the_deputy_is_told_then_the_head_then_the_dispatcher(self):
        day = str(self.env["res.users.absence"]._get_today())
        absence = self.make_absence(self.manager, self.colleague, day, day)
        self.assertEqual(self.make_request().user_id, self.colleague)
        absence.deputy_id = False
        self.assertEqual(self.make_request().user_id, self.head)
        self.make_absence(self.head, None, day, day)
        request = self.make_request()
        self.assertFalse(request.user_id)
        self.assertIn(self.dispatcher, request.activity_ids.user_id)

    def test_countdown(self):
        now = fields.Datetime.now()
        request = self.make_request()
        for hours, urgency in ((-1, "late"), (0.5, "soon"), (5, "time")):
            request.deadline = now + timedelta(hours=hours)
            self.assertEqual(request.urgency, urgency)
        request.action_answer()
        self.assertEqual((request.urgency, request.urgency_color), ("done", 0))

    @users("sb_manager")
    def test_answer_by_mail_closes_the_request(self):
        request = self.make_request(contact_id=self.buyer.id).with_user(self.env.user)
        action = request.action_answer_by_mail()
        composer = Form(self.env["mail.compose.message"].with_context(**action["context"]))
        self.assertEqual((composer.subject, composer.partner_ids[:]), ("Re: Seals", self.buyer))
        composer.body = "<p>On stock.</p>"
        with self.mock_mail_gateway():
            composer.save()._action_send_mail()
        self.assertEqual(request.state, "answered")
        self.assertFalse(request.activity_ids)
        self.assertIn(self.buyer, request.message_ids[0].partner_ids | request.message_ids.partner_ids)
        with self.assertRaisesRegex(UserError, "closed already"):
            request.action_answer_by_mail()

    def test_what_is_no_answer(self):
        request = self.make_request()
        with self.mock_mail_gateway():
            post = partial(request.with_user(self.manager).message_post, message_type="comment")
            post(body="Let us think", subtype_xmlid="mail.mt_note")
            post(body="Colleague, please", partner_ids=self.colleague.partner_id.ids, subtype_xmlid="mail.mt_comment")
            request.message_post(
                body="We got it",
                message_type="auto_comment",
                partner_ids=self.known.ids,
                author_id=self.manager.partner_id.id,
                subtype_xmlid="mail.mt_comment",
            )
            request.message_post(
                body="Any news?",
                message_type="email",
                author_id=self.buyer.id,
                partner_ids=self.known.ids,
                subtype_xmlid="mail.mt_comment",
            )
        self.assertEqual(request.state, "new")
        with self.mock_mail_gateway():
            post(body="On stock", partner_ids=self.buyer.ids, subtype_xmlid="mail.mt_comment")
        self.assertEqual(request.state, "answered")

    def test_answer_needs_the_customer_and_the_right(self):
        with self.assertRaisesRegex(UserError, "Choose the customer"):
            self.make_request(partner_id=False).action_answer_by_mail()
        with self.assertRaises(AccessError):
            self.make_request().with_user(self.colleague).action_answer_by_mail()

    def test_board_shows_every_state(self):
        self.make_request().action_answer()
        requests = self.env["crm.customer.request"].with_context(read_group_expand=True)
        groups = requests.formatted_read_group([], ["state"], ["__count"])
        self.assertCountEqual([group["state"] for group in groups], ["new", "answered", "deal", "service"])

    def test_filters_of_the_board(self):
        view = self.env.ref("sales_leads.crm_customer_request_view_search")
        for name in ("mine", "late", "nobody", "board"):
            self.assertIn(f'name="{name}"', view.arch)

    def test_telling_many_costs_the_same_each(self):
        self.make_request()
        few = self.count_queries(lambda: [self.make_request() for _request in range(2)])
        many = self.count_queries(lambda: [self.make_request() for _request in range(6)])
        self.assertLessEqual(many, 3 * few)

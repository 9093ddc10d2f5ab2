import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import SalesLeadsCommon


@tagged("post_install", "-at_install")
class TestInboundEvent(SalesLeadsCommon):
    """From the stored mail to what it becomes."""

    def test_unknown_sender_becomes_appeal_customer_and_lead(self):
        event = self.receive(self.make_mail("Нужен насос, тел. +7 (912) 345-67-89.\nООО «Новый завод»"))
        self.assertEqual((event.state, event.error), ("processed", False))
        appeal = event.appeal_id
        self.assertRecordValues(
            appeal,
            [
                {
                    "contact_name": "Ivan Petrov",
                    "company_name": "ООО «Новый завод»",
                    "email": "ivan@newcomer.example",
                    "phone": "+7 (912) 345-67-89",
                    "state": "new",
                    "channel": "mail",
                    "team_id": False,
                }
            ],
        )
        self.assertEqual(appeal.partner_id.counterparty_kind, "potential")
        self.assertEqual(appeal.partner_id.appeal_id, appeal)
        self.assertRecordValues(appeal.lead_id, [{"type": "lead", "team_id": False, "user_id": False, "active": True}])
        self.assertIn("Нужен насос", appeal.lead_id.needs)
        self.assertEqual(appeal.lead_id.email_from, "ivan@newcomer.example")

    def test_known_customer_becomes_a_request_never_an_appeal(self):
        event = self.receive(self.make_mail("One more pump.", sender="Ilya <SEMENOV@vodokanal.example>"))
        self.assertFalse(event.appeal_id)
        request = event.request_id
        self.assertRecordValues(
            request,
            [
                {
                    "partner_id": self.known.id,
                    "contact_id": self.buyer.id,
                    "team_id": self.vys.id,
                    "user_id": self.manager.id,
                    "state": "new",
                    "text": "One more pump.",
                }
            ],
        )
        self.assertEqual(request.activity_ids.user_id, self.manager)
        self.assertGreaterEqual(request.deadline, request.received_at)

    def test_absent_manager_has_his_deputy_told(self):
        today = self.env["res.users.absence"]._get_today()
        self.make_absence(self.manager, self.colleague, today, today)
        request = self.receive(self.make_mail(sender="semenov@vodokanal.example")).request_id
        self.assertEqual(request.user_id, self.colleague)

    def test_customer_without_manager_stands_on_the_dispatchers_list(self):
        self.env["res.partner"].create({"name": "Vendor", "email": "sale@vendor.example"})
        request = self.receive(self.make_mail(sender="sale@vendor.example")).request_id
        self.assertFalse(request.user_id)
        self.assertIn(self.dispatcher, request.activity_ids.user_id)

    def test_several_customers_are_asked_about_never_guessed(self):
        twin = self.env["res.partner"].create({"name": "Twin", "is_company": True, "email": "office@vodokanal.example"})
        request = self.receive(self.make_mail(sender="office@vodokanal.example")).request_id
        self.assertFalse(request.partner_id)
        self.assertEqual(request.candidate_ids, self.known | twin)
        self.assertIn(self.dispatcher, request.activity_ids.user_id)
        request.with_user(self.dispatcher).partner_id = self.known
        self.assertFalse(request.candidate_ids)
        self.assertEqual(request.user_id, self.manager)
        self.assertEqual(request.activity_ids.user_id, self.manager)

    def test_ambiguous_potential_customer_goes_on_as_his_lead(self):
        first = self.receive(self.make_mail(sender="a@one.example")).appeal_id
        second = self.receive(self.make_mail(sender="b@two.example")).appeal_id
        self.env["res.partner.contact.point"].create(
            [
                {"partner_id": appeal.partner_id.id, "kind": "email", "raw": "shared@both.example"}
                for appeal in (first, second)
            ]
        )
        request = self.receive(self.make_mail("Again.", sender="shared@both.example")).request_id
        self.assertEqual(request.candidate_ids, (first | second).partner_id)
        request.with_user(self.dispatcher).partner_id = first.partner_id
        self.assertFalse(request.active)
        self.assertIn("Again.", "".join(first.lead_id.message_ids.mapped("body")))

    def test_potential_customer_with_an_open_lead_gets_a_note(self):
        first = self.receive(self.make_mail()).appeal_id
        event = self.receive(self.make_mail("And a filter."))
        self.assertRecordValues(event, [{"state": "processed", "lead_id": first.lead_id.id, "request_id": False}])
        self.assertEqual(self.env["crm.appeal"].search_count([("partner_id", "=", first.partner_id.id)]), 1)
        self.assertIn("And a filter.", "".join(first.lead_id.message_ids.mapped("body")))
        self.assertIn(self.dispatcher, first.lead_id.activity_ids.user_id)

    def test_potential_customer_without_an_open_lead_gets_a_new_appeal(self):
        first = self.receive(self.make_mail()).appeal_id
        first.action_reject()
        self.assertFalse(first.partner_id.active)
        second = self.receive(self.make_mail("Now in earnest.")).appeal_id
        self.assertNotEqual(second, first)
        self.assertEqual(second.partner_id, first.partner_id)
        self.assertTrue(second.partner_id.active)

    def test_robots_are_ignored_with_a_reason_and_can_be_run_again(self):
        for headers, reason in (
            ("Auto-Submitted: auto-replied", "automatic reply"),
            ("X-Autoreply: yes", "automatic reply"),
            ("Precedence: bulk", "mailing list"),
            ("List-Id: <news.list.example>", "mailing list"),
            ("Return-Path: <>", "not delivered"),
            ("Auto-Submitted: auto-generated", "program made"),
        ):
            event = self.receive(self.make_mail(headers=headers))
            self.assertEqual(event.state, "ignored", headers)
            self.assertIn(reason, event.error)
            self.assertFalse(event.appeal_id or event.request_id)
        self.assertEqual(self.receive(self.make_mail(headers="Auto-Submitted: no")).state, "processed")
        with self.assertRaisesRegex(UserError, "failed and ignored"):
            self.receive(self.make_mail(sender="x@other.example")).action_run_again()

    def test_what_it_writes_is_in_the_language_of_the_company(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.env.company.partner_id.lang = "ru_RU"
        event = self.receive(self.make_mail(headers="Auto-Submitted: auto-replied"))
        self.assertRegex(event.error, "[А-Яа-я]{4}")

    def test_our_own_address_makes_no_loop(self):
        event = self.receive(self.make_mail(sender="info@plant.example"))
        self.assertEqual(event.state, "ignored")
        form = self.receive(self.make_mail(sender="info@plant.example", headers="Reply-To: visitor@site.example"))
        self.assertEqual(form.appeal_id.email, "visitor@site.example")

    def test_mail_of_a_colleague_is_the_customers_in_its_text(self):
        self.manager.email = "manager@plant.example"
        event = self.receive(
            self.make_mail("Forwarding: Oleg, oleg@far.example, +7 912 345-67-89", sender="M <manager@plant.example>")
        )
        self.assertEqual(event.appeal_id.email, "oleg@far.example")
        self.assertNotIn("manager@plant.example", event.appeal_id.contact_name or "")

    def test_reply_of_a_participant_is_posted_into_the_thread(self):
        lead = self.receive(self.make_mail()).appeal_id.lead_id
        question = lead.message_post(body="Which flow?", message_type="comment", subtype_xmlid="mail.mt_comment")
        reply = self.make_mail("Thirty.", headers=f"In-Reply-To: {question.message_id}", subject="Re: Pump")
        event = self.receive(reply)
        self.assertRecordValues(event, [{"state": "processed", "lead_id": lead.id, "appeal_id": False}])
        posted = lead.message_ids[0]
        self.assertIn("Thirty.", posted.body)
        self.assertEqual(posted.parent_id, question)

    def test_reply_of_the_senders_company_is_posted_too(self):
        request = self.receive(self.make_mail(sender="semenov@vodokanal.example")).request_id
        question = request.message_post(body="When?", message_type="comment")
        event = self.receive(
            self.make_mail(
                "In May.", sender="office@vodokanal.example", headers=f"References: <x@y.example> {question.message_id}"
            )
        )
        self.assertEqual((event.state, event.request_id), ("processed", request))
        self.assertIn("In May.", request.message_ids[0].body)

    def test_reply_of_a_stranger_stays_on_the_list_and_posts_nothing(self):
        lead = self.receive(self.make_mail()).appeal_id.lead_id
        question = lead.message_post(body="Which flow?", message_type="comment")
        before = lead.message_ids
        event = self.receive(
            self.make_mail("Spam.", sender="evil@other.example", headers=f"In-Reply-To: {question.message_id}")
        )
        self.assertEqual(event.state, "failed")
        self.assertIn("evil@other.example", event.error)
        self.assertEqual(lead.message_ids, before)

    def test_failed_event_is_run_again_by_the_dispatcher(self):
        event = self.receive(self.make_mail("", sender="", subject=""))
        self.assertEqual(event.state, "failed")
        event.raw = base64.b64encode(self.make_mail("A pump, please."))
        event.with_user(self.dispatcher).action_run_again()
        self.assertEqual((event.state, event.error), ("processed", False))
        self.assertTrue(event.appeal_id)
        action = event.with_user(self.dispatcher).action_open_result()
        self.assertEqual((action["res_model"], action["res_id"]), ("crm.appeal", event.appeal_id.id))

    def test_attachments_are_kept_on_the_appeal(self):
        raw = (
            b"From: a@att.example\r\nTo: info@plant.example\r\nMessage-Id: <att@att.example>\r\nMIME-Version: 1.0\r\n"
            b"Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain\r\n\r\nSee the drawing.\r\n"
            b"--B\r\nContent-Type: application/pdf; name=d.pdf\r\nContent-Disposition: attachment; filename=d.pdf\r\n"
            b"Content-Transfer-Encoding: base64\r\n\r\nJVBERi0x\r\n--B--\r\n"
        )
        appeal = self.receive(raw).appeal_id
        kept = self.env["ir.attachment"].search([("res_model", "=", "crm.appeal"), ("res_id", "=", appeal.id)])
        self.assertRecordValues(kept, [{"name": "d.pdf", "raw": b"%PDF-1"}])
        self.assertEqual(appeal.lead_id.message_ids.attachment_ids, kept)

    def test_html_is_sanitised_where_it_is_shown(self):
        raw = self.make_mail("<p>A pump</p><script>alert(1)</script><img src=x onerror='alert(2)'>").replace(
            b"text/plain", b"text/html"
        )
        appeal = self.receive(raw).appeal_id
        shown = "".join(appeal.lead_id.message_ids.mapped("body"))
        self.assertIn("A pump", shown)
        for text in (shown, appeal.text):
            self.assertNotIn("alert", text)
            self.assertNotIn("onerror", text)

    def test_queries_grow_by_little_with_the_number_of_events(self):
        self.receive(self.make_mail(sender="warm@up.example"))
        counts = {}
        for number in (10, 50):
            for index in range(number):
                self.deliver(self.make_mail(sender=f"C <c@firm{number}-{index}.example>"))
            self.env.invalidate_all()
            counts[number] = self.count_queries(self.interpret)
        self.assertLess((counts[50] - counts[10]) / 40, 40, counts)
        self.assertLess(counts[50], counts[10] * 6, counts)

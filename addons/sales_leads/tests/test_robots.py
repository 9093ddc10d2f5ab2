from odoo.tests import tagged

from .common import SalesLeadsCommon


@tagged("post_install", "-at_install")
class TestRobots(SalesLeadsCommon):
    """What is no request, and what only looks like none."""

    def test_customers_and_suppliers_with_an_odoo_of_their_own_are_heard(self):
        event = self.receive(
            self.make_mail(headers="X-Odoo-Objects: purchase.order-7\nX-Odoo-Message-Id: <1-openerp@theirs.example>")
        )
        self.assertEqual(event.state, "processed")
        self.assertTrue(event.appeal_id)

    def test_our_own_notifications_come_back_unheard(self):
        headers = "X-Odoo-Objects: crm.lead-1"
        for sender in ("info@plant.example", "Somebody <somebody@plant.example>"):
            event = self.receive(self.make_mail(sender=sender, headers=headers))
            self.assertEqual(event.state, "ignored", sender)
            self.assertIn("sent ourselves", event.error)

    def test_own_message_id_is_known_also_when_a_provider_changed_it(self):
        message = self.known.message_post(body="Hello", message_type="comment")
        for values in (
            {"key": message.message_id},
            {"headers": f"X-Odoo-Message-Id: {message.message_id}"},
        ):
            event = self.receive(self.make_mail(sender="relay@provider.example", **values))
            self.assertEqual(event.state, "ignored")

    def test_a_form_that_a_program_marks_is_read_where_its_rule_says_so(self):
        text = "Информационное сообщение сайта\n\nАвтор: Анна\nE-mail автора: anna@veter.example\n\nТекст сообщения:\nНасос"
        for headers in ("Auto-Submitted: auto-generated", "Precedence: bulk"):
            event = self.receive(self.make_mail(text, sender="bitrix@site.example", headers=headers))
            self.assertEqual((event.state, event.appeal_id.email), ("ignored", False), headers)
            self.env.ref("sales_leads.mail_rule_form_robot").automatic = True
            event.action_run_again()
            self.assertEqual((event.state, event.appeal_id.email), ("processed", "anna@veter.example"), headers)
            event.appeal_id.action_reject()
            self.env.ref("sales_leads.mail_rule_form_robot").automatic = False

    def test_automatic_replies_and_bounces_stay_ignored_whatever_the_rule_says(self):
        self.env["crm.mail.rule"].search([]).automatic = True
        for headers in ("Auto-Submitted: auto-replied", "Return-Path: <>", "X-Autoreply: yes"):
            self.assertEqual(self.receive(self.make_mail(headers=headers)).state, "ignored", headers)

    def test_whoever_was_no_request_is_recognised_and_heard_the_next_time(self):
        appeal = self.receive(self.make_mail(key="<first@newcomer.example>")).appeal_id
        appeal.with_user(self.dispatcher).action_reject()
        self.assertFalse(appeal.lead_id.active or appeal.partner_id.active)
        for headers in ("", "In-Reply-To: <first@newcomer.example>"):
            event = self.receive(self.make_mail("Now in earnest.", headers=headers))
            self.assertEqual(event.state, "processed")
            again = event.appeal_id
            self.assertNotEqual(again, appeal)
            self.assertEqual(again.partner_id, appeal.partner_id)
            self.assertTrue(again.partner_id.active and again.lead_id.active)
            again.with_user(self.dispatcher).action_reject()

    def test_same_id_with_another_body_is_a_new_marked_event(self):
        first = self.receive(self.make_mail("A pump.", key="<same@newcomer.example>"))
        again = self.receive(self.make_mail("A pump.", key="<same@newcomer.example>"))
        other = self.receive(self.make_mail("A compressor.", key="<same@newcomer.example>"))
        self.assertEqual(first, again)
        self.assertNotEqual(first, other)
        self.assertEqual((first.changed_copy, other.changed_copy), (False, True))
        self.assertIn("A compressor.", "".join(first.lead_id.message_ids.mapped("body")))

    def test_scripts_of_html_are_nowhere(self):
        attack = (
            "<p>We need a pump</p><script>alert(1)</script><img src=x onerror='alert(2)'><a href='javascript:alert(3)'>x</a>"
            "<iframe src='https://evil.example'></iframe><table><tr><td>Имя</td><td>Ann<script>alert(4)</script></td></tr>"
            "</table><svg onload=alert(5)>"
        )
        for sender in ("Ann <ann@evil.example>", "semenov@vodokanal.example", "noreply@site.example"):
            event = self.receive(self.make_mail(attack, sender=sender).replace(b"text/plain", b"text/html"))
            self.assertEqual(event.state, "processed")
            owner = event.request_id or event.appeal_id
            shown = "".join((owner.message_ids | event.lead_id.message_ids).mapped("body"))
            for text in (shown, owner.text, owner.contact_name or ""):
                for bad in ("alert", "onerror", "<iframe", "javascript:", "onload"):
                    self.assertNotIn(bad, text)
            self.assertIn("pump", shown)

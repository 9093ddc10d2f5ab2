from odoo.tests import tagged, users

from .test_letter import LetterCommon

PIXEL = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestIntroduction(LetterCommon):
    """Whoever takes care of a lead introduces himself to the customer."""

    def setUp(self):
        super().setUp()
        self.manager.write({"phone": "+7 495 111-22-33", "email": "manager@plant.example"})
        self.appeal = self.receive(self.make_fresh("Нужен насос для воды.", key="<asked@newcomer.example>")).appeal_id
        self.send()
        self.lead = self.appeal.lead_id
        self.appeal._sort(self.vys)

    def get_letters(self):
        return self.letters.search([("kind", "=", "introduction"), ("lead_id", "=", self.lead.id)])

    @users("sb_head")
    def test_named_manager_writes_who_he_is_in_the_customers_language(self):
        self.lead.with_user(self.env.user)._assign(self.manager)
        mail = self.send()
        message = self.build(mail)
        self.assertIn(mail.mail_message_id, self.lead.message_ids)
        self.assertEqual(mail.author_id, self.manager.partner_id)
        self.assertIn("+7 495 111-22-33", mail.body_html)
        self.assertIn("manager@plant.example", mail.body_html)
        self.assertIn("Меня зовут", mail.body_html)
        self.assertEqual(message["From"].addresses[0].display_name, self.manager.name)
        self.assertEqual(message["Reply-To"].addresses[0].addr_spec, "info@plant.example")
        self.assertEqual(message["In-Reply-To"], "<asked@newcomer.example>")
        self.assertEqual(message["Auto-Submitted"], "auto-generated")

    def test_each_manager_writes_once_and_only_the_one_who_stayed(self):
        self.lead._assign(self.colleague)
        self.lead._assign(self.manager)
        self.assertEqual(len(self.send()), 1)
        self.assertEqual(self.get_letters().mapped("state"), ["queued", "cancelled"])
        self.lead._assign(self.manager)
        self.assertFalse(self.send())

    def test_manager_named_on_the_form_counts_and_later_changes_there_do_not(self):
        self.lead.user_id = self.manager
        self.lead.user_id = self.colleague
        self.assertEqual(self.get_letters().user_id, self.manager)

    def test_switch_and_lead_without_address(self):
        self.lead._assign(self.manager)
        self.assertTrue(self.get_letters())
        call = self.make_call(src="74997770099", answered=True)
        call.appeal_id._sort(self.vys)
        call.lead_id._assign(self.manager)
        self.assertFalse(call.lead_id.letter_ids)
        self.env.company.introduce_manager = False
        other = self.receive(self.make_fresh(sender="second@newcomer.example")).appeal_id
        other._sort(self.vys)
        other.lead_id._assign(self.manager)
        self.assertFalse(other.lead_id.letter_ids.filtered(lambda letter: letter.kind == "introduction"))

    def test_photo_goes_along_where_wanted(self):
        self.manager.image_1920 = PIXEL
        self.lead._assign(self.manager)
        self.assertFalse(self.send().attachment_ids)
        self.env.company.introduce_with_photo = True
        self.lead._assign(self.colleague)
        self.colleague.image_1920 = PIXEL
        self.assertEqual(self.send().attachment_ids.mimetype, "image/png")

    def test_closed_lead_gets_no_letter(self):
        self.lead._assign(self.manager)
        self.lead.action_set_lost()
        self.assertFalse(self.send())
        self.assertIn("closed", self.get_letters().error)

    def test_letters_stay_listed_when_leads_are_merged(self):
        self.lead._assign(self.manager)
        self.send()
        other = self.receive(self.make_fresh(sender="second@newcomer.example")).appeal_id
        other._sort(self.vys)
        other.lead_id._assign(self.manager)
        self.send()
        addresses = (self.lead | other.lead_id).letter_ids.mapped("address")
        self.assertEqual(len(addresses), 4)
        kept = (self.lead | other.lead_id).merge_opportunity(auto_unlink=True)
        kinds = sorted(kept.letter_ids.mapped("kind"))
        # The second introduction of the same manager goes with the lead that it stood in.
        self.assertEqual(kinds, ["acknowledgement", "acknowledgement", "introduction"])

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from .test_dispatch_rule import DispatchCommon


@tagged("post_install", "-at_install")
class TestAppealMerge(DispatchCommon):
    """The same matter twice becomes one; nothing of either is lost."""

    def test_candidates_with_their_reasons(self):
        self.env["crm.appeal"].search([("state", "=", "new")]).action_reject()
        address = self.make_appeal(email="ivan@merge-zavod.example")
        number = self.make_appeal(email=False, phone="+7 912 555-00-01")
        domain = self.make_appeal(email="petr@merge-zavod.example")
        name = self.make_appeal(company_name="Merge Zavod")
        self.make_appeal(email="other@else.example")
        rejected = self.make_appeal(email="anna@merge-zavod.example")
        rejected.action_reject()
        appeal = self.make_appeal(email="Ivan@merge-zavod.example", phone="8 912 555 00 01", company_name="merge zavod")
        found = dict(appeal.with_user(self.dispatcher)._get_merge_candidates())
        self.assertEqual(
            {one.id: reason for one, reason in found.items()},
            {
                address.id: "same address",
                number.id: "same number or customer",
                domain.id: "same company: merge-zavod.example",
                name.id: "same company: merge zavod",
            },
        )
        self.assertEqual(next(iter(found)), address)

    @users("sb_dispatcher")
    def test_dialog_proposes_the_likeliest(self):
        first = self.make_appeal(email="a@twice-merge.example")
        second = self.make_appeal(email="b@twice-merge.example", needs="Again")
        action = second.action_merge()
        form = Form(self.env["crm.appeal.merge"].browse(action["res_id"]))
        self.assertEqual(form.target_id, first)
        form.save().action_apply()
        self.assertRecordValues(second, [{"state": "merged", "merged_into_id": first.id}])
        third = self.make_appeal(email="c@twice-merge.example")
        wizard = self.env["crm.appeal.merge"].browse(third.action_merge()["res_id"])
        wizard.candidate_ids[:1].action_choose()
        self.assertEqual(third.merged_into_id, first)

    @users("sb_dispatcher")
    def test_texts_files_and_people_of_both_are_kept(self):
        first = self.make_appeal(email="a@kept-merge.example", needs="Two pumps", phone=False)
        second = self.make_appeal(email="b@kept-merge.example", needs="With motors", phone="+7 912 555-00-02")
        self.env["ir.attachment"].create(
            {"name": "plan.pdf", "raw": b"%PDF-1.4", "res_model": "crm.appeal", "res_id": second.id}
        )
        second._merge_into(first)
        self.assertRegex(first.needs, f"Two pumps\n\nFrom appeal {second.number}:\nWith motors")
        self.assertEqual(first.phone, "+7 912 555-00-02")
        self.assertEqual(first.lead_id.sudo().needs, first.needs)
        files = self.env["ir.attachment"].search([("res_model", "=", "crm.appeal"), ("name", "=", "plan.pdf")])
        self.assertEqual(set(files.mapped("res_id")), set((first | second).ids))
        partner = second.partner_id.sudo()
        self.assertFalse(second.lead_id.sudo().active or partner.active)
        self.assertEqual(partner.commercial_partner_id, first.partner_id.sudo())
        self.assertIn(second.number, first.sudo().message_ids.mapped("preview")[0])
        self.assertIn(first.number, second.sudo().message_ids.mapped("preview")[0])

    def test_who_was_merged_writes_again_to_the_lead_that_stays(self):
        first = self.receive(self.make_mail(sender="One <one@again-merge.example>", key="<m1@x>")).appeal_id
        second = self.receive(self.make_mail(sender="Two <two@again-merge.example>", key="<m2@x>")).appeal_id
        self.assertNotEqual(first, second)
        second._merge_into(first)
        answer = self.receive(
            self.make_mail(sender="Two <two@again-merge.example>", headers="In-Reply-To: <m2@x>", text="So when?")
        )
        self.assertEqual(answer.state, "processed", answer.error)
        fresh = self.receive(self.make_mail(sender="Two <two@again-merge.example>", text="Anything new?"))
        self.assertEqual(fresh.lead_id, first.lead_id)
        bodies = " ".join(first.lead_id.message_ids.mapped("body"))
        self.assertIn("So when?", bodies)
        self.assertIn("Anything new?", bodies)

    def test_a_customer_with_another_lead_stays_as_he_is(self):
        first = self.make_appeal(email="a@stay-merge.example")
        other = self.make_appeal(email="b@stay-merge.example")
        second = self.make_appeal(email="b@stay-merge.example")
        second._merge_into(first)
        self.assertTrue(other.partner_id.active)
        self.assertFalse(other.partner_id.parent_id)

    @users("sb_dispatcher")
    def test_merging_into_what_a_department_has_already(self):
        first = self.make_appeal(email="a@sorted-merge.example", needs="Two pumps")
        first._sort(self.vys)
        second = self.make_appeal(email="b@sorted-merge.example", needs="Make it three")
        second._merge_into(first)
        bodies = " ".join(first.lead_id.sudo().message_ids.mapped("body"))
        self.assertIn("Make it three", bodies)
        self.assertEqual(first.state, "sorted")

    @users("sb_dispatcher")
    def test_impossible_merges_are_refused(self):
        first, second = self.make_appeal(), self.make_appeal()
        with self.assertRaisesRegex(UserError, "Choose another appeal"):
            first._merge_into(first)
        with self.assertRaisesRegex(UserError, "Choose another appeal"):
            first._merge_into(self.env["crm.appeal"])
        second.action_reject()
        with self.assertRaisesRegex(UserError, "is no longer open"):
            first._merge_into(second)
        first._sort(self.vys)
        with self.assertRaisesRegex(UserError, "has given"):
            first.action_merge()

    def test_manager_merges_nothing(self):
        first, second = self.make_appeal(), self.make_appeal()
        (first | second)._sort(self.vys)
        with self.assertRaises(AccessError):
            second.with_user(self.manager)._merge_into(first)

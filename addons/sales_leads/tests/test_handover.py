from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tests import Form, tagged, users

from .common import SalesLeadsCommon


@tagged("post_install", "-at_install")
class TestHandover(SalesLeadsCommon):
    """A manager goes: everything of his goes to others, is told once, and comes back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.env["res.users.absence"]._get_today()
        cls.partner = cls.env["res.partner"].create({"name": "Handed Customer", "is_company": True})
        cls.responsible = cls.env["res.partner.responsible"].create(
            {"partner_id": cls.partner.id, "team_id": cls.vys.id, "user_id": cls.manager.id, "since": "2020-02-03"}
        )
        values = {"team_id": cls.vys.id, "user_id": cls.manager.id, "partner_id": cls.partner.id}
        deal = {"legal_entity_id": cls.partner.id, "contact_id": cls.partner.id, "needs": "A pump"}
        deal = {name: value for name, value in deal.items() if name in cls.env["crm.lead"]._fields}
        card = {"email": "h@handed.example", "country_id": cls.germany.id, "vat": "DE811569869", "city": "Essen"}
        cls.partner.write({**card, "bank_ids": [Command.create({"acc_number": "DE89370400440532013000"})]})
        cls.lead = cls.env["crm.lead"].create({"name": "Lead", "type": "lead", **values})
        cls.deal = cls.env["crm.lead"].create({"name": "Deal", "type": "opportunity", **values, **deal})
        cls.done = cls.env["crm.lead"].create({"name": "Lost", "type": "lead", **values})
        cls.done.action_set_lost()
        cls.request = cls.env["crm.customer.request"].create({"partner_id": cls.partner.id, "subject": "Seals"})
        cls.lead.qualify_before = "2026-03-05 10:00:00"
        cls.task = cls.lead.activity_schedule(
            "mail.mail_activity_data_todo", cls.today + timedelta(days=4), user_id=cls.manager.id, summary="Call"
        )

    def hand_over(self, **receivers):
        """By the dialog, as a head."""
        action = self.env["sales.handover"]._get_dialog(self.manager)
        with Form(self.env["sales.handover.wizard"].with_context(**action["context"])) as form:
            form.reason = "Holiday"
            for name, value in receivers.items():
                setattr(form, name, value)
        return self.env["sales.handover"].browse(form.record.action_apply()["res_id"])

    def owners(self):
        return [record.user_id for record in (self.responsible, self.request, self.lead, self.deal, self.task)]

    @users("sb_head")
    def test_everything_open_goes_and_deadlines_stay(self):
        deadline = self.request.deadline
        handover = self.hand_over(receiver_id=self.colleague)
        self.assertEqual(self.owners(), [self.colleague] * 5)
        self.assertEqual(self.done.user_id, self.manager, "what is closed stays in his name")
        self.assertEqual((self.lead.team_id, self.deal.team_id), (self.vys, self.vys))
        self.assertEqual(str(self.lead.qualify_before), "2026-03-05 10:00:00")
        self.assertEqual(self.request.deadline, deadline)
        self.assertEqual(self.task.date_deadline, self.today + timedelta(days=4))
        self.assertEqual(str(self.responsible.since), "2020-02-03", "the department knows him as long as before")
        self.assertRecordValues(
            handover, [{"state": "done", "user_id": self.manager.id, "handed_by_id": self.head.id, "reason": "Holiday"}]
        )
        self.assertEqual(handover.line_ids.to_user_id, self.colleague)

    @users("sb_head")
    def test_calls_forms_and_questions_go_with_their_tasks_and_come_back(self):
        self.manager.sudo().pbx_extension = "9501"
        missed = self.make_call(src="201", dst="74951234567", direction="out", employee="9501")
        form = self.make_call(answered=True, answer="2026-03-02 09:00:10", employee="9501").form_ids
        message = self.lead.sudo().message_post(body="Which flow?")
        question = self.env["crm.open.question"].sudo()._open(self.lead.sudo(), message, self.env.company)
        question.user_id = self.manager
        held = missed.task_user_id | form.user_id
        self.assertEqual(held, self.manager)
        handover = self.hand_over(receiver_id=self.colleague)
        owners = (missed.task_user_id, form.user_id, question.user_id, missed.activity_ids.user_id)
        self.assertEqual(set(owners), {self.colleague})
        self.assertTrue(missed.with_user(self.colleague).read(["number"]))
        form.with_user(self.colleague).write({"contact_name": "Oleg", "gist": "A pump"})
        form.with_user(self.colleague).action_fill()
        handover.action_hand_back()
        self.assertEqual((missed.task_user_id, question.user_id), (self.manager, self.manager))
        self.assertEqual(form.user_id, self.colleague, "it was filled in")

    @users("sb_head")
    def test_preview_counts_what_will_go(self):
        wizard = Form(self.env["sales.handover.wizard"].with_context(default_user_id=self.manager.id))
        with wizard.line_ids.edit(0) as line:
            self.assertEqual(line.team_id, self.vys)
            for text in ("Customers: ", "Customer requests: 1", "Leads: 1", "Deals: 1", "Tasks: "):
                self.assertIn(text, line.summary)
        handover = self.hand_over(receiver_id=self.colleague)
        self.assertEqual(wizard.line_ids.edit(0).summary, handover.line_ids[0].summary)

    @users("sb_head")
    def test_receiver_is_told_once_with_the_list(self):
        before = self.env["mail.message"].sudo().search([], order="id desc", limit=1).id
        handover = self.hand_over(receiver_id=self.colleague)
        told = (
            self.env["mail.notification"]
            .sudo()
            .search([("res_partner_id", "=", self.colleague.partner_id.id), ("mail_message_id", ">", before)])
        )
        self.assertEqual(len(told), 1)
        self.assertEqual((told.mail_message_id.model, told.mail_message_id.res_id), ("sales.handover", handover.id))
        for name in ("Handed Customer", "Lead", "Deal", "Holiday"):
            self.assertIn(name, told.mail_message_id.body)

    @users("sb_head")
    def test_back_comes_only_what_is_still_there(self):
        handover = self.hand_over(receiver_id=self.colleague)
        self.deal.sudo().user_id = self.head
        fresh = self.lead.sudo().copy({"user_id": self.colleague.id, "team_id": self.vys.id})
        self.request.sudo()._close("answered")
        handover.action_hand_back()
        self.assertEqual((self.responsible.user_id, self.lead.user_id, self.task.user_id), (self.manager,) * 3)
        self.assertEqual(self.deal.user_id, self.head, "somebody else has it by now")
        self.assertEqual(self.request.user_id, self.colleague, "he answered it")
        self.assertEqual(fresh.user_id, self.colleague, "it never was the other's")
        self.assertEqual(handover.state, "returned")
        back = {
            item.res_model: item.returned for item in handover.item_ids if item.name == "Seals" or item.kind == "task"
        }
        self.assertTrue(back["mail.activity"])
        kept = handover.item_ids.filtered(lambda item: (item.res_model, item.res_id) == ("crm.lead", self.deal.id))
        self.assertEqual(kept.mapped("returned"), [False])
        with self.assertRaisesRegex(UserError, "already"):
            handover.action_hand_back()

    @users("sb_head")
    def test_departments_go_to_different_managers(self):
        self.env["crm.team.member"].sudo().create({"crm_team_id": self.konts.id, "user_id": self.director.id})
        other = self.env["crm.lead"].sudo().create({"name": "K", "type": "lead", "team_id": self.konts.id})
        other.user_id = self.manager
        other.team_id = self.konts
        with Form(self.env["sales.handover.wizard"].with_context(default_user_id=self.manager.id)) as form:
            form.reason = "He left"
            for index in range(len(form.line_ids)):
                with form.line_ids.edit(index) as line:
                    line.to_user_id = {self.vys: self.colleague, self.konts: self.director}[line.team_id]
        form.record.action_apply()
        self.assertEqual((other.user_id, other.team_id), (self.director, self.konts))
        self.assertEqual(self.lead.user_id, self.colleague)

    @users("sb_head")
    def test_empty_line_leaves_its_department_where_it_is(self):
        self.env["crm.team.member"].sudo().create({"crm_team_id": self.konts.id, "user_id": self.director.id})
        other = self.env["crm.lead"].sudo().create({"name": "K", "type": "lead", "team_id": self.konts.id})
        other.write({"user_id": self.manager.id, "team_id": self.konts.id})
        self.hand_over(receiver_id=self.colleague)
        self.assertEqual(other.user_id, self.manager)
        self.assertEqual(self.lead.user_id, self.colleague)

    @users("sb_head")
    def test_head_moves_nothing_of_departments_he_does_not_see(self):
        other = self.env["crm.lead"].sudo().create({"name": "K", "type": "lead", "team_id": self.konts.id})
        other.write({"user_id": self.manager.id, "team_id": self.konts.id})
        self.head.sudo().visible_team_ids = self.vys
        wizard = self.env["sales.handover.wizard"].create({"user_id": self.manager.id, "reason": "x"})
        self.assertEqual(wizard.line_ids.team_id, self.vys)
        self.assertEqual(wizard.out_of_reach, 1)
        self.hand_over(receiver_id=self.colleague)
        self.assertEqual(other.user_id, self.manager)
        with self.assertRaisesRegex(UserError, "does not work in department"):
            self.env["sales.handover"]._hand_over(self.manager, {self.vys: self.outsider}, "x")

    def test_managers_and_dispatchers_hand_over_nothing(self):
        handover = (
            self.env["sales.handover"].with_user(self.head)._hand_over(self.manager, {self.vys: self.colleague}, "x")
        )
        for user in (self.colleague, self.dispatcher, self.outsider):
            with self.assertRaises(AccessError):
                self.env["sales.handover"].with_user(user)._hand_over(self.manager, {self.vys: self.colleague}, "x")
            with self.assertRaises(AccessError):
                handover.with_user(user).action_hand_back()
            with self.assertRaises(AccessError):
                self.env["sales.handover.wizard"].with_user(user).create({"user_id": self.manager.id, "reason": "x"})
        self.assertEqual(self.lead.user_id, self.colleague)

    @users("sb_head")
    def test_record_of_a_handover_is_evidence(self):
        handover = self.hand_over(receiver_id=self.colleague)
        for record, values in ((handover, {"reason": "y"}), (handover.item_ids, {"name": "y"})):
            with self.assertRaises(AccessError):
                record.write(values)
        with self.assertRaises(AccessError):
            handover.unlink()

    @users("sb_head")
    def test_deputy_is_proposed_and_the_day_of_return_kept(self):
        self.make_absence(self.manager, self.colleague, self.today, self.today + timedelta(days=7))
        handover = self.hand_over(until=self.today + timedelta(days=8))
        self.assertEqual(self.lead.user_id, self.colleague)
        self.assertRecordValues(
            handover.activity_ids, [{"user_id": self.head.id, "date_deadline": self.today + timedelta(days=8)}]
        )
        handover.action_hand_back()
        self.assertFalse(handover.activity_ids)

    @users("sb_head")
    def test_nothing_to_hand_over_and_nobody_to_hand_back_to(self):
        with self.assertRaisesRegex(UserError, "nothing that you could hand over"):
            self.env["sales.handover"]._hand_over(self.director, {self.vys: self.colleague}, "x")
        handover = self.hand_over(receiver_id=self.colleague)
        self.manager.sudo().active = False
        with self.assertRaisesRegex(UserError, "works here no more"):
            handover.action_hand_back()
        self.assertEqual(self.lead.user_id, self.colleague)

    @users("sb_head")
    def test_work_of_a_dismissed_manager_is_handed_over(self):
        self.manager.sudo().active = False
        self.hand_over(receiver_id=self.colleague)
        self.assertEqual(self.owners(), [self.colleague] * 5)

    def test_other_addons_add_what_they_hold(self):
        Handover = type(self.env["sales.handover"])
        original = Handover._get_handover_items

        def extended(handover):
            return original(handover) | {
                "absence": {
                    "label": "Absences",
                    "model": "res.users.absence",
                    "domain": Domain.TRUE,
                    "user_field": "deputy_id",
                    "name_field": "user_id",
                }
            }

        absence = self.make_absence(self.director, self.manager, self.today, self.today)
        with patch.object(Handover, "_get_handover_items", extended):
            handover = self.env["sales.handover"]._hand_over(
                self.manager, {self.vys: self.colleague, self.env["crm.team"]: self.head}, "x"
            )
            self.assertEqual(absence.deputy_id, self.head)
            self.assertIn("Absences: 1", handover.line_ids.mapped("summary"))
            handover.action_hand_back()
        self.assertEqual(absence.deputy_id, self.manager)

    def test_hundred_records_cost_little_more_than_ten(self):
        def make(number, user):
            self.env["res.partner.responsible"].create(
                [
                    {"partner_id": partner.id, "team_id": self.vys.id, "user_id": user.id}
                    for partner in self.env["res.partner"].create([{"name": f"P{n}"} for n in range(number)])
                ]
            )
            self.env["crm.lead"].create(
                [{"name": "L", "type": "lead", "team_id": self.vys.id, "user_id": user.id} for _n in range(number)]
            )

        first, second, third = (self.manager.copy({"login": f"hand{n}"}) for n in range(3))
        for user, number in ((first, 1), (second, 10), (third, 100)):
            make(number, user)
        counts = [
            self.count_queries(
                lambda user=user: self.env["sales.handover"]._hand_over(user, {self.vys: self.colleague}, "x")
            )
            for user in (first, second, third)
        ]
        self.assertLessEqual(counts[2], counts[1] + 40, counts)

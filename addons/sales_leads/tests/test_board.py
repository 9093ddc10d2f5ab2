from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from .common import SalesLeadsCommon


@tagged("post_install", "-at_install")
class TestBoard(SalesLeadsCommon):
    """The dispatcher's board: entering, sorting, rejecting, undoing."""

    def make_appeal(self, **values):
        self.number += 1
        values = {"contact_name": "Oleg", "email": f"oleg{self.number}@by-hand.example", "needs": "A pump"} | values
        return self.env["crm.appeal"].create(values)

    @users("sb_dispatcher")
    def test_appeal_by_hand_gets_customer_and_lead(self):
        with Form(self.env["crm.appeal"]) as form:
            form.contact_name = "Anna Kim"
            form.company_name = "Kim and sons"
            form.phone = "8 912 000-11-22"
            form.needs = "A compressor"
        appeal = form.record
        self.assertRegex(appeal.number, r"^A\d{5}$")
        self.assertEqual(appeal.channel, "hand")
        self.assertRecordValues(
            appeal.partner_id.sudo(),
            [{"name": "Anna Kim", "counterparty_kind": "potential", "phone": "8 912 000-11-22"}],
        )
        self.assertRecordValues(
            appeal.lead_id,
            [{"type": "lead", "needs": "A compressor", "partner_name": "Kim and sons", "team_id": False}],
        )

    @users("sb_dispatcher")
    def test_what_is_learnt_later_reaches_lead_and_customer(self):
        appeal = self.make_appeal(contact_name=False, needs=False, email=False, phone="+7 912 777-00-01")
        with Form(appeal) as form:
            form.contact_name = "Vera"
            form.needs = "A chamber"
            form.email = "vera@by-hand.example"
        self.assertRecordValues(appeal.lead_id, [{"contact_name": "Vera", "needs": "A chamber"}])
        self.assertRecordValues(
            appeal.partner_id.sudo(), [{"name": "Vera", "email": "vera@by-hand.example", "phone": "+7 912 777-00-01"}]
        )
        appeal._sort(self.vys)
        appeal.sudo().contact_name = "Too late"
        self.assertEqual(appeal.lead_id.sudo().contact_name, "Vera")

    @users("sb_dispatcher")
    def test_known_customer_is_refused_by_hand(self):
        with self.assertRaisesRegex(UserError, "Vodokanal is a known customer"):
            self.env["crm.appeal"].create({"contact_name": "x", "phone": "8 (495) 123-45-67"})

    def test_potential_customer_by_hand_is_not_doubled(self):
        first = self.make_appeal(email="same@by-hand.example")
        self.assertEqual(self.make_appeal(email="Same@by-hand.example").partner_id, first.partner_id)

    @users("sb_dispatcher")
    def test_sorting_shows_the_lead_and_tells_the_head(self):
        appeal = self.make_appeal()
        self.assertFalse(self.env["crm.lead"].with_user(self.head).search([("appeal_id", "=", appeal.id)]))
        appeal.team_id = self.vys
        self.assertTrue(appeal.action_sort())
        self.assertRecordValues(
            appeal, [{"state": "sorted", "team_id": self.vys.id, "sorted_by_id": self.dispatcher.id}]
        )
        lead = self.env["crm.lead"].with_user(self.head).search([("appeal_id", "=", appeal.id)])
        self.assertEqual(lead.team_id, self.vys)
        self.assertFalse(lead.user_id)
        self.assertTrue(lead.assign_before)
        activity = lead.activity_ids
        self.assertEqual(activity.user_id, self.head)
        self.assertEqual(activity.date_deadline, lead.assign_before.date())

    @users("sb_dispatcher")
    def test_absent_head_has_his_deputy_told(self):
        today = self.env["res.users.absence"]._get_today()
        self.make_absence(self.head, self.colleague, today, today)
        appeal = self.make_appeal()
        appeal._sort(self.vys)
        self.assertEqual(appeal.lead_id.sudo().activity_ids.user_id, self.colleague)

    @users("sb_dispatcher")
    def test_sorting_asks_for_the_department(self):
        appeals = self.make_appeal() | self.make_appeal()
        action = appeals.action_sort()
        self.assertEqual(action["res_model"], "crm.appeal.sort")
        with Form(self.env["crm.appeal.sort"].with_context(**action["context"])) as form:
            form.team_id = self.konts
        form.record.action_apply()
        self.assertEqual(appeals.mapped("state"), ["sorted", "sorted"])
        self.assertEqual(appeals.lead_id.sudo().team_id, self.konts)
        # Konts has no head: the dispatchers are told, so that nothing waits unseen.
        self.assertIn(self.dispatcher, appeals.lead_id.sudo().activity_ids.user_id)

    @users("sb_dispatcher")
    def test_not_a_request_archives_and_can_be_taken_back(self):
        appeal = self.make_appeal()
        partner, lead = appeal.partner_id.sudo(), appeal.lead_id.sudo()
        appeal.action_reject()
        self.assertEqual((appeal.state, partner.active, lead.active), ("rejected", False, False))
        self.assertIn(partner, self.env["crm.intake"]._match({"email": partner.email}))
        appeal.action_restore()
        self.assertEqual((appeal.state, partner.active, lead.active), ("new", True, True))
        with self.assertRaisesRegex(UserError, "is in state"):
            appeal.action_restore()

    def test_rejecting_keeps_a_customer_who_has_another_lead(self):
        first = self.make_appeal(email="two@by-hand.example")
        second = self.make_appeal(email="two@by-hand.example")
        second.action_reject()
        self.assertTrue(first.partner_id.active)
        self.assertFalse(second.lead_id.active)

    def test_states_are_kept(self):
        appeal = self.make_appeal()
        with self.assertRaisesRegex(UserError, "Choose a department"):
            appeal._sort(self.env["crm.team"])
        appeal._sort(self.vys)
        with self.assertRaisesRegex(UserError, "has given .* to Vys already"):
            appeal.action_reject()

    @users("sb_head")
    def test_appeal_follows_a_lead_that_was_moved(self):
        appeal = self.make_appeal_as_root()
        appeal.lead_id.with_user(self.head).team_id = self.konts
        self.assertRecordValues(appeal, [{"team_id": self.konts.id, "state": "sorted"}])

    def make_appeal_as_root(self):
        self.number += 1
        appeal = self.env["crm.appeal"].sudo().create({"email": f"moved{self.number}@by-hand.example"})
        appeal._sort(self.vys)
        return appeal

    @users("sb_manager")
    def test_manager_neither_enters_nor_sorts(self):
        with self.assertRaises(AccessError):
            self.env["crm.appeal"].create({"contact_name": "x"})
        appeal = self.make_appeal_as_root().with_user(self.env.user)
        with self.assertRaises(AccessError):
            appeal.action_sort()

    def test_batch_of_appeals_costs_little_more_than_one(self):
        values = [{"contact_name": f"C{n}", "email": f"batch{n}@by-hand.example"} for n in range(11)]
        self.make_appeal()
        one = self.count_queries(lambda: self.env["crm.appeal"].create(values[:1]))
        ten = self.count_queries(lambda: self.env["crm.appeal"].create(values[1:]))
        self.assertLess(ten, one * 6, (one, ten))

    def test_board_shows_the_oldest_first(self):
        young = self.make_appeal(received_at="2026-03-03 10:00:00")
        old = self.make_appeal(received_at="2026-03-02 10:00:00")
        self.assertEqual(self.env["crm.appeal"].search([("id", "in", (young | old).ids)]), old + young)

    def test_snippet_is_short_and_name_tells_who(self):
        appeal = self.make_appeal(needs="word " * 200, contact_name="Oleg")
        self.assertLessEqual(len(appeal.snippet), 241)
        self.assertEqual(appeal.display_name, f"{appeal.number} Oleg")
        self.assertEqual(appeal.action_open_lead()["res_id"], appeal.lead_id.id)

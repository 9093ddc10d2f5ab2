from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from ..models import crm_appeal_board
from .test_dispatch_rule import DispatchCommon


@tagged("post_install", "-at_install")
class TestDispatchBoard(DispatchCommon):
    """What the keys of the board do on the server."""

    @users("sb_dispatcher")
    def test_board_tells_departments_in_the_order_of_their_keys(self):
        waiting = self.env["crm.appeal"].search_count([("state", "=", "new")])
        self.make_appeal()
        board = self.env["crm.appeal"].get_dispatch_board()
        self.assertEqual([team["name"] for team in board["departments"]], ["Vys", "Konts"])
        self.assertEqual((board["waiting"], board["can_sort"]), (waiting + 1, True))
        self.konts.sudo().sequence = 0
        board = self.env["crm.appeal"].get_dispatch_board()
        self.assertEqual([team["name"] for team in board["departments"]], ["Konts", "Vys"])

    @users("sb_dispatcher")
    def test_more_than_a_thousand_are_not_counted_one_by_one(self):
        waiting = self.env["crm.appeal"].search_count([("state", "=", "new")])
        self.make_appeal()
        for counted, told in ((waiting + 1, (waiting + 1, False)), (waiting, (waiting, True))):
            with patch.object(crm_appeal_board, "COUNTED", counted):
                board = self.env["crm.appeal"].get_dispatch_board()
            self.assertEqual((board["waiting"], board["waiting_more"]), told)

    @users("sb_manager")
    def test_manager_looks_and_does_nothing(self):
        appeal = self.make_appeal_as_root()
        self.assertFalse(self.env["crm.appeal"].get_dispatch_board()["can_sort"])
        for step in (lambda: appeal.action_give(self.vys.id), appeal.action_no_request, appeal.action_take_suggestion):
            with self.assertRaises(AccessError):
                step()
        with self.assertRaises(AccessError):
            appeal.action_undo()

    def make_appeal_as_root(self, **values):
        self.number += 1
        appeal = self.env["crm.appeal"].sudo().create({"email": f"root{self.number}@gmail.com", **values})
        return appeal.with_user(self.env.user)

    @users("sb_outsider")
    def test_an_outsider_reads_no_board(self):
        with self.assertRaises(AccessError):
            self.env["crm.appeal"].get_dispatch_board()

    @users("sb_dispatcher")
    def test_one_key_gives_to_a_department(self):
        appeals = self.make_appeal() | self.make_appeal()
        answer = appeals.action_give(self.konts.id)
        self.assertEqual(answer, {"done": appeals.ids, "refused": []})
        self.assertEqual(appeals.mapped("state"), ["sorted", "sorted"])
        self.assertEqual(appeals.lead_id.sudo().team_id, self.konts)

    @users("sb_dispatcher")
    def test_suggestion_is_taken_where_there_is_one(self):
        self.make_rule("words", "кран", self.vys)
        sure, unsure = self.make_appeal(needs="кран"), self.make_appeal(needs="?")
        answer = (sure | unsure).action_take_suggestion()
        self.assertEqual(answer["done"], sure.ids)
        self.assertRegex(answer["refused"][0], f"Nothing is suggested for {unsure.number}")
        self.assertEqual((sure.team_id, unsure.state), (self.vys, "new"))

    @users("sb_dispatcher")
    def test_who_comes_second_reads_who_was_faster(self):
        first, second = self.make_appeal(), self.make_appeal()
        first.with_user(self.administrator).action_give(self.konts.id)
        answer = (first | second).action_give(self.vys.id)
        self.assertEqual(answer["done"], second.ids)
        self.assertEqual(answer["refused"], [f"Administrator has given {first.number} to Konts already."])
        self.assertEqual(first.team_id, self.konts)
        with self.assertRaisesRegex(UserError, "Administrator has given"):
            first._sort(self.vys)
        second.action_undo()
        second.with_user(self.administrator).action_no_request()
        self.assertRegex(second.action_give(self.vys.id)["refused"][0], "marked .* as “not a request”")

    @users("sb_dispatcher")
    def test_an_appeal_in_another_hand_is_left_to_it(self):
        appeal, free = self.make_appeal(), self.make_appeal()
        model = type(self.env["crm.appeal"])
        with patch.object(model, "try_lock_for_update", lambda self, **kwargs: self - appeal):
            answer = (appeal | free).action_give(self.vys.id)
        self.assertEqual(answer["refused"], [f"{appeal.number} is being sorted by somebody else right now."])
        self.assertEqual((appeal.state, free.state), ("new", "sorted"))

    @users("sb_dispatcher")
    def test_last_step_is_taken_back(self):
        appeal = self.make_appeal()
        appeal.action_give(self.vys.id)
        lead = appeal.lead_id.sudo()
        self.assertTrue(lead.activity_ids)
        self.assertEqual(appeal.action_undo(), {"done": appeal.ids, "refused": []})
        self.assertRecordValues(appeal, [{"state": "new", "team_id": False, "sorted_at": False, "sorted_by_id": False}])
        self.assertFalse(lead.activity_ids or lead.team_id or lead.assign_before)
        self.assertFalse(self.env["crm.lead"].with_user(self.head).search([("id", "=", lead.id)]))
        appeal.action_no_request()
        self.assertFalse(lead.active)
        appeal.action_undo()
        self.assertEqual((appeal.state, lead.active), ("new", True))

    @users("sb_dispatcher")
    def test_what_is_in_work_is_not_taken_back(self):
        taken, talked, moved = (self.make_appeal() for _n in range(3))
        (taken | talked | moved).action_give(self.vys.id)
        taken.lead_id.with_user(self.head)._assign(self.manager)
        talked.lead_id.with_user(self.head).message_post(body="Who takes this?", message_type="comment")
        moved.lead_id.with_user(self.head).team_id = self.konts
        moved.sudo().team_id = self.vys
        answer = (taken | talked | moved).action_undo()
        self.assertEqual(answer["done"], [])
        self.assertRegex(answer["refused"][0], "is in work already")
        with self.assertRaisesRegex(UserError, "is in work already"):
            taken.action_take_back()
        self.assertEqual(set((taken | talked | moved).mapped("state")), {"sorted"})

    @users("sb_dispatcher")
    def test_a_mail_of_the_customer_is_no_work(self):
        appeal = self.make_appeal()
        appeal.action_give(self.vys.id)
        appeal.lead_id.sudo().message_post(body="And when?", message_type="comment", author_id=appeal.partner_id.id)
        self.assertTrue(appeal.action_undo()["done"])

    @users("sb_dispatcher")
    def test_appeal_of_a_fair(self):
        fair = self.env.ref("sales_leads.crm_appeal_source_fair")
        view = "sales_leads.crm_appeal_view_form_enter"
        with Form(self.env["crm.appeal"].with_context(default_channel="hand"), view=view) as form:
            form.source_id = fair
            form.contact_name = "Vera"
            form.phone = "+7 912 888-00-01"
            form.needs = "A chamber"
        self.assertRecordValues(form.record, [{"channel": "hand", "source_id": fair.id, "state": "new"}])
        self.assertTrue(form.record.lead_id)

    def test_every_change_is_signalled_without_its_contents(self):
        sent = []
        group = type(self.env["res.groups"])
        with patch.object(group, "_bus_send", lambda self, kind, message, **kwargs: sent.append((self, kind, message))):
            appeals = self.env["crm.appeal"].create([{"email": f"s{n}@gmail.com"} for n in range(3)])
            appeals.action_give(self.vys.id)
        dispatchers = self.env.ref("sales_base.group_dispatcher")
        self.assertEqual({row[:2] for row in sent}, {(dispatchers, "sales_leads/appeals")})
        come = [message for _group, _kind, message in sent if message["what"] == "come"]
        self.assertEqual(come, [{"what": "come", "count": 3, "number": appeals[0].number}])
        self.assertIn("changed", [message["what"] for _group, _kind, message in sent])

    def test_two_hundred_cost_hardly_more_queries_than_twenty(self):
        appeals = self.env["crm.appeal"].create([{"email": f"b{n}@gmail.com"} for n in range(240)])
        appeals[:20].action_give(self.vys.id)
        few = self.count_queries(lambda: appeals[20:40].action_give(self.vys.id))
        many = self.count_queries(lambda: appeals[40:].action_give(self.vys.id))
        self.assertEqual(set(appeals.mapped("state")), {"sorted"})
        self.assertEqual(len(appeals.lead_id.activity_ids), 240)
        # Rows are written a hundred at a time: nine more sheets of the same statements, none per appeal.
        self.assertLess(many - few, 30, (few, many))

    @users("sb_dispatcher")
    def test_the_head_gets_one_message_for_many_leads(self):
        appeals = self.env["crm.appeal"].create([{"email": f"m{n}@gmail.com"} for n in range(5)])
        before = self.env["mail.message"].sudo().search([], order="id desc", limit=1).id
        appeals.action_give(self.vys.id)
        told = (
            self.env["mail.message"]
            .sudo()
            .search([("id", ">", before), ("notified_partner_ids", "in", self.head.partner_id.ids)])
        )
        self.assertEqual(told.mapped("subject"), ["5 leads wait for a manager"])

    @users("sb_dispatcher")
    def test_board_costs_the_same_with_few_and_many_appeals(self):
        self.env["crm.appeal"].create([{"email": f"f{n}@gmail.com"} for n in range(5)])
        few = self.count_board_queries()
        self.env["crm.appeal"].create([{"email": f"g{n}@gmail.com"} for n in range(100)])
        self.env.invalidate_all()
        with self.assertQueryCount(few):
            self.load_board()

    def count_board_queries(self):
        self.load_board()
        self.env.invalidate_all()
        return self.count_queries(self.load_board)

    def load_board(self):
        """What the web client asks for when the board opens."""
        card = {name: {} for name in ("number", "state", "received_at", "contact_name", "snippet", "suggestion_reason")}
        card |= {name: {"fields": {"display_name": {}}} for name in ("suggested_team_id", "team_id")}
        appeals = self.env["crm.appeal"]
        appeals.get_dispatch_board()
        appeals.web_search_read([("state", "=", "new")], card, limit=40, order="received_at, id")
        appeals.web_read_group([("state", "=", "new")], ["suggested_team_id"], ["__count"])

import base64

from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from .common import DealCommon


@tagged("post_install", "-at_install")
class TestPapers(DealCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kinds = cls.env["crm.deal.paper.kind"]
        kinds.search([]).needed = False
        cls.chambers = cls.env["equipment.type"].create({"name": "Chamber"})
        cls.note, cls.certificate, cls.letter = kinds.create(
            [
                {"name": "Delivery note", "needed": True, "sequence": 1},
                {"name": "Certificate", "needed": True, "equipment_type_ids": cls.chambers.ids, "sequence": 2},
                {"name": "Letter", "sequence": 3},
            ]
        )

    @users("sb_manager")
    def test_papers_are_waited_for_once_goods_are_agreed(self):
        deal = self.make_deal().with_user(self.env.user)
        self.assertFalse(deal.paper_ids)
        self.add_goods(deal, self.pump)
        deal.action_agree()
        self.assertEqual(deal.paper_ids.kind_id, self.note)
        deal.equipment_type_id = self.chambers
        self.assertEqual(deal.paper_ids.kind_id, self.note | self.certificate)
        deal.equipment_type_id = False
        self.assertEqual(deal.paper_ids.kind_id, self.note)

    @users("sb_manager")
    def test_open_papers_keep_the_deal_open(self):
        deal = self.make_agreed_deal(self.pump).with_user(self.env.user)
        self.assertIn("Papers are missing: Delivery note.", deal._get_closing_points())
        deal.paper_ids.action_receive()
        self.assertFalse(deal._get_closing_points())
        deal.action_set_won()
        self.assertEqual(deal.stage_code, "closed")

    @users("sb_manager")
    def test_a_file_has_come_today_and_somebody_has_it(self):
        deal = self.make_agreed_deal(self.pump).with_user(self.env.user)
        paper = deal.paper_ids
        paper.write({"file": base64.b64encode(b"%PDF-1.4"), "file_name": "note.pdf"})
        today = fields.Date.context_today(paper)
        self.assertEqual((paper.received_on, paper.received_by_id, paper.state), (today, self.manager, "received"))
        paper.received_on = False
        self.assertFalse(paper.received_by_id)

    def test_what_came_stays_when_it_is_needed_no_more(self):
        deal = self.make_agreed_deal(self.pump, equipment_type_id=self.chambers.id)
        received = deal.paper_ids.filtered(lambda paper: paper.kind_id == self.certificate)
        received.action_receive()
        deal.equipment_type_id = False
        self.assertIn(received, deal.paper_ids)

    def test_paper_added_by_hand_stays_and_counts(self):
        deal = self.make_agreed_deal(self.pump)
        deal.paper_ids = [Command.create({"kind_id": self.letter.id})]
        deal.equipment_type_id = self.chambers
        self.assertEqual(deal.paper_ids.kind_id, self.note | self.certificate | self.letter)
        self.assertIn("Letter", " ".join(deal._get_closing_points()))
        deal.paper_ids.filtered(lambda paper: paper.kind_id == self.letter).needed = False
        self.assertNotIn("Letter", " ".join(deal._get_closing_points()))

    def test_papers_are_documents_of_the_deal(self):
        deal = self.make_agreed_deal(self.pump)
        rows = [row for row in deal._get_deal_documents() if row["res_model"] == "crm.deal.paper"]
        self.assertEqual([(row["number"], row["state"]) for row in rows], [("Delivery note", "Waited for")])

    def test_one_of_each_kind(self):
        deal = self.make_agreed_deal(self.pump)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.env["crm.deal.paper"].create({"deal_id": deal.id, "kind_id": self.note.id})

    def test_merge_keeps_what_came(self):
        first, second = self.make_agreed_deal(self.pump), self.make_agreed_deal(self.pump)
        second.paper_ids.action_receive()
        merged = (first | second).merge_opportunity()
        self.assertEqual(merged.paper_ids.mapped("state"), ["received"])

    @users("sb_colleague")
    def test_colleague_keeps_out(self):
        deal = self.make_agreed_deal(self.pump)
        papers = deal.paper_ids.with_user(self.env.user)
        with self.assertRaises(AccessError):
            papers.action_receive()
        self.assertFalse(self.env["crm.deal.paper"].search([("deal_id", "=", deal.id)]))

    def test_head_of_another_department_sees_none(self):
        deal = self.make_agreed_deal(self.pump)
        self.head.visible_team_ids = self.konts
        self.assertFalse(self.env["crm.deal.paper"].with_user(self.head).search([("deal_id", "=", deal.id)]))

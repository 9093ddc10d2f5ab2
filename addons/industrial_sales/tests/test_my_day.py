from odoo import fields
from odoo.tests import tagged

from .common import IndustrialSalesCommon


@tagged("post_install", "-at_install")
class TestMyDay(IndustrialSalesCommon):
    """What comes in stands on the same screen as tasks and deals."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager, cls.head = cls.users["manager"], cls.users["head"]
        cls.team.user_id = cls.head
        cls.env["crm.team.member"].create({"crm_team_id": cls.team.id, "user_id": cls.manager.id})

    def day(self, role="manager"):
        """{section: [(name, kind)]} of the role's screen."""
        day = self.env["crm.lead"].with_user(self.users[role]).get_my_day()
        return {part["code"]: [(row["name"], row["kind"]) for row in part["rows"]] for part in day["sections"]}

    def test_sections_stand_in_their_order(self):
        self.assertEqual(list(self.day()), ["tasks", "deals", "requests", "leads", "calls"])

    def test_request_is_listed_once(self):
        request = self.env["crm.customer.request"].create(
            {"partner_id": self.customer.id, "subject": "Seals", "user_id": self.manager.id, "team_id": self.team.id}
        )
        self.assertTrue(request.activity_ids, "somebody is reminded")
        day = self.day()
        self.assertEqual(day["requests"], [("Plant: Seals", "Answer")])
        self.assertEqual(day["tasks"], [], "the reminder would say the same")
        request.activity_schedule(summary="Ask the engineer", user_id=self.manager.id)
        self.assertEqual(self.day()["tasks"], [("Plant: Seals", "Ask the engineer")])
        request.action_answer()
        self.assertEqual(self.day()["requests"], [])

    def test_lead_waits_for_its_head_then_for_its_manager(self):
        lead = self.env["crm.lead"].create({"name": "Pump", "type": "lead", "team_id": self.team.id, "user_id": False})
        lead.assign_before = fields.Datetime.now()
        self.assertEqual([name for name, _kind in self.day("head")["leads"]], ["Pump"])
        self.assertEqual(self.day()["leads"], [])
        lead._assign(self.manager)
        self.assertEqual([name for name, _kind in self.day()["leads"]], ["Pump"])
        self.assertEqual(self.day("head")["leads"], [])

    def test_calls_to_fill_in_and_to_return(self):
        values = {"number": "+79161112233", "direction": "in", "user_id": self.manager.id}
        values |= {"started_at": fields.Datetime.now()}
        missed, talk = self.env["crm.phone.call"].create(
            [
                {**values, "linkedid": "day-1", "state": "missed"},
                {**values, "linkedid": "day-2", "state": "answered", "number": "+79164445566"},
            ]
        )
        self.env["crm.phone.call.form"].create({"call_id": talk.id, "user_id": self.manager.id})
        self.assertCountEqual(self.day()["calls"], [(missed.display_name, "Call back"), ("+79164445566", "Fill in")])

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .test_dispatch_rule import DispatchCommon


@tagged("post_install", "-at_install")
class TestDispatchTour(DispatchCommon, HttpCase):
    """The board in a browser, by its dispatcher, with the keyboard."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.dispatcher.lang = "en_US"
        cls.env["crm.appeal"].search([("state", "=", "new")]).action_reject()
        cls.rules.create({"kind": "words", "value": "valve", "team_id": cls.vys.id})

    def make_appeals(self, number):
        start = fields.Datetime.now() - timedelta(hours=number)
        return self.env["crm.appeal"].create(
            [
                {
                    "contact_name": f"Tour{one:02}",
                    "email": f"tour{one}@gmail.com",
                    "needs": "Two valves",
                    "received_at": start + timedelta(hours=one),
                    "company_name": "Pair" if one in (2, 3) else False,
                }
                for one in range(number)
            ]
        )

    def test_twenty_appeals_with_the_keyboard_alone(self):
        appeals = self.make_appeals(20)
        self.start_tour("/odoo/appeals", "sales_leads_dispatch_keyboard", login="sb_dispatcher", timeout=120)
        vys, konts, nobody = self.vys, self.konts, self.env["crm.team"]
        # Department 1, department 2, the suggestion by 0 and by Enter, not a request; on a Russian keyboard.
        self.assertEqual([one.team_id for one in appeals], [vys, konts, vys, vys, nobody] * 4)
        self.assertEqual(appeals.mapped("state"), (["sorted"] * 4 + ["rejected"]) * 4)
        self.assertEqual(appeals.sorted_by_id, self.dispatcher)

    def test_several_at_once_merging_mouse_and_entering(self):
        appeals = self.make_appeals(4)
        self.start_tour("/odoo/appeals", "sales_leads_dispatch_several", login="sb_dispatcher", timeout=120)
        self.assertEqual(appeals.mapped("state"), ["sorted", "sorted", "merged", "sorted"])
        self.assertEqual([one.team_id for one in appeals[:2]], [self.konts, self.konts])
        self.assertEqual(appeals[2].merged_into_id, appeals[3])
        entered = self.env["crm.appeal"].search([("contact_name", "=", "Fair Visitor")])
        self.assertEqual(entered.source_id, self.env.ref("sales_leads.crm_appeal_source_fair"))

    def test_manager_gets_cards_without_keys(self):
        self.make_appeals(1)._sort(self.vys)
        self.manager.lang = "en_US"
        self.browser_js(
            "/odoo/appeals",
            """
            const wait = setInterval(() => {
                const board = document.querySelector(".o_dispatch_board");
                if (board) {
                    clearInterval(wait);
                    const found = document.querySelector(".o_dispatch_keys, .o_dispatch_buttons, .o_dispatch_counter");
                    found ? console.error(found.className) : console.log("test successful");
                }
            }, 200);
            """,
            ready="odoo.isReady === true",
            login="sb_manager",
        )

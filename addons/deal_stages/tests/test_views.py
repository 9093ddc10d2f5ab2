from datetime import date

from lxml import etree

from odoo.tests import tagged, users
from odoo.tools.safe_eval import safe_eval

from .common import DealCommon


@tagged("post_install", "-at_install")
class TestViews(DealCommon):
    """Forecast, figures and board say what the deals say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env["equipment.type"].create({"name": "Pump of the figures"})
        rows = ((1000, 50, "2031-03-10"), (3000, 10, "2031-03-20"), (500, 100, "2031-04-01"))
        for revenue, chance, day in rows:
            deal = cls.make_deal(equipment_type_id=cls.kind.id, expected_revenue=revenue, date_deadline=day)
            deal.probability = chance
        cls.lost = cls.make_deal(equipment_type_id=cls.kind.id, expected_revenue=900, date_deadline="2031-03-11")
        cls.refuse(cls.lost)

    def read_screen(self, action, group_by, measures):
        """Rows of a screen as its reader gets them, those of this test only."""
        action = self.env["ir.actions.act_window"]._for_xml_id(f"deal_stages.{action}")
        domain = [*safe_eval(action["domain"]), ("equipment_type_id", "=", self.kind.id)]
        return self.env["crm.lead"]._read_group(domain, group_by, measures)

    @users("sb_manager")
    def test_forecast_is_worth_its_chance(self):
        rows = self.read_screen("deal_forecast_action", ["date_deadline:month"], ["prorated_revenue:sum", "__count"])
        self.assertEqual(rows, [(date(2031, 3, 1), 800, 2), (date(2031, 4, 1), 500, 1)])

    @users("sb_head")
    def test_figures_by_department_manager_type_and_month(self):
        groups = ["team_id", "user_id", "equipment_type_id", "date_deadline:month"]
        rows = self.read_screen("deal_action", groups, ["expected_revenue:sum"])
        vys, manager = self.vys.with_user(self.env.user), self.manager.with_user(self.env.user)
        kind = self.kind.with_user(self.env.user)
        self.assertEqual(
            rows, [(vys, manager, kind, date(2031, 3, 1), 4000), (vys, manager, kind, date(2031, 4, 1), 500)]
        )

    def fields_of(self, view, xpath):
        arch = etree.fromstring(self.env["crm.lead"].get_view(self.env.ref(f"deal_stages.{view}").id)["arch"])
        return [(node.get("name"), node.get("interval")) for node in arch.xpath(xpath)]

    @users("sb_manager")
    def test_pivot_and_graph_ask_for_these_groups(self):
        rows = self.fields_of("deal_view_pivot", "//field[@type='row' or @type='col']")
        self.assertEqual(
            rows, [("team_id", None), ("user_id", None), ("equipment_type_id", None), ("date_deadline", "month")]
        )
        graph = self.fields_of("deal_view_graph", "//field[not(@type)]")
        self.assertEqual(graph, [("date_deadline", "month"), ("equipment_type_id", None)])

    @users("sb_manager")
    def test_board_colours_by_urgency_and_asks_for_everything_at_once(self):
        view = self.env.ref("deal_stages.deal_view_kanban")
        board = etree.fromstring(self.env["crm.lead"].get_view(view.id, "kanban")["arch"])
        self.assertEqual(board.get("highlight_color"), "urgency")
        action = self.env["ir.actions.act_window"]._for_xml_id("deal_stages.crm_deal_new_action")
        self.assertEqual(
            (board.get("on_create"), action["res_model"]), ("deal_stages.crm_deal_new_action", "crm.deal.complete")
        )
        self.assertTrue(board.xpath("//field[@name='stage_days']") and board.xpath("//field[@name='has_no_step']"))

    @users("sb_manager")
    def test_calendar_shows_the_next_steps(self):
        deal = self.env["crm.lead"].search([("equipment_type_id", "=", self.kind.id)], limit=1)
        deal.activity_schedule(summary="Visit", date_deadline="2031-05-05", user_id=self.env.uid)
        arch = etree.fromstring(
            self.env["crm.lead"].get_view(self.env.ref("deal_stages.deal_view_calendar").id)["arch"]
        )
        found = self.env["crm.lead"].search([(arch.get("date_start"), "=", "2031-05-05")])
        self.assertEqual(found, deal)

    def test_head_opens_the_board_of_his_department_and_a_manager_his_own(self):
        contexts = {}
        for user in (self.manager, self.head):
            action = self.env.ref("deal_stages.deal_open_action").with_user(user).run()
            self.assertEqual((action["res_model"], action["path"]), ("crm.lead", "deals"))
            contexts[user] = safe_eval(str(action["context"]))
        self.assertTrue(contexts[self.manager]["search_default_assigned_to_me"])
        self.assertNotIn("search_default_assigned_to_me", contexts[self.head])

    @users("sb_manager")
    def test_forecast_follows_the_goods_and_the_day(self):
        deal = self.make_deal(equipment_type_id=self.kind.id, date_deadline="2031-05-05")
        deal.probability = 50
        order = self.add_goods(deal, self.pump, 4)
        rows = self.read_screen("deal_forecast_action", ["date_deadline:month"], ["prorated_revenue:sum"])
        self.assertEqual(dict(rows)[date(2031, 5, 1)], 2000)
        order.order_line.product_uom_qty = 2
        deal.date_deadline = "2031-06-05"
        rows = dict(self.read_screen("deal_forecast_action", ["date_deadline:month"], ["prorated_revenue:sum"]))
        self.assertEqual((rows.get(date(2031, 5, 1)), rows[date(2031, 6, 1)]), (None, 1000))

    def test_forecast_of_a_department_is_that_of_its_deals(self):
        foreign = self.make_deal(
            equipment_type_id=self.kind.id, expected_revenue=7000, date_deadline="2031-03-30", team_id=self.konts.id
        )
        foreign.probability = 100
        self.head.visible_team_ids = self.vys
        self.env.registry.clear_cache()
        for user, expected in ((self.head, 800), (self.director, 7800)):
            action = self.env["ir.actions.act_window"]._for_xml_id("deal_stages.deal_forecast_action")
            domain = [*safe_eval(action["domain"]), ("equipment_type_id", "=", self.kind.id)]
            leads = self.env["crm.lead"].with_user(user)
            rows = dict(leads._read_group(domain, ["date_deadline:month"], ["prorated_revenue:sum"]))
            self.assertEqual(rows[date(2031, 3, 1)], expected, user.name)

    @users("sb_manager")
    def test_refusal_speaks_of_the_customer_and_lost_leads_of_leads(self):
        view = etree.fromstring(
            self.env["crm.lead.lost"].get_view(self.env.ref("crm.crm_lead_lost_view_form").id)["arch"]
        )
        words = {node.get("string"): node.get("invisible") for node in view.xpath("//footer/button[@type='object']")}
        self.assertEqual(words, {"Mark as Lost": "deal_count > 0", "Refused": "not deal_count"})
        action = self.env["ir.actions.act_window"]._for_xml_id("deal_stages.crm_lead_refuse_action")
        self.assertEqual((action["name"], action["res_model"]), ("Refused", "crm.lead.lost"))

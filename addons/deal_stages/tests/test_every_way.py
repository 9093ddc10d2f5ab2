from odoo.exceptions import RedirectWarning, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged, users

from .common import DealCommon


@tagged("post_install", "-at_install")
class TestEveryWay(DealCommon):
    """Each gate, met by each way in which a deal may be moved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env["crm.deal.paper.kind"].create({"name": "Act of the ways", "needed": True})

    def ways(self, deals, stage):
        """{how the deals are moved: the act that does it}."""
        leads, values = self.env["crm.lead"], {"stage_id": stage.id}
        return {
            "dragged in the board": lambda: deals.web_save(values, {"stage_id": {}}),
            "edited in the list": lambda: deals.write(values),
            "by another program": lambda: call_kw(leads, "write", [deals.ids, values], {}),
            "by one that knows the key": lambda: call_kw(
                leads, "write", [deals.ids, values], {"context": {"deal_stages_skip_gate": True}}
            ),
            "imported": lambda: self.load(deals, stage),
        }

    def load(self, deals, stage):
        rows = [[str(deal.id), str(stage.id)] for deal in deals]
        if messages := self.env["crm.lead"].load([".id", "stage_id/.id"], rows)["messages"]:
            raise UserError(messages[0]["message"])

    def assert_shut(self, deal, code, words):
        here = deal.stage_code
        for way, act in self.ways(deal, self.stage(code)).items():
            with self.subTest(way=way, stage=code):
                with self.assertRaisesRegex((UserError, RedirectWarning), words), self.env.cr.savepoint():
                    act()
                self.env.invalidate_all()
                self.assertEqual(deal.stage_code, here)

    @users("sb_manager")
    def test_goods_that_are_not_agreed(self):
        deal = self.make_deal().with_user(self.env.user)
        self.add_goods(deal, self.pump)
        for code in ("production", "sale"):
            self.assert_shut(deal, code, "wants “Goods agreed on” filled in")

    @users("sb_manager")
    def test_a_way_that_the_process_does_not_go(self):
        deal = self.make_deal().with_user(self.env.user)
        for code in ("installation", "service", "closed"):
            self.assert_shut(
                deal, code, "From “Equipment selection” a deal goes to “Production”, “Sale from stock” only"
            )

    @users("sb_manager")
    def test_papers_that_have_not_come(self):
        deal = self.make_agreed_deal(self.pump).with_user(self.env.user)
        self.assert_shut(deal, "closed", "Papers are missing: .*Act of the ways")

    @users("sb_manager")
    def test_data_that_was_lost_since(self):
        deal = self.make_agreed_deal(self.pump).with_user(self.env.user)
        self.entity.kpp = False
        self.assert_shut(deal, "installation", "it lacks: the KPP of the legal entity")
        self.entity.kpp = "770701001"
        self.contact.write({"email": False, "phone": False})
        self.assert_shut(deal, "installation", "an e-mail address or phone of the contact person")

    @users("sb_manager")
    def test_open_gates_let_every_way_through(self):
        deal = self.make_agreed_deal(self.pump).with_user(self.env.user)
        for way, act in self.ways(deal, self.stage("installation")).items():
            with self.subTest(way=way):
                act()
                self.assertEqual(deal.stage_code, "installation")
                deal.stage_id = self.stage("sale")

    @users("sb_manager")
    def test_buttons_of_core_that_win(self):
        deal = self.make_agreed_deal(self.pump).with_user(self.env.user)
        for name in ("action_set_won", "action_set_won_rainbowman"):
            with self.assertRaisesRegex((UserError, RedirectWarning), "Papers are missing"), self.env.cr.savepoint():
                getattr(deal, name)()
            self.env.invalidate_all()
            self.assertEqual((deal.stage_code, deal.won_status), ("sale", "pending"))
        deal.paper_ids.action_receive()
        deal.action_set_won_rainbowman()
        self.assertEqual((deal.stage_code, deal.won_status), ("closed", "won"))

    @users("sb_manager")
    def test_probability_of_a_hundred_is_no_way_to_win(self):
        deal = self.make_agreed_deal(self.pump).with_user(self.env.user)
        deal.probability = 100
        self.assertEqual(deal.stage_code, "sale")
        self.assertNotEqual(deal.won_status, "won")

    @users("sb_manager")
    def test_merged_deals_meet_the_gate_of_the_stage_that_they_take(self):
        stage = self.stage("installation")
        deal = self.make_agreed_deal(self.pump)
        deal.stage_id = stage
        self.entity.bank_ids.unlink()
        other = self.make_lead(partner_id=self.contact.id, needs="Oil")
        with self.assertRaisesRegex((UserError, RedirectWarning), "the bank account"), self.env.cr.savepoint():
            (deal | other).with_user(self.env.user).merge_opportunity()
        self.env.invalidate_all()
        self.assertTrue(other.exists())
        self.assertEqual((deal.stage_code, other.type), ("installation", "lead"))

    @users("sb_head")
    def test_window_that_converts_many_at_once(self):
        complete = self.make_lead(partner_id=self.contact.id, needs="Oil")
        bare = self.make_lead(name="Bare", partner_id=self.contact.id)
        wizard = self.env["crm.lead2opportunity.partner.mass"].with_context(active_model="crm.lead")
        values = {"action": "each_exist_or_create", "deduplicate": False}
        with self.assertRaisesRegex((UserError, RedirectWarning), "“Bare” is no deal yet"), self.env.cr.savepoint():
            window = wizard.with_context(active_ids=(complete | bare).ids)
            window.create(values).action_mass_convert()
        self.env.invalidate_all()
        self.assertEqual((complete | bare).mapped("type"), ["lead", "lead"], "all of them, or none")
        bare.needs = "Water"
        wizard.with_context(active_ids=(complete | bare).ids).create(values).action_mass_convert()
        self.assertEqual((complete | bare).mapped("type"), ["opportunity", "opportunity"])

    @users("sb_manager")
    def test_refusal_without_words_by_every_way(self):
        deals = (self.make_deal() | self.make_deal()).with_user(self.env.user)
        leads, reason = self.env["crm.lead"], self.env.ref("deal_stages.crm_lost_reason_competitor")
        ways = {
            "archived": deals.action_archive,
            "lost": lambda: deals.action_set_lost(lost_reason_id=reason.id),
            "by another program": lambda: call_kw(leads, "write", [deals.ids, {"active": False, "probability": 0}], {}),
            "the window": lambda: (
                self.env["crm.lead.lost"]
                .create({"lead_ids": deals.ids, "lost_reason_id": reason.id, "lost_feedback": "<p><br></p>"})
                .action_lost_reason_apply()
            ),
        }
        for way, act in ways.items():
            with self.subTest(way=way):
                with self.assertRaisesRegex(UserError, "in words why"), self.env.cr.savepoint():
                    act()
                self.env.invalidate_all()
                self.assertEqual(deals.mapped("won_status"), ["pending", "pending"])


@tagged("post_install", "-at_install")
class TestBatches(DealCommon):
    """What two hundred deals at once cost: as many queries as a few."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        values = cls.prepare_deal_values(legal_entity_id=cls.entity.id, contact_id=cls.contact.id)
        values |= {"user_id": cls.manager.id, "team_id": cls.vys.id}
        cls.deals = cls.env["crm.lead"].create([values] * 220)

    def assert_constant(self, act, slack=0):
        """The act costs 200 deals not more than 10; `slack` for what is written in slices."""
        for deals in (self.deals[:10], self.deals[10:20]):
            few = self.measure(act, deals)
        many = self.measure(act, self.deals[20:])
        self.assertLessEqual(many, few + slack)

    def measure(self, act, deals):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.count_queries(lambda: act(deals))

    def agree_all(self):
        self.env["sale.order"].create(
            [
                {
                    "partner_id": self.entity.id,
                    "opportunity_id": deal.id,
                    "state": "sale",
                    "user_id": self.manager.id,
                    "team_id": self.vys.id,
                }
                for deal in self.deals
            ]
        )
        self.deals.agreed_on = "2026-03-02"

    def test_refused_by_a_gate(self):
        def try_all(deals):
            with self.assertRaisesRegex(UserError, "wants “Goods agreed on”"), self.env.cr.savepoint():
                deals.write({"stage_id": self.stage("production").id})

        self.assert_constant(try_all)
        self.assertEqual(set(self.deals.mapped("stage_code")), {"selection"})

    def test_what_keeps_them_open(self):
        self.agree_all()
        self.assert_constant(lambda deals: [deal._get_closing_points() for deal in deals])

    def test_moved_by_their_facts(self):
        self.agree_all()
        self.assert_constant(lambda deals: deals._move_to("sale"), slack=4)
        self.assertEqual(set(self.deals.mapped("stage_code")), {"sale"})

    def test_given_another_legal_entity(self):
        trade = self.make_legal_entity("Trade")
        self.assert_constant(lambda deals: deals.write({"legal_entity_id": trade.id}), slack=4)
        self.assertEqual(self.deals.legal_entity_id, trade)

    def test_warned_of_on_the_board(self):
        names = ("urgency", "has_no_step", "next_step_on", "stage_days", "skipped_stages", "sale_way", "goods_warning")
        self.assert_constant(lambda deals: deals.with_user(self.manager).read(names))

    def test_shown_what_a_refusal_does(self):
        self.agree_all()
        self.assert_constant(lambda deals: deals._get_refusal_effects())

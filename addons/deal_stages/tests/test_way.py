from datetime import timedelta

from odoo import fields
from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import Form, tagged, users

from .common import DealCommon


@tagged("post_install", "-at_install")
class TestWay(DealCommon):
    """From a shut gate to what is missing."""

    def want(self, code, *names):
        fields = self.env["ir.model.fields"].sudo()
        for name in names:
            self.stage(code).sudo().required_field_ids |= fields._get("crm.lead", name)

    def refused(self, deal, code):
        with self.assertRaises(RedirectWarning) as refused, self.env.cr.savepoint():
            deal.stage_id = self.stage(code)
        deal.invalidate_recordset()
        return refused.exception.args

    @users("sb_manager")
    def test_what_a_stage_wants_is_filled_in_at_its_gate(self):
        self.want("production", "scope_id", "material_id")
        deal = self.make_agreed_deal(self.pump).with_user(self.env.user)
        deal.material_id = self.env["equipment.material"].sudo().create({"name": "Oil"})
        message, action, words, context = self.refused(deal, "production")
        self.assertIn("“Scope of application”", message)
        self.assertEqual(words, "Fill in what is missing")
        self.assertEqual((action["res_id"], context["missing_fields"]), (deal.id, ["scope_id"]))
        scope = self.env["equipment.scope"].sudo().create({"name": "Refinery"})
        with Form(deal.with_context(**context), action["views"][0][0]) as form:
            self.assertTrue(form._get_modifier("scope_id", "required"))
            self.assertTrue(form._get_modifier("material_id", "invisible"), "what is known is not asked for again")
            form.scope_id = scope
        deal.with_context(**context).action_enter_stage()
        self.assertEqual(deal.stage_code, "production")

    @users("sb_manager")
    def test_form_follows_the_process_as_it_is_changed(self):
        view = self.env.ref("deal_stages.crm_lead_view_form_fill")
        self.want("sale", "scope_id")
        self.assertIn('name="scope_id"', self.env["crm.lead"].get_view(view.id, "form")["arch"])
        field = self.env["ir.model.fields"].sudo()._get("crm.lead", "scope_id")
        self.stage("sale").sudo().required_field_ids -= field
        self.assertNotIn('name="scope_id"', self.env["crm.lead"].get_view(view.id, "form")["arch"])

    @users("sb_manager")
    def test_goods_that_are_not_agreed_lead_to_the_quotation(self):
        deal = self.make_deal().with_user(self.env.user)
        _message, action, words, _context = self.refused(deal, "production")
        self.assertEqual((action["res_model"], words), ("crm.lead", "Open the deal"))
        self.add_goods(deal, self.pump)
        _message, action, words, _context = self.refused(deal, "production")
        self.assertEqual((action["res_model"], action["res_id"]), ("sale.order", deal.quotation_id.id))
        self.assertEqual(words, "Open the goods list")

    @users("sb_manager")
    def test_where_only_another_stage_helps_there_is_no_button(self):
        deal = self.make_agreed_deal(self.pump).with_user(self.env.user)
        with self.assertRaisesRegex(UserError, "a deal goes to"):
            deal.stage_id = self.stage("selection")

    @users("sb_manager")
    def test_batch_is_refused_without_a_button(self):
        deals = (self.make_deal() | self.make_deal()).with_user(self.env.user)
        with self.assertRaisesRegex(UserError, "wants “Goods agreed on”"):
            deals.stage_id = self.stage("production")

    def test_skipped_stages_are_named(self):
        deal = self.make_deal().with_context(tracking_disable=False)
        self.assertFalse(deal.skipped_stages)
        self.add_goods(deal, self.pump)
        deal.action_agree()
        self.flush_tracking()
        deal.invalidate_recordset()
        self.assertEqual((deal.stage_code, deal.skipped_stages), ("sale", "Production"))

    def flush_tracking(self):
        self.env.flush_all()
        self.env.cr.precommit.run()

    @users("sb_manager")
    def test_closing_leads_to_what_keeps_the_deal_open(self):
        self.stage("selection").sudo().next_stage_ids = False
        deal = self.make_deal().with_user(self.env.user)
        self.add_goods(deal, self.pump)
        _message, action, words, _context = self.refused(deal, "closed")
        self.assertEqual((action["res_model"], words), ("sale.order", "Open the goods list"))
        self.env["crm.deal.paper.kind"].sudo().create({"name": "Act", "needed": True})
        deal.action_agree()
        message, action, words, _context = self.refused(deal, "closed")
        self.assertIn("Papers are missing: Act.", message)
        self.assertEqual((action["res_model"], action["domain"]), ("crm.deal.paper", [("deal_id", "=", deal.id)]))
        self.assertEqual(words, "Open the papers")

    def test_card_tells_how_urgent_the_deal_is(self):
        today = fields.Date.context_today(self.entity)
        idle, planned, late, stale, closed = (self.make_deal(name=str(number)) for number in range(5))
        for deal, days in ((planned, 3), (late, -1), (stale, 3)):
            deal.activity_schedule(date_deadline=today + timedelta(days=days), user_id=self.manager.id)
        stale.date_last_stage_update = fields.Datetime.now() - timedelta(days=20, hours=1)
        self.add_goods(closed, self.pump)
        closed.action_agree()
        closed.action_set_won()
        deals = idle | planned | late | stale | closed
        self.assertEqual(deals.mapped("urgency"), [2, 0, 1, 2, 0])
        self.assertEqual((stale.stage_days, idle.stage_days), (20, 0))

    def test_stages_know_when_a_deal_is_stale(self):
        self.assertEqual(self.stage("selection").rotting_threshold_days, 14)
        self.assertFalse(self.stage("closed").rotting_threshold_days)

    def test_batch_of_200_costs_no_query_for_each_deal(self):
        deals = self.env["crm.lead"].create(
            [self.prepare_deal_values(legal_entity_id=self.entity.id, contact_id=self.contact.id) for _n in range(200)]
        )
        self.env.cr.execute("UPDATE crm_lead SET agreed_on = now()::date WHERE id IN %s", [tuple(deals.ids)])
        self.env.invalidate_all()
        few, many = deals[:10], deals[10:]
        few.mapped("name")
        one = self.count_queries(lambda: few.write({"stage_id": self.stage("sale").id}))
        self.env.invalidate_all()
        many.mapped("name")
        all_others = self.count_queries(lambda: many.write({"stage_id": self.stage("sale").id}))
        self.assertLessEqual(all_others, one + 10)

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import tagged, users

from ..hooks import NEXT_STAGES
from .common import DealCommon


@tagged("post_install", "-at_install")
class TestStages(DealCommon):
    def test_only_closed_is_won(self):
        stages = self.env["crm.stage"].search([])
        self.assertEqual(stages.filtered("is_won").mapped("code"), ["closed"])
        coded = stages.filtered("code")
        expected = ["selection", "production", "sale", "installation", "service", "closed"]
        self.assertEqual(coded.sorted().mapped("code"), expected)
        self.assertEqual(stages[:5].mapped("code"), expected[:5], "nothing stands between our stages")

    @users("sb_manager")
    def test_move_that_is_not_allowed(self):
        deal = self.make_agreed_deal(self.pump).with_user(self.env.user)
        deal._move_to("sale")
        with self.assertRaisesRegex(UserError, "From “Sale from stock” a deal goes to “Production”"):
            deal.stage_id = self.stage("selection")

    @users("sb_manager")
    def test_stage_wants_its_fields(self):
        deal = self.make_deal().with_user(self.env.user)
        with self.assertRaisesRegex(
            (UserError, RedirectWarning), "Stage “Production” wants “Goods agreed on” filled in"
        ):
            deal.stage_id = self.stage("production")

    @users("sb_manager")
    def test_drag_in_the_kanban_meets_the_gate(self):
        deal = self.make_deal().with_user(self.env.user)
        with self.assertRaisesRegex((UserError, RedirectWarning), "wants “Goods agreed on”"):
            deal.web_save({"stage_id": self.stage("sale").id}, {"stage_id": {}})

    def test_deal_made_in_a_later_stage_meets_its_gate(self):
        with self.assertRaisesRegex((UserError, RedirectWarning), "wants “Goods agreed on”"):
            self.make_deal(stage_id=self.stage("production").id)
        with self.assertRaisesRegex((UserError, RedirectWarning), "No customer order is confirmed"):
            self.make_deal(stage_id=self.stage("closed").id)

    @users("sb_manager")
    def test_won_meets_the_closing_gate(self):
        deal = self.make_deal().with_user(self.env.user)
        # The closing point is what is tested, not the way to the last stage.
        self.stage("selection").sudo().next_stage_ids = False
        with self.assertRaisesRegex((UserError, RedirectWarning), "No customer order is confirmed"):
            deal.action_set_won()

    def test_process_is_changed_without_programming(self):
        field = self.env["ir.model.fields"]._get("crm.lead", "scope_id")
        self.stage("production").required_field_ids |= field
        deal = self.make_agreed_deal(self.pump)
        deal._move_to("sale")
        with self.assertRaisesRegex((UserError, RedirectWarning), "Scope of application"):
            deal.stage_id = self.stage("production")
        deal.scope_id = self.env["equipment.scope"].create({"name": "Oil"})
        deal.stage_id = self.stage("production")
        self.assertEqual(deal.stage_code, "production")

    def test_stage_without_a_list_lets_the_deal_anywhere(self):
        own = self.env["crm.stage"].create({"name": "Tender", "sequence": 200})
        self.stage("selection").next_stage_ids |= own
        deal = self.make_deal()
        deal.stage_id = own
        deal.stage_id = self.stage("selection")
        self.assertEqual(deal.stage_code, "selection")

    def test_code_is_unique(self):
        with self.assertRaisesRegex(Exception, "unique|already"), self.env.cr.savepoint():
            self.env["crm.stage"].create({"name": "Twin", "code": "sale"})

    def test_automatic_move_before_a_shut_gate_leaves_one_task(self):
        deal = self.make_deal()
        deal._move_to("production")
        deal._move_to("production")
        self.assertEqual(deal.stage_code, "selection")
        task = deal.activity_ids
        self.assertEqual(len(task), 1)
        self.assertEqual(task.user_id, self.manager)
        self.assertIn("Goods agreed on", task.note)

    def test_automatic_move_of_an_incomplete_deal_never_raises(self):
        bare = (
            self.env["crm.lead"]
            .with_context(deal_stages_skip_gate=True)
            .create({"name": "Old", "type": "opportunity", "agreed_on": "2026-01-01", "user_id": self.manager.id})
        )
        bare.with_context(deal_stages_skip_gate=False)._move_to("sale")
        self.assertIn("customer's needs", bare.activity_ids.note.replace("&#39;", "'"))

    def test_automatic_move_takes_those_that_may(self):
        ready = self.make_agreed_deal(self.pump)
        blocked = self.make_deal()
        (ready | blocked)._move_to("installation")
        self.assertEqual((ready.stage_code, blocked.stage_code), ("installation", "selection"))
        # Tasks of what the stage itself asks for are another thing.
        self.assertNotIn("Move the deal", " ".join(ready.activity_ids.mapped("summary")))

    def test_storeman_moves_a_deal_by_its_facts(self):
        deal = self.make_agreed_deal(self.pump)
        self.env["crm.lead"].with_user(self.outsider).browse(deal.id)._move_to("installation")
        self.assertEqual(deal.stage_code, "installation")

    def test_refusal_by_another_addon_becomes_a_task(self):
        deal = self.make_agreed_deal(self.pump)

        reason = "Not today."

        def refuse(records, vals):
            raise UserError(reason)

        self.patch(type(self.env["crm.lead"]), "write", refuse)
        deal._move_to("installation")
        self.assertIn(reason, deal.activity_ids.note)

    def test_closed_after_the_way(self):
        deal = self.make_agreed_deal(self.pump)
        deal.action_set_won()
        self.assertRecordValues(deal, [{"stage_code": "closed", "won_status": "won"}])

    def test_batch_of_fifty_moves_in_a_constant_number_of_queries(self):
        order = self.make_agreed_deal(self.pump).quotation_id
        costs = []
        for number in (5, 50):
            deals = self.env["crm.lead"].create(
                [
                    self.prepare_deal_values(
                        legal_entity_id=self.entity.id,
                        contact_id=self.contact.id,
                        agreed_on=order.date_order,
                        user_id=self.manager.id,
                        team_id=self.vys.id,
                    )
                ]
                * number
            )
            self.env.flush_all()
            self.env.invalidate_all()
            stage = self.stage("production")
            costs.append(self.count_queries(lambda deals=deals, stage=stage: deals.write({"stage_id": stage.id})))
        self.assertLessEqual(costs[1], costs[0])

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=st.lists(st.sampled_from(sorted(NEXT_STAGES)), max_size=8))
    def test_no_walk_leaves_the_graph(self, steps):
        with self.env.cr.savepoint() as savepoint:
            deal = self.make_agreed_deal(self.pump)
            here = deal.stage_code
            for target in steps:
                allowed = target == here or target in NEXT_STAGES[here]
                self.assertEqual(self.try_step(deal, target), allowed, f"{here} -> {target}")
                here = target if allowed else here
                self.assertEqual(deal.stage_code, here)
            savepoint.rollback()
        self.env.invalidate_all()

    def try_step(self, deal, code):
        try:
            with self.env.cr.savepoint():
                deal.write({"stage_id": self.stage(code).id})
        except UserError:
            self.env.invalidate_all()
            return False
        return True

    def test_deals_without_a_step_are_found(self):
        idle, busy = self.make_deal(), self.make_deal()
        busy.activity_schedule("mail.mail_activity_data_call", user_id=self.manager.id)
        # What is done is no step any more.
        idle.activity_schedule("mail.mail_activity_data_call", user_id=self.manager.id).action_feedback()
        self.assertEqual((idle | busy).mapped("has_no_step"), [True, False])
        found = self.env["crm.lead"].search([("has_no_step", "=", True), ("id", "in", (idle | busy).ids)])
        self.assertEqual(found, idle)

from odoo.tests import tagged

from ..hooks import MEMORY, _give_stages_back, _remap_stages
from .common import DealCommon


@tagged("post_install", "-at_install")
class TestHooks(DealCommon):
    def core(self, number):
        return self.env.ref(f"crm.stage_lead{number}")

    def test_stages_mean_what_the_process_says(self):
        self.assertEqual(
            [self.core(number).code for number in (1, 2, 3, 4)], ["selection", "production", "sale", "closed"]
        )

    def test_russian_names(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        _give_stages_back(self.env)
        _remap_stages(self.env)
        self.assertEqual(self.core(1).with_context(lang="ru_RU").name, "Подбор оборудования")
        self.assertEqual(self.core(1).name, "Equipment selection")

    def test_uninstalling_gives_stages_back(self):
        service = self.make_agreed_deal(self.pump)
        service._move_to("service")
        closed = self.make_agreed_deal(self.pump)
        closed.action_set_won()
        lost = self.make_agreed_deal(self.pump)
        lost._move_to("installation")
        lost.with_context(deal_stages_skip_gate=True).action_set_lost()
        _give_stages_back(self.env)
        self.assertEqual(
            [self.core(number).name for number in (1, 2, 3, 4)], ["New", "Qualified", "Proposition", "Won"]
        )
        self.assertEqual(self.core(4).is_won, True)
        self.assertEqual((service.stage_id, closed.stage_id, lost.stage_id), (self.core(3), self.core(4), self.core(3)))
        self.assertFalse(lost.active, "a lost deal stays lost")
        self.assertEqual(closed.won_status, "won")
        self.assertFalse(self.env["ir.config_parameter"].search([("key", "=", MEMORY)]))
        self.assertFalse(self.env["crm.stage"].search([("code", "in", ("installation", "service"))]))

    def test_stages_of_the_company_come_last_and_back(self):
        _give_stages_back(self.env)
        own = self.env["crm.stage"].create({"name": "Signed", "sequence": 2, "is_won": True})
        deal = (
            self.env["crm.lead"]
            .with_context(deal_stages_skip_gate=True)
            .create({"name": "Old", "type": "opportunity", "stage_id": own.id})
        )
        _remap_stages(self.env)
        self.assertTrue(own.fold and own.sequence >= 100)
        self.assertFalse(own.is_won)
        self.assertEqual((deal.stage_code, deal.won_status), ("closed", "won"))
        _give_stages_back(self.env)
        self.assertEqual((own.sequence, own.is_won, own.fold), (2, True, False))

    def test_deleted_core_stage_is_replaced(self):
        _give_stages_back(self.env)
        leads = self.env["crm.lead"].with_context(active_test=False).search([("stage_id", "=", self.core(2).id)])
        leads.with_context(deal_stages_skip_gate=True).stage_id = self.core(1)
        self.core(2).unlink()
        _remap_stages(self.env)
        replaced = self.stage("production")
        self.assertTrue(replaced)
        deal = self.make_agreed_deal(self.pump)
        deal._move_to("production")
        _give_stages_back(self.env)
        self.assertFalse(replaced.exists())
        self.assertIn(deal.stage_id, self.core(1) | self.core(3))

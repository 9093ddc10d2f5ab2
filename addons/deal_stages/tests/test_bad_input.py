from odoo import Command
from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import Form, tagged, users

from .common import ACCOUNT, INN, DealCommon


@tagged("post_install", "-at_install")
class TestBadInput(DealCommon):
    """What happens to a deal while nobody looks: merged customers, deleted quotations, archived products."""

    def merge(self, source, target):
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {"partner_ids": [Command.set((source | target).ids)], "dst_partner_id": target.id}
        )
        wizard.action_merge()
        self.env.invalidate_all()

    # A customer merged into another

    def test_deal_follows_its_merged_customer(self):
        deal = self.make_agreed_deal(self.pump)
        order = deal.quotation_id
        bare = self.env["res.partner"].create({"name": "Neftemash, twice", "is_company": True})
        self.merge(self.entity, bare)
        self.assertFalse(self.entity.exists())
        self.assertEqual((deal.legal_entity_id, order.partner_id), (bare, bare))
        # What the card that stays did not hold came with the other one.
        self.assertRecordValues(bare, [{"vat": INN, "kpp": "770701001", "actual_is_legal": True}])
        self.assertEqual(bare.bank_ids.acc_number, ACCOUNT)
        deal.stage_id = self.stage("installation")
        self.assertEqual(deal.stage_code, "installation")

    def test_both_cards_with_the_same_account(self):
        deal = self.make_deal()
        twin = self.make_legal_entity("Twin")
        self.merge(self.entity, twin)
        self.assertEqual(deal.legal_entity_id, twin)
        self.assertEqual(twin.bank_ids.mapped("acc_number"), [ACCOUNT])

    def test_merge_that_leaves_a_deal_incomplete_is_told_at_its_next_move(self):
        deal = self.make_agreed_deal(self.pump)
        foreigner = self.make_foreign_entity("Neftemasch GmbH")
        foreigner.bank_ids.unlink()
        self.entity.bank_ids.unlink()
        self.merge(self.entity, foreigner)
        with self.assertRaisesRegex((RedirectWarning, UserError), "lacks: the bank account of the legal entity"):
            deal.stage_id = self.stage("installation")

    # A quotation deleted

    @users("sb_manager")
    def test_deleted_quotation_gives_way_to_the_next(self):
        deal = self.make_deal().with_user(self.env.user)
        first = self.add_goods(deal, self.pump)
        second = deal._create_quotation()
        second.order_line = [Command.create({"product_id": self.pump.id, "product_uom_qty": 5})]
        first.sudo().unlink()
        self.assertEqual(deal.quotation_id, second)
        self.assertEqual((deal.goods_amount, deal.expected_revenue), (second.amount_total, second.amount_untaxed))
        self.assertEqual([row["res_id"] for row in deal._get_deal_documents()], [second.id])
        second.sudo().unlink()
        with self.assertRaisesRegex(UserError, "at least one product"):
            deal.action_agree()
        deal.action_create_goods_list()
        self.assertEqual(deal.quotation_id.state, "draft")

    def test_offered_quotation_is_kept(self):
        deal = self.make_deal()
        order = self.add_goods(deal, self.pump)
        proposal = self.env["sale.proposal"]._make(order)
        with self.assertRaisesRegex(UserError, f"{order.name} was offered to the customer: cancel it"):
            order.unlink()
        order._action_cancel()
        self.assertTrue(proposal.attachment_id.exists())
        self.assertFalse(deal.quotation_id)

    # A product archived while it is in the goods list

    @users("sb_manager")
    def test_archived_product_is_replaced_before_the_goods_are_agreed(self):
        deal = self.make_deal().with_user(self.env.user)
        self.add_goods(deal, self.pump)
        self.assertFalse(deal.goods_warning)
        self.pump.sudo().action_archive()
        self.assertEqual(deal.goods_warning, self.pump.display_name)
        with self.assertRaisesRegex(UserError, "“Pump N-50” is not sold any more. Replace it"), self.env.cr.savepoint():
            deal.action_agree()
        self.env.invalidate_all()
        self.assertEqual(deal.quotation_state, "draft")
        other = self.make_product("Pump N-60").with_user(self.env.user)
        with Form(deal) as form, form.goods_line_ids.edit(0) as line:
            line.product_id = other
        deal.action_agree()
        self.assertEqual((deal.quotation_state, deal.goods_warning), ("sale", False))

    def test_archived_product_of_an_agreed_order_is_delivered(self):
        deal = self.make_agreed_deal(self.pump)
        self.pump.action_archive()
        self.assertFalse(deal.goods_warning)
        deal.stage_id = self.stage("installation")
        self.assertEqual(deal.stage_code, "installation")

    # Two people at once: see tests/test_deal_concurrency.py for those who really are

    @users("sb_manager")
    def test_second_mover_meets_the_gate_of_where_the_deal_is_now(self):
        deal = self.make_agreed_deal(self.pump)
        mine, his = deal.with_user(self.manager), deal.with_user(self.head)
        self.assertEqual((mine.stage_code, his.stage_code), ("sale", "sale"))
        mine.stage_id = self.stage("production")
        with self.assertRaisesRegex(UserError, "From “Production” a deal goes to"):
            his.stage_id = self.stage("installation")

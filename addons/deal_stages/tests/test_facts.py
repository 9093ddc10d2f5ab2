from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged, users

from ..models.crm_lead_facts import FACTS
from .common import DealCommon, MoneyCommon


@tagged("post_install", "-at_install")
class TestFacts(DealCommon):
    """What happened to a deal follows from its documents: no way in lets anybody enter it."""

    def refused(self, act):
        with self.assertRaisesRegex(UserError, "is not entered by hand"), self.env.cr.savepoint():
            act()
        self.env.invalidate_all()

    @users("sb_manager")
    def test_neither_by_another_program_nor_in_a_list(self):
        deal = self.make_deal().with_user(self.env.user)
        for name in FACTS:
            values = {name: "2026-01-15"}
            self.refused(lambda values=values: call_kw(self.env["crm.lead"], "write", [deal.ids, values], {}))
            self.refused(lambda values=values: deal.web_save(values, {}))
            self.assertFalse(deal[name])

    @users("sb_manager")
    def test_so_the_gate_that_wants_them_stays_shut(self):
        deal = self.make_deal().with_user(self.env.user)
        self.refused(lambda: deal.write({"agreed_on": "2026-01-15", "stage_id": self.stage("production").id}))
        self.assertEqual((deal.stage_code, deal.agreed_on), ("selection", False))

    @users("sb_manager")
    def test_no_deal_begins_with_them(self):
        values = self.prepare_deal_values(legal_entity_id=self.entity.id, contact_id=self.contact.id)
        for name in FACTS:
            self.refused(lambda name=name: self.env["crm.lead"].create({**values, name: "2026-01-15"}))
            leads = self.env["crm.lead"].with_context(**{f"default_{name}": "2026-01-15"})
            self.refused(lambda leads=leads: leads.create(values))
        self.assertFalse(self.env["crm.lead"].create(values).agreed_on)

    @users("sb_administrator")
    def test_no_import_brings_them(self):
        fields = ["name", "type", "needs", "legal_entity_id/.id", "contact_id/.id", "won_on"]
        row = ["A", "opportunity", "Oil", str(self.entity.id), str(self.contact.id), "2026-01-15"]
        told = self.env["crm.lead"].load(fields, [row])["messages"][0]["message"]
        self.assertIn("“Won On” is not entered by hand", told)
        self.assertFalse(self.env["crm.lead"].load(fields[:-1], [row[:-1]])["messages"])

    @users("sb_manager")
    def test_the_process_itself_sets_them(self):
        deal, other = self.make_deal().with_user(self.env.user), self.make_deal().with_user(self.env.user)
        self.add_goods(deal, self.pump)
        deal.action_agree()
        self.refuse(other)
        self.assertTrue(deal.agreed_on and other.unsuitable_on)
        other.action_unarchive()
        self.assertFalse(other.unsuitable_on or other.unsuitable_words)

    @users("sb_manager")
    def test_goods_of_another_deal_are_nobodys_way_in(self):
        foreign = self.make_deal(user_id=self.colleague.id)
        order = self.add_goods(foreign, self.pump, 7)
        deal = self.make_deal().with_user(self.env.user)
        with self.assertRaisesRegex(ValidationError, "belongs to another deal"), self.env.cr.savepoint():
            call_kw(self.env["crm.lead"], "write", [deal.ids, {"quotation_id": order.id}], {})
        self.env.invalidate_all()
        self.assertFalse(deal.quotation_id or deal.goods_amount)

    # The contract and the check are entered by those who may, and by no other way

    @users("sb_manager")
    def test_contract_that_nobody_signed_is_not_signed(self):
        deal = self.make_deal().with_user(self.env.user)
        contracts = self.env["sale.contract"]
        signed = {"deal_id": deal.id, "state": "signed", "signed_on": "2026-03-12"}
        with self.assertRaisesRegex(ValidationError, "who signed contract"), self.env.cr.savepoint():
            call_kw(contracts, "create", [signed], {})
        contract = contracts.create({"deal_id": deal.id})
        with self.assertRaisesRegex(ValidationError, "who signed contract"), self.env.cr.savepoint():
            call_kw(contracts, "write", [contract.ids, {"state": "signed", "signed_on": "2026-03-12"}], {})
        self.env.invalidate_all()
        self.assertFalse(deal.won_on)
        contracts.create({**signed, "signed_by_customer_id": self.contact.id})
        self.assertEqual(str(deal.won_on), "2026-03-12", "a contract that is brought in signed wins the deal, too")

    @users("sb_head")
    def test_head_who_sold_himself_writes_no_verdict(self):
        deal = self.make_deal(user_id=self.head.id)
        check = self.refuse(deal).with_user(self.env.user)
        for values in (
            {"verdict": "good"},
            {"user_id": self.manager.id},
            {"state": "cancelled"},
            {"missed": "Nothing"},
        ):
            with self.assertRaisesRegex(UserError, "Nobody checks his own work"):
                call_kw(self.env["crm.seller.check"], "write", [check.ids, values], {})
        foreign = self.refuse(self.make_deal()).with_user(self.env.user)
        foreign.verdict = "good"
        self.assertEqual(foreign.verdict, "good")


@tagged("post_install", "-at_install")
class TestMerge(MoneyCommon):
    """Two deals become one, and nothing of either is lost."""

    def make_other(self):
        other = self.make_agreed_deal(self.pump, needs="Water.")
        contract = self.env["sale.contract"].create(
            {"deal_id": other.id, "signed_by_customer_id": self.contact.id, "signed_on": "2026-03-01"}
        )
        contract.action_sign()
        question = self.env["crm.engineer.request"].create(
            {"deal_id": other.id, "question": "Which seal?", "engineer_id": self.colleague.id}
        )
        return other, contract, question

    @users("sb_manager")
    def test_documents_of_both_stay(self):
        other, contract, question = self.make_other()
        request = self.ask(1000, order=other.quotation_id)
        self.pay(request, date="2026-03-05")
        known = {(row["res_model"], row["res_id"]) for deal in (self.deal, other) for row in deal._get_deal_documents()}
        merged = (self.deal | other).with_user(self.env.user).merge_opportunity()
        self.assertEqual((merged.contract_ids, merged.engineer_request_ids), (contract, question))
        self.assertEqual(merged.payment_request_ids, request)
        found = {(row["res_model"], row["res_id"]) for row in merged._get_deal_documents()}
        self.assertFalse(known - found)
        self.assertEqual(merged.amount_received, 1000)

    @users("sb_manager")
    def test_the_first_day_of_both_counts(self):
        other, _contract, _question = self.make_other()
        self.pay(self.ask(500), date="2026-02-20")
        self.deal.agreed_on, other.agreed_on = "2026-02-03", "2026-01-15"
        merged = (self.deal | other).with_user(self.env.user).merge_opportunity()
        self.assertEqual((str(merged.won_on), str(merged.agreed_on)), ("2026-02-20", "2026-01-15"))
        merged.sudo()._refresh_won()
        self.assertEqual(str(merged.won_on), "2026-02-20", "what the documents say")

    @users("sb_manager")
    def test_an_agreed_order_comes_to_a_deal_that_has_none(self):
        fresh = self.make_deal(name="Fresh", needs="Oil.")
        merged = (self.deal | fresh).with_user(self.env.user).merge_opportunity()
        self.assertEqual((merged.quotation_id, merged.quotation_state), (self.order, "sale"))
        self.assertTrue(merged.agreed_on)

    def test_refused_deals_leave_one_open_check(self):
        deals = self.make_deal() | self.make_deal()
        self.refuse(deals)
        merged = deals.merge_opportunity()
        self.assertEqual(sorted(merged.seller_check_ids.mapped("state")), ["cancelled", "todo"])
        self.assertEqual(len(merged.seller_check_ids.activity_ids), 1)

    def test_merged_customers_of_two_legal_entities(self):
        other = self.make_deal(legal_entity_id=self.make_foreign_entity().id)
        self.add_goods(other, self.pump)
        merged = (self.deal | other).merge_opportunity()
        self.assertEqual((merged.legal_entity_id, merged.quotation_id), (self.entity, self.order))
        self.assertEqual(len(merged.order_ids), 2)
        merged.order_ids = [Command.unlink((merged.order_ids - self.order).id)]
        self.assertEqual(merged.order_ids, self.order)

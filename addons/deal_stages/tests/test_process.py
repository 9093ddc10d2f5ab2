from odoo import Command, fields
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import tagged, users

from ..tools.amount import in_words
from .common import IBAN, DealCommon


@tagged("post_install", "-at_install")
class TestProcess(DealCommon):
    """The process as its administrator changes it, and the edges of the way of a deal."""

    # Stages

    @users("sb_administrator")
    def test_administrator_opens_a_way(self):
        deal = self.make_deal()
        stage = self.stage("selection").with_user(self.env.user)
        own = self.env["crm.stage"].create({"name": "Tender", "sequence": 210})
        with self.assertRaisesRegex(UserError, "From “Equipment selection” a deal goes to"):
            deal.with_user(self.manager).stage_id = own
        stage.next_stage_ids = [Command.link(own.id)]
        deal.with_user(self.manager).stage_id = own
        self.assertEqual(deal.stage_id, own)

    @users("sb_administrator")
    def test_renamed_stage_keeps_its_meaning(self):
        self.stage("sale").with_user(self.env.user).name = "Shipping"
        deal = self.make_agreed_deal(self.pump)
        self.assertEqual((deal.stage_code, deal.stage_id.name), ("sale", "Shipping"))

    def test_required_data_is_for_technical_people(self):
        with self.assertRaises(AccessError):
            self.stage("sale").with_user(self.manager).read(["required_field_ids"])

    def test_copied_stage_has_no_meaning(self):
        twin = self.stage("production").copy({"name": "Twin"})
        self.assertFalse(twin.code or twin.next_stage_ids)

    def test_all_required_fields_are_named_at_once(self):
        names = ("scope_id", "material_id")
        wanted = [self.env["ir.model.fields"]._get("crm.lead", name).id for name in names]
        self.stage("installation").required_field_ids = [Command.set(wanted)]
        deal = self.make_agreed_deal(self.pump)
        with self.assertRaisesRegex((UserError, RedirectWarning), "Stage “Installation” wants") as refused:
            deal.stage_id = self.stage("installation")
        for label in ("Scope of application", "Material handled"):
            self.assertIn(f"“{label}”", str(refused.exception))

    def test_one_refused_deal_stops_the_batch(self):
        ready, blocked = self.make_agreed_deal(self.pump), self.make_deal(name="Blocked")
        with self.assertRaisesRegex(UserError, "Blocked: "), self.env.cr.savepoint():
            (ready | blocked).write({"stage_id": self.stage("installation").id})
        self.env.invalidate_all()
        self.assertEqual((ready.stage_code, blocked.stage_code), ("sale", "selection"))

    def test_deleted_stage_stops_no_automatic_move(self):
        deal = self.make_agreed_deal(self.pump)
        deal._move_to("no such stage")
        self.assertEqual(deal.stage_code, "sale")
        self.assertFalse(deal.activity_ids)

    def test_gate_shuts_again_after_cancellation(self):
        deal = self.make_agreed_deal(self.pump)
        deal.quotation_id._action_cancel()
        with self.assertRaisesRegex((UserError, RedirectWarning), "No customer order is confirmed"):
            deal.action_set_won()

    # Agreement

    def test_one_of_two_orders_cancelled_keeps_the_agreement(self):
        deal = self.make_agreed_deal(self.pump)
        second = deal._create_quotation()
        second.order_line = [Command.create({"product_id": self.pump.id})]
        second.action_confirm()
        deal.quotation_id._action_cancel()
        self.assertTrue(deal.agreed_on)
        self.assertEqual(deal.quotation_id, second)
        second._action_cancel()
        self.assertFalse(deal.agreed_on or deal.won_on)

    def test_agreed_again_after_cancellation(self):
        deal = self.make_agreed_deal(self.pump)
        order = deal.quotation_id
        order._action_cancel()
        self.assertFalse(deal.quotation_id)
        order.action_draft()
        self.assertEqual(deal.quotation_id, order)
        deal.action_agree()
        self.assertEqual(deal.agreed_on, fields.Date.context_today(deal))

    def test_cancelled_quotation_leaves_the_agreement_alone(self):
        deal = self.make_agreed_deal(self.pump)
        deal._create_quotation()._action_cancel()
        self.assertTrue(deal.agreed_on)

    @users("sb_manager")
    def test_agreed_goods_are_neither_changed_nor_removed(self):
        deal = self.make_agreed_deal(self.pump, quantity=2).with_user(self.env.user)
        line = deal.goods_line_ids
        for command in (Command.update(line.id, {"product_uom_qty": 5}), Command.delete(line.id)):
            with self.assertRaisesRegex(UserError, deal.quotation_id.name):
                deal.write({"goods_line_ids": [command]})
        self.assertEqual(line.product_uom_qty, 2)

    # Proposal

    def test_version_follows_what_is_printed_only(self):
        deal = self.make_deal()
        order = self.add_goods(deal, self.pump)
        make = self.env["sale.proposal"]._make
        versions = [make(order).version]
        deal.priority = "2"
        order.client_order_ref = "Their number"
        versions.append(make(order).version)
        order.delivery_terms = "In six weeks"
        versions.append(make(order).version)
        order.warranty_terms = "24 months"
        versions.append(make(order).version)
        deal.contact_id = self.make_contact("Another", parent_id=self.entity.id)
        versions.append(make(order).version)
        self.assertEqual(versions, [1, 1, 2, 3, 4])

    def test_versions_are_counted_by_quotation(self):
        deal = self.make_deal()
        first, second = self.add_goods(deal, self.pump), deal._create_quotation()
        proposals = [self.env["sale.proposal"]._make(order) for order in (first, second)]
        self.assertEqual([proposal.version for proposal in proposals], [1, 1])
        self.assertEqual(proposals[1].name, f"{second.name}-1")
        self.assertEqual(proposals[0].deal_id, deal)

    def test_equal_orders_have_equal_digests(self):
        order = self.add_goods(self.make_deal(), self.pump)
        before = order._get_proposal_digest()
        order.order_line.product_uom_qty = 2
        self.assertNotEqual(order._get_proposal_digest(), before)
        order.order_line.product_uom_qty = 1
        self.assertEqual(order._get_proposal_digest(), before)

    def test_amounts_of_each_currency_and_language(self):
        self.assertEqual(in_words(2.21, "RUB", "ru_RU"), "Два рубля 21 копейка")
        self.assertEqual(in_words(11, "RUB", "ru_RU"), "Одиннадцать рублей 00 копеек")
        self.assertEqual(in_words(1000000, "RUB", "ru_RU"), "Один миллион рублей 00 копеек")
        self.assertRegex(in_words(5.5, "USD", "ru_RU"), "^Пять долларов 50 центов")
        self.assertRegex(in_words(21.05, "USD", "en_US"), "^Twenty-one dollars 05 cents")

    # The form that completes a deal

    def form_values(self, lead, **values):
        # As the screen sends it: all that it shows.
        shown = {"needs": lead.needs, "company_name": lead.partner_name, "customer_kind": "company"}
        return {"lead_id": lead.id, **shown, **values}

    @users("sb_manager")
    def test_new_private_person_buys_for_himself(self):
        lead = self.make_lead(needs="A compressor", contact_name="Anna", email_from="anna@home.example")
        wizard = self.env["crm.deal.complete"].create(self.form_values(lead, customer_kind="person"))
        wizard.action_make_deal()
        self.assertEqual(lead.type, "opportunity")
        self.assertEqual(lead.legal_entity_id, lead.contact_id)
        self.assertRecordValues(lead.contact_id, [{"name": "Anna", "is_company": False, "parent_id": False}])

    @users("sb_manager")
    def test_company_abroad_is_found_by_no_tax_number(self):
        """Only Russian numbers name one company for sure, so nobody is taken for another by a foreign one."""
        self.make_foreign_entity("Other GmbH")
        lead = self.make_lead(needs="Pump", partner_name="Pumpen GmbH", contact_name="Karl", phone="+4930123456")
        german = {"vat": "DE811569869", "city": "Essen", "acc_number": IBAN}
        values = self.form_values(lead, country_id=self.germany.id, **german)
        self.env["crm.deal.complete"].create(values).action_make_deal()
        self.assertRecordValues(
            lead.legal_entity_id, [{"name": "Pumpen GmbH", "country_id": self.germany.id, "vat": "DE811569869"}]
        )
        self.assertEqual(lead.contact_id.parent_id, lead.legal_entity_id)

    @users("sb_manager")
    def test_form_left_half_filled_makes_no_deal(self):
        lead = self.make_lead(needs="Pump", partner_name="Acid Works", contact_name="Olga", email_from="o@acid.example")
        wizard = self.env["crm.deal.complete"].create(self.form_values(lead))
        with self.assertRaisesRegex((UserError, RedirectWarning), "tax number"), self.env.cr.savepoint():
            wizard.action_make_deal()
        self.env.invalidate_all()
        self.assertEqual(lead.type, "lead")
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Acid Works")]))

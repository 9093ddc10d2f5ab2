from odoo import Command, fields
from odoo.tests import tagged, users

from .common import DealCommon


@tagged("post_install", "-at_install")
class TestDocuments(DealCommon):
    def test_everything_of_the_deal_is_there(self):
        deal = self.make_deal()
        order = self.add_goods(deal, self.pump)
        proposal = self.env["sale.proposal"]._make(order)
        other = deal._create_quotation()
        deal.action_agree()
        found = {(row["res_model"], row["res_id"]) for row in deal._get_deal_documents()}
        self.assertEqual(found, {("sale.order", order.id), ("sale.order", other.id), ("sale.proposal", proposal.id)})
        row = next(row for row in deal._get_deal_documents() if row["res_id"] == order.id)
        self.assertEqual(
            (row["kind"], row["amount"], row["number"]), ("Customer order", order.amount_total, order.name)
        )

    def test_invoice_made_elsewhere_is_there(self):
        journal = self.env["account.journal"].search([("type", "=", "sale")], limit=1)
        if not journal:
            self.skipTest("the database has no chart of accounts, so nobody can invoice")
        deal = self.make_agreed_deal(self.pump)
        deal.quotation_id.order_line.qty_delivered = 1
        invoice = deal.quotation_id._create_invoices()
        kinds = {row["kind"] for row in deal._get_deal_documents() if row["res_id"] == invoice.id}
        self.assertEqual(kinds, {"Invoice"})

    @users("sb_manager")
    def test_closed_document_is_seen_without_its_content(self):
        deal = self.make_deal().with_user(self.env.user)
        order = self.add_goods(deal, self.pump)
        self.assertEqual(deal.documents[0]["number"], order.name)
        order.sudo().write({"user_id": self.head.id})
        self.env.invalidate_all()
        row = deal.documents[0]
        self.assertEqual((row["number"], row["amount"], row["res_id"]), ("", "", False))
        self.assertEqual((row["kind"], row["user"]), ("Quotation", self.head.name))

    def test_progress_counts_what_was_delivered(self):
        deal, fresh = self.make_agreed_deal(self.pump, quantity=4), self.make_deal()
        self.assertEqual((deal | fresh)._get_progress(), {deal.id: 0, fresh.id: 0})
        deal.quotation_id.order_line.qty_delivered = 1
        self.assertEqual((deal | fresh)._get_progress()[deal.id], 25)
        deal.quotation_id.order_line = [Command.create({"product_id": self.pump.id, "product_uom_qty": 1})]
        self.assertEqual(deal._get_progress(), {deal.id: 20})

    def test_hooks_have_their_shapes(self):
        deal = self.make_deal()
        self.assertEqual(deal._get_closing_points(), ["No customer order is confirmed."])
        self.assertEqual(deal._get_supply_effects({}), [])
        self.assertEqual(set(deal._get_availability(self.pump)[self.pump.id]), {"free", "date", "lead_days"})
        agreed = self.make_agreed_deal(self.pump)
        self.assertEqual(agreed._get_closing_points(), [])

    @users("sb_manager")
    def test_my_day_puts_tasks_before_idle_deals(self):
        today = fields.Date.context_today(self.env["crm.lead"])
        due, idle, later = self.make_deal(name="Due"), self.make_deal(name="Idle"), self.make_deal(name="Later")
        self.make_deal(name="Foreign", user_id=self.colleague.id)
        due.activity_schedule(summary="Call him", date_deadline=today, user_id=self.manager.id)
        later.activity_schedule(
            summary="Call later", date_deadline=fields.Date.add(today, days=3), user_id=self.manager.id
        )
        day = self.env["crm.lead"]._get_my_day()
        ours = [row for row in day if row["res_model"] == "crm.lead"]
        self.assertEqual([row["name"] for row in ours], [due.name, idle.name])
        self.assertEqual(ours[0]["kind"], "Call him")

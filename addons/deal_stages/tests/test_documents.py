from odoo import Command
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
        rows = {row["res_model"]: row for row in deal._get_deal_documents() if row["res_id"] in (order.id, proposal.id)}
        self.assertEqual((rows["sale.proposal"]["parent"], rows["sale.order"]["parent"]), (order, None))
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
        row = next(row for row in deal.documents if row["res_model"] == "sale.order")
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
    def test_tree_puts_each_document_below_its_source(self):
        leads = self.env["crm.lead"]
        first, second, alone = self.make_deal(), self.make_deal(), self.make_deal()

        def row(record, parent=None):
            return {"res_model": record._name, "res_id": record.id, "parent": parent}

        rows = [row(second, first), row(alone, self.customer), row(first), row(self.entity, second)]
        arranged = [(level, found["res_id"]) for level, found in leads._arrange_documents(rows)]
        # What came from something that is not listed stands alone.
        self.assertEqual(arranged, [(0, alone.id), (0, first.id), (1, second.id), (2, self.entity.id)])

    def test_tree_never_loses_a_document(self):
        one, other = self.make_deal(), self.make_deal()
        rows = [
            {"res_model": "crm.lead", "res_id": own.id, "parent": above} for own, above in ((one, other), (other, one))
        ]
        self.assertEqual(len(self.env["crm.lead"]._arrange_documents(rows)), 2)

    def test_credit_note_without_an_order_is_below_its_invoice(self):
        if not self.env["account.journal"].search_count([("type", "=", "sale")], limit=1):
            self.skipTest("the database has no chart of accounts, so nobody can invoice")
        deal = self.make_agreed_deal(self.pump)
        deal.quotation_id.order_line.qty_delivered = 1
        invoice = deal.quotation_id._create_invoices()
        invoice.action_post()
        refund = invoice._reverse_moves()
        refund.invoice_line_ids.sale_line_ids = False
        rows = {row["res_id"]: row for row in deal._get_deal_documents() if row["res_model"] == "account.move"}
        self.assertEqual((rows[refund.id]["kind"], rows[refund.id]["parent"]), ("Credit note", invoice))

"""No document that a deal brought forth is missing on its page: every kind is made, and each is found and has its place."""

from odoo import Command
from odoo.tests import tagged

from odoo.addons.deal_stages.tests.common import MoneyCommon
from odoo.addons.deal_supply.tests.common import DealSupplyCommon

INVOICES = ("out_invoice", "out_refund", "in_invoice", "in_refund")
# Everything of these models that comes into being while the deal is played belongs to it.
MODELS = {
    "sale.order": [],
    "sale.proposal": [],
    "sale.contract": [],
    "sale.payment.request": [],
    "crm.deal.paper": [],
    "crm.engineer.request": [],
    "account.payment": [],
    "account.move": [("move_type", "in", INVOICES)],
    "stock.picking": [],
    "mrp.production": [],
    "purchase.order": [],
    "equipment.certificate": [],
}


@tagged("post_install", "-at_install")
class TestDealDocuments(DealSupplyCommon, MoneyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env["account.journal"].search_count([("type", "in", ("sale", "purchase"))], limit=1):
            cls.env["account.chart.template"].try_loading("generic_coa", cls.env.company)
        cls.bank = cls.make_journal()
        cls.env["crm.deal.paper.kind"].create({"name": "Act", "needed": True})
        # A part that is made for the order itself, of a part that is bought for it.
        cls.warehouse.mto_pull_id.route_id.active = True
        cls.screw = cls._product("Screw", vendor=cls.env["res.partner"].create({"name": "Screw works"}))
        cls.body = cls._product("Body")
        cls._make_bom(cls.body, {cls.screw: 1})
        cls.machine = cls._product("Machine")
        cls._make_bom(cls.machine, {cls.body: 1})
        kind = cls.env["equipment.type"].create({"name": "Certified machine"})
        cls.env["equipment.certification.rule"].create({"equipment_type_id": kind.id})
        cls.machine.equipment_type_id = kind
        for part in cls.screw | cls.body:
            part.route_ids = [Command.link(cls.warehouse.mto_pull_id.route_id.id)]

    def records(self, model):
        return self.env[model].search(MODELS[model])

    def test_every_document_of_a_played_deal_is_on_its_page(self):
        before = {model: self.records(model) for model in MODELS}
        deal = self.play()
        made = {model: self.records(model) - before[model] for model in MODELS}
        self.assert_rich(made)
        rows = deal._get_deal_documents()
        found = {model: [row["res_id"] for row in rows if row["res_model"] == model] for model in MODELS}
        for model, records in made.items():
            with self.subTest(model=model):
                self.assertCountEqual(found[model], records.ids)
        self.assert_tree(deal, rows)
        self.assert_words(deal)

    def play(self):
        deal = self.make_deal()
        self.add_goods(deal, self.machine, 2)
        self.add_goods(deal, self.bought, 3)
        order = deal.quotation_id
        self.env["sale.proposal"]._make(order)
        self.env["crm.engineer.request"].create(
            {"deal_id": deal.id, "question": "Which seal?", "engineer_id": self.head.id}
        )
        deal._create_quotation()
        deal.action_agree()
        self._settle()
        self.env["sale.contract"].create({"deal_id": deal.id})
        request = self.ask(20, order=order)
        payment = self.pay(request, 10)
        self.make_payment(4, payment_type="outbound").allocation_ids = [
            Command.create({"request_id": request.id, "amount": 4})
        ]
        self.assertEqual(payment.state in ("in_process", "paid"), True)
        self.supply(order)
        self.invoice(order)
        return deal

    def supply(self, order):
        for purchase in self.env["purchase.order"].search([("reference_ids", "in", order.stock_reference_ids.ids)]):
            self._receive(purchase, 1)
            self._receive(purchase)
        purchase = self._purchase_lines(order).order_id[:1]
        purchase.action_create_invoice()
        productions = self.env["mrp.production"].search([("reference_ids", "in", order.stock_reference_ids.ids)])
        for production in productions.sorted("id", reverse=True):
            self._produce(production)
        self._deliver(order, {self.machine: 1})
        self._deliver(order)
        shipped = order.picking_ids.filtered(lambda picking: picking.state == "done")[:1]
        back = self.env["stock.return.picking"].with_context(active_id=shipped.id, active_model="stock.picking")
        back.create({}).action_create_returns_all()

    def invoice(self, order):
        invoice = order._create_invoices()
        invoice.action_post()
        refund = invoice._reverse_moves()
        refund.invoice_line_ids.sale_line_ids = False
        payment = self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids)
        payment.create({"journal_id": self.bank.id})._create_payments()

    def assert_rich(self, made):
        """The play made what it was meant to: a test of three documents would prove nothing."""
        numbers = {model: len(records) for model, records in made.items()}
        self.assertEqual([model for model, number in numbers.items() if not number], [])
        self.assertEqual(set(made["account.move"].mapped("move_type")), {"out_invoice", "out_refund", "in_invoice"})
        self.assertGreaterEqual(numbers["mrp.production"], 2, "the machine and its body")
        self.assertGreaterEqual(numbers["purchase.order"], 2, "what is sold, and the screw")
        self.assertGreaterEqual(numbers["stock.picking"], 5, "two deliveries, a return, receipts")
        self.assertGreaterEqual(numbers["account.payment"], 3)

    def assert_tree(self, deal, rows):
        parents = {(row["res_model"], row["res_id"]): row["parent"] for row in rows}
        self.assertEqual(len(deal._arrange_documents(rows)), len(rows))
        roots = {model for (model, _id), parent in parents.items() if not parent}
        self.assertEqual(
            roots, {"sale.order", "crm.deal.paper", "crm.engineer.request"}, "all else came from something"
        )
        body = self.env["mrp.production"].search([("product_id", "=", self.body.id)], limit=1)
        self.assertEqual(parents["mrp.production", body.id].product_id, self.machine)
        screw = self.env["purchase.order.line"].search([("product_id", "=", self.screw.id)], limit=1).order_id
        self.assertEqual(parents["purchase.order", screw.id]._name, "mrp.production")
        first = screw.picking_ids.filtered(lambda receipt: not receipt.backorder_id)
        self.assertEqual(parents["stock.picking", first.id], screw)
        rest = screw.picking_ids - first
        self.assertEqual(parents["stock.picking", rest.id], first)

    def assert_words(self, deal):
        """The manager sees all of it, what is not his without its content."""
        rows = deal.with_user(self.manager).documents
        for row in rows:
            self.assertTrue(row["kind"])
            self.assertEqual(bool(row["res_id"]), bool(row["number"]), row)
        closed = {row["res_model"] for row in rows if not row["res_id"]}
        self.assertIn("purchase.order", closed)
        self.assertNotIn("sale.order", closed)

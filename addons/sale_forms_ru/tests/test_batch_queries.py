from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.deal_stages.tests.common import INN

from .common import DeliveryFormsCommon
from .common_statement import document, statement


@tagged("post_install", "-at_install")
class TestBatchQueries(DeliveryFormsCommon):
    """Many records cost as many queries as few, but for what is written for each."""

    def count(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.count_queries(action)

    def assert_flat(self, few, many, slack=2):
        self.assertLessEqual(many, few + slack, (few, many))

    def test_what_a_paper_says_of_its_lines(self):
        """Warm: the first reading of a day fills caches of the registry."""
        forms, kind = self.env["sale.form"], self.env.ref("sale_forms_ru.kind_upd")
        small, large = self.make_long(3), self.make_long(40)
        forms._examine(kind, small)
        costs = [self.count(lambda picking=picking: forms._examine(kind, picking)) for picking in (small, large)]
        self.assert_flat(*costs, slack=6)

    def test_what_requests_are_asked_for(self):
        requests = [self.ask(10 + number) for number in range(30)]
        costs = []
        for some in (requests[:3], requests):
            records = self.env["sale.payment.request"].union(*some)
            costs.append(self.count(lambda records=records: [one._describe_asked() for one in records]))
        self.assert_flat(*costs)

    def test_debts_of_many_customers(self):
        today = self.today
        partners = self.env["res.partner"].create([{"name": f"P{number}", "is_company": True} for number in range(40)])
        costs = [
            self.count(lambda some=some: some._get_debt(self.env.company, today)) for some in (partners[:2], partners)
        ]
        self.assert_flat(*costs)

    def test_warnings_on_many_orders(self):
        self.env.company.credit_check = "warn"
        self.ask(1000, date=self.today - timedelta(days=9), date_due=self.today - timedelta(days=5))
        orders = self.env["sale.order"].create([{"partner_id": self.entity.id} for _number in range(25)])
        costs = [self.count(lambda some=some: some._get_credit_notices()) for some in (orders[:2], orders)]
        self.assert_flat(*costs)
        self.assertEqual(set(orders._get_credit_notices()), set(orders))

    def test_closing_papers_with_their_forms(self):
        deals = [self.make("upd", self.make_delivery()).deal_id for _number in range(6)]
        kind = self.env.ref("sale_forms_ru.paper_upd")
        papers = self.env["crm.deal.paper"].create([{"deal_id": deal.id, "kind_id": kind.id} for deal in deals])
        costs = [self.count(lambda some=some: some.mapped("form_ids")) for some in (papers[:1], papers)]
        self.assert_flat(*costs, slack=3)
        self.assertEqual(len(papers.form_ids), 6)

    def test_lines_of_a_statement_that_are_known_already(self):
        def take(number, offset):
            documents = [document(offset + one, 1, f"за {one}", INN) for one in range(number)]
            statements = self.env["sale.bank.statement"].with_user(self.accountant)
            taken = statements._take(statement(*documents, end=False), "a.txt")
            parsed = statements._parse(statement(*documents, end=False))
            return self.count(lambda: taken._add_lines(parsed.documents))

        self.assert_flat(take(5, 100), take(80, 1000))

    def test_sums_of_many_statements(self):
        statements = self.env["sale.bank.statement"]
        for number in range(8):
            raw = statement(document(number, 1 + number, "x", INN), end=False)
            statements |= statements.with_user(self.accountant)._take(raw, f"{number}.txt")
        costs = [self.count(lambda some=some: some.mapped("amount_in")) for some in (statements[:1], statements)]
        self.assert_flat(*costs)
        self.assertEqual(statements.mapped("amount_in"), [float(1 + number) for number in range(8)])

    def test_who_is_late_with_papers(self):
        forms = self.env["sale.form"].union(*(self.make("upd", self.make_delivery()) for _number in range(5)))
        later = self.today + timedelta(days=30)
        leads = self.env["crm.lead"]
        leads._get_deals_without_papers(self.env.company, later)
        cost = self.count(lambda: leads._get_deals_without_papers(self.env.company, later))
        self.assertEqual(leads._get_deals_without_papers(self.env.company, later), forms.deal_id)
        self.assertLessEqual(cost, 8)

    def test_series_and_origins_of_a_delivery(self):
        def prepare(move, lot):
            places = {name: move[name].id for name in ("picking_id", "product_id", "location_id", "location_dest_id")}
            return {"move_id": move.id, "lot_id": lot.id, "quantity": 1, **places}

        def make(number):
            rows = []
            for place in range(number):
                product = self.make_goods(f"Датчик {place}", tracking="lot")
                lot = self.env["stock.lot"].create({"name": f"S{place}", "product_id": product.id})
                rows.append((product, lot))
            picking = self.make_delivery(*((product, 1, self.vat) for product, _lot in rows))
            picking.move_ids.move_line_ids.unlink()
            lots = dict(rows)
            self.env["stock.move.line"].create([prepare(move, lots[move.product_id]) for move in picking.move_ids])
            return picking

        small, large = make(2), make(20)
        costs = [
            self.count(lambda some=some: (some._get_form_series(), some._get_form_origins())) for some in (small, large)
        ]
        self.assert_flat(*costs)
        self.assertEqual(len(large._get_form_series()), 20)

"""What a person would write down on paper about three orders, and the steps that people take on them."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

GOODS = ("stocked", "made", "bought", "kit", "ruled", "nobody")
ORDERS = st.integers(0, 2)
LINES = st.integers(0, 3)
PIECES = st.integers(1, 4)


def steps(examples, length, seeded):
    """How often and how long hypothesis tries: the same sequences in every run of CI."""
    return settings(
        max_examples=examples,
        stateful_step_count=length,
        deadline=None,
        derandomize=seeded,
        database=None,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )


class SupplyMachine(RuleBasedStateMachine):
    """Three orders in two warehouses. `case` is the test whose database, goods and checks are used."""

    case = None
    orders = ()

    def __init__(self):
        super().__init__()
        self.case.begin_sequence()
        self.orders = ()

    def teardown(self):
        self.case.end_sequence()

    def order(self, number):
        return self.orders[number % len(self.orders)]

    def line(self, number, index):
        lines = self.order(number).order_line.sorted("id")
        return lines[index % len(lines)]

    @initialize(
        on_hand=st.fixed_dictionaries({name: st.integers(0, 6) for name in GOODS}),
        rows=st.lists(st.tuples(st.sampled_from(GOODS), PIECES), min_size=6, max_size=6),
        far=st.booleans(),
        batch=st.sampled_from((0, 0, 3, 5)),
    )
    def set_up(self, on_hand, rows, far, batch):
        self.case.put_goods(on_hand)
        self.case.made.supply_batch = self.case.bought.supply_batch = batch
        # The second line of the first order repeats its first product.
        rows[1] = (rows[0][0], rows[1][1])
        self.orders = self.case.make_orders(rows, far)

    @rule(number=ORDERS)
    def confirm(self, number):
        if self.order(number).state == "draft":
            self.order(number).action_confirm()

    @rule(number=ORDERS, index=LINES, pieces=PIECES)
    def raise_line(self, number, index, pieces):
        if self.order(number).state == "sale":
            self.line(number, index).product_uom_qty += pieces

    @rule(number=ORDERS, index=LINES, pieces=PIECES)
    def lower_line(self, number, index, pieces):
        line = self.line(number, index)
        if line.state == "sale":
            line.product_uom_qty = max(line.product_uom_qty - pieces, line.qty_delivered, 0)

    @rule(number=ORDERS, goods=st.sampled_from(GOODS), pieces=PIECES)
    def add_line(self, number, goods, pieces):
        if self.order(number).state == "sale" and len(self.order(number).order_line) < 4:
            self.case.add_line(self.order(number), goods, pieces)

    @rule(number=ORDERS)
    def cancel(self, number):
        order = self.order(number)
        if order.state == "sale":
            order.action_cancel()
        elif order.state == "cancel":
            order.action_draft()

    @rule(number=ORDERS, index=LINES, pieces=PIECES, backorder=st.booleans())
    def deliver(self, number, index, pieces, backorder):
        self.case.deliver_part(self.line(number, index), pieces, backorder)

    @rule(number=ORDERS, pieces=PIECES, refund=st.booleans())
    def give_back(self, number, pieces, refund):
        self.case.give_back(self.order(number), pieces, refund)

    @rule(number=ORDERS, index=LINES, pieces=PIECES)
    def produce(self, number, index, pieces):
        for production in self.case.open_productions(self.line(number, index))[:1]:
            self.case._produce(production, min(pieces, production.product_qty))

    @rule(number=ORDERS, index=LINES)
    def start_work(self, number, index):
        for production in self.case.open_productions(self.line(number, index))[:1]:
            production.qty_producing = min(1, production.product_qty)

    @rule(number=ORDERS, index=LINES)
    def cancel_production(self, number, index):
        self.case.open_productions(self.line(number, index))[:1].action_cancel()

    @rule(number=ORDERS)
    def buy(self, number):
        self.case.purchases(self.order(number)).filtered(lambda row: row.state == "draft").button_confirm()

    @rule(number=ORDERS, pieces=PIECES)
    def receive(self, number, pieces):
        for purchase in self.case.purchases(self.order(number)).filtered(lambda row: row.state == "purchase")[:1]:
            self.case._receive(purchase, pieces)

    @rule(number=ORDERS)
    def cancel_purchase(self, number):
        self.case.purchases(self.order(number)).filtered(lambda row: row.state == "draft")[:1].button_cancel()

    @rule(number=ORDERS)
    def cancel_receipt(self, number):
        receipts = self.case.purchases(self.order(number)).picking_ids
        receipts.filtered(lambda row: row.state not in ("done", "cancel"))[:1].action_cancel()

    @rule(goods=st.sampled_from(GOODS), pieces=st.integers(0, 5), far=st.booleans())
    def count(self, goods, pieces, far):
        self.case.count_goods(goods, pieces, far)

    @rule(number=ORDERS)
    def decide(self, number):
        pegs = self.order(number).supply_line_ids.filtered(lambda peg: peg.state == "decide")
        pegs.action_procure()

    @rule(number=ORDERS, index=LINES, other=ORDERS, pieces=PIECES)
    def reassign(self, number, index, other, pieces):
        self.case.reassign(self.line(number, index), self.order(other), pieces)

    @invariant()
    def holds(self):
        if self.orders:
            self.case.check(self.orders)

from odoo.tests import tagged

from .common_orders import OrdersCommon


@tagged("post_install", "-at_install")
class TestOrderChanges(OrdersCommon):
    """An order that 1C changed is followed as long as nothing happened to it here or there; else it is told."""

    def bring_first(self, **values):
        self.bring_base(stock=values.pop("stock", 0.0))
        self.bring_orders(self.order(**values))
        return self.of("customer_orders", "o1").sudo()

    def lines(self, order):
        return {
            line.product_id.default_code: (line.product_uom_qty, line.price_unit)
            for line in order.order_line
            if line.product_uom_qty
        }

    def waiting(self, order):
        moves = order.order_line.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        return sum(moves.mapped("product_uom_qty"))

    def test_quantity_and_price_follow(self):
        order = self.bring_first()
        batch = self.bring_orders(self.order(line={"quantity": 12.0, "price": 90.0}))
        self.assertEqual(self.counts(batch), {"changed": 1}, self.texts(batch))
        self.assertEqual(self.lines(order), {"P1": (12, 90)})
        self.assertEqual(self.waiting(order), 12, "what goes out follows, too")
        self.assertIn("1C changed the order", order.message_ids[0].body)

    def test_less_is_less_to_deliver(self):
        order = self.bring_first()
        self.bring_orders(self.order(line={"quantity": 4.0}))
        self.assertEqual((self.lines(order), self.waiting(order)), ({"P1": (4, 100)}, 4))

    def test_a_line_comes_and_a_line_goes(self):
        order = self.bring_first()
        more = [{"goods_article": "O1", "quantity": 2.0, "price": 7.0}]
        self.bring_orders(self.order(more=more))
        self.assertEqual(self.lines(order), {"P1": (10, 100), "O1": (2, 7)})
        batch = self.bring_orders(self.order(line={"goods_article": "O1", "quantity": 2.0, "price": 7.0}))
        self.assertEqual(self.counts(batch), {"changed": 1})
        self.assertEqual(self.lines(order), {"O1": (2, 7)})
        self.assertEqual(self.waiting(order), 2)

    def test_two_lines_of_one_product_follow_in_their_order(self):
        second = {"goods_article": "P1", "quantity": 3.0, "price": 50.0}
        order = self.bring_first(more=[second])
        self.bring_orders(self.order(line={"quantity": 11.0}, more=[{**second, "quantity": 4.0}]))
        found = [(line.product_uom_qty, line.price_unit) for line in order.order_line]
        self.assertEqual(found, [(11, 100), (4, 50)])

    def test_dates_manager_and_words_follow(self):
        order = self.bring_first(manager="Anna Admin", comment="Call before")
        days = {"ship_date": self.day("2026-04-01"), "date": self.day("2026-02-02")}
        self.bring_orders(self.order(manager="Egor", comment="Bring two", **days))
        self.assertEqual(order.user_id.name, "Egor")
        self.assertEqual(
            (str(order.commitment_date.date()), str(order.date_order.date())), ("2026-04-01", "2026-02-02")
        )
        self.assertIn("Bring two", order.note)
        self.assertEqual(self.lines(order), {"P1": (10, 100)})

    def test_the_same_again_changes_nothing(self):
        self.bring_first()
        self.bring_orders(self.order(line={"quantity": 12.0}))
        self.assertEqual(self.counts(self.bring_orders(self.order(line={"quantity": 12.0}))), {"unchanged": 1})

    def keep(self, order, **values):
        """1C changed something, and it is told only."""
        before = self.lines(order)
        batch = self.bring_orders(self.order(**values))
        self.assertEqual(batch.kept, 1, self.texts(batch))
        self.assertIn("is worked on here", self.texts(batch, "kept")[0])
        self.assertEqual(self.lines(order), before)

    def test_what_1c_shipped_is_told(self):
        order = self.bring_first()
        self.keep(order, line={"quantity": 12.0, "done": 1.0})

    def test_what_was_paid_in_1c_is_told(self):
        order = self.bring_first()
        self.keep(order, line={"quantity": 12.0}, paid=10.0)

    def test_what_was_shipped_here_is_told(self):
        order = self.bring_first(stock=10.0)
        picking = order.picking_ids
        picking.action_assign()
        picking.move_ids.write({"quantity": 1, "picked": True})
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(order.order_line.qty_delivered, 1)
        self.keep(order, line={"quantity": 12.0})

    def test_what_people_changed_here_is_theirs(self):
        order = self.bring_first()
        order.order_line.product_uom_qty = 9
        self.keep(order, line={"quantity": 12.0})

    def test_what_people_changed_elsewhere_hinders_nothing(self):
        order = self.bring_first(manager="Anna Admin")
        order.user_id = self.employee.id
        batch = self.bring_orders(self.order(manager="Anna Admin", line={"quantity": 12.0}))
        self.assertEqual(self.counts(batch), {"changed": 1}, self.texts(batch, "kept"))
        self.assertEqual((order.user_id.name, self.lines(order)), ("Egor", {"P1": (12, 100)}))

    def test_another_customer_and_a_cancelled_order_are_told(self):
        order = self.bring_first()
        self.keep(order, customer="Steel")
        order._action_cancel()
        batch = self.bring_orders(self.order(line={"quantity": 12.0}))
        self.assertEqual(batch.kept, 1)

    def test_taking_back_brings_the_order_back_as_it_was(self):
        order = self.bring_first()
        more = [{"goods_article": "O1", "quantity": 2.0, "price": 7.0}]
        batch = self.bring_orders(self.order(line={"quantity": 12.0}, more=more))
        self.assertEqual(self.lines(order), {"P1": (12, 100), "O1": (2, 7)})
        batch.action_undo()
        self.assertEqual(self.lines(order), {"P1": (10, 100)})
        self.assertEqual((order.state, self.waiting(order)), ("sale", 10))

    def test_a_price_that_was_agreed_outlives_a_change_of_quantity(self):
        order = self.bring_first()
        order.order_line.product_uom_qty = 9
        self.assertEqual(self.lines(order), {"P1": (9, 100)})
        free = {**self.order(line={"price": 0.0}), "key": "o2", "number": "F-1"}
        self.bring_orders(free)
        gift = self.of("customer_orders", "o2").sudo()
        gift.order_line.product_uom_qty = 3
        self.assertEqual(self.lines(gift), {"P1": (3, 0)})

    def test_taking_back_leaves_what_people_changed_since(self):
        order = self.bring_first()
        batch = self.bring_orders(self.order(line={"quantity": 12.0}))
        order.order_line.product_uom_qty = 20
        batch.action_undo()
        self.assertEqual(self.lines(order), {"P1": (20, 100)})


@tagged("post_install", "-at_install")
class TestPaidOrders(OrdersCommon):
    """What was paid in 1C is known here, once, and weighs nothing in the ledger."""

    def setUp(self):
        super().setUp()
        if "payment_request_ids" not in self.env["sale.order"]._fields:
            self.skipTest("requests to pay are not kept")
        self.bring_base()

    def bring_paid(self, *paid):
        orders = [
            {**self.order(paid=amount), "key": f"o{number}", "number": f"N-{number}"}
            for number, amount in enumerate(paid, 1)
        ]
        batch = self.bring_orders(*orders)
        return batch, [self.of("customer_orders", f"o{number}").sudo() for number in range(1, len(paid) + 1)]

    def ask(self, order, amount):
        return self.env["sale.payment.request"].sudo().create({"order_id": order.id, "amount": amount})

    def test_a_part_is_asked_for_and_paid(self):
        batch, [order] = self.bring_paid(400.0)
        self.assertEqual(self.counts(batch), {"made": 1}, self.texts(batch))
        request = order.payment_request_ids
        day = order.date_order.date()
        self.assertRecordValues(
            request, [{"name": "1C N-1", "amount": 400, "amount_paid": 400, "state": "paid", "date": day}]
        )
        payment = request.allocation_ids.payment_id
        self.assertEqual((payment.journal_id.code, payment.amount_unallocated), ("1CP", 0))
        self.assertFalse(payment.move_id, "the money stands in the balances already")

    def test_the_rest_can_be_asked_for(self):
        _batch, [order] = self.bring_paid(400.0)
        rest = self.ask(order, order.amount_total - 400)
        self.assertEqual(rest.state, "open")
        self.assertEqual(sum(order.payment_request_ids.mapped("amount")), order.amount_total)

    def test_nothing_paid_asks_for_nothing(self):
        _batch, [order] = self.bring_paid(0.0)
        self.assertFalse(order.payment_request_ids)

    def test_more_than_the_order_is_an_advance_and_told(self):
        batch, [order] = self.bring_paid(5000.0)
        self.assertEqual(order.payment_request_ids.amount_paid, order.amount_total)
        self.assertIn("the rest is an advance", " ".join(self.texts(batch, "warning")))

    def test_several_orders_have_one_journal_and_agree_with_1c(self):
        batch, orders = self.bring_paid(100.0, 200.0, 0.0)
        self.assertEqual([sum(order.payment_request_ids.mapped("amount_paid")) for order in orders], [100, 200, 0])
        journals = self.env["account.journal"].sudo().search([("code", "=", "1CP")])
        self.assertEqual(len(journals), 1)
        self.press(batch, "action_compare")
        totals = {row.measure: (row.stated, row.found) for row in batch.total_ids}
        self.assertEqual(totals["paid"], (300, 300))

    def test_the_ledger_knows_nothing_of_it(self):
        before = self.env["account.move.line"].sudo().search_count([])
        self.bring_paid(400.0)
        self.assertEqual(self.env["account.move.line"].sudo().search_count([]), before)

    def test_taking_back_takes_the_payment_along(self):
        batch, [order] = self.bring_paid(400.0)
        payment = order.payment_request_ids.allocation_ids.payment_id
        self.assertTrue(payment)
        batch.action_undo()
        self.assertFalse(order.exists(), self.texts(batch, "undo"))
        self.assertFalse(payment.exists())

    def test_money_that_came_here_keeps_the_order(self):
        batch, [order] = self.bring_paid(400.0)
        request = self.ask(order, 50)
        journals = self.env["account.journal"].sudo()
        bank = journals.search([("type", "=", "bank")], limit=1) or journals.create(
            {"name": "Bank", "type": "bank", "code": "TBNK"}
        )
        values = {"payment_type": "inbound", "partner_type": "customer", "partner_id": order.partner_id.id}
        payment = self.env["account.payment"].sudo().create({**values, "amount": 50, "journal_id": bank.id})
        payment.action_post()
        self.env["sale.payment.allocation"].sudo().create(
            {"payment_id": payment.id, "request_id": request.id, "amount": 50}
        )
        batch.action_undo()
        self.assertTrue(order.exists())
        self.assertIn("paid here since", " ".join(self.texts(batch, "undo")))

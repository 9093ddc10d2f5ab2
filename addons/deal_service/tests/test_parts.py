from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestParts(ServiceCommon):
    """Parts leave the stock once, and are sold once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.main = cls.env["stock.warehouse"].search([("company_id", "=", cls.env.company.id)], limit=1).lot_stock_id
        cls._put(cls.part, 10, cls.main)

    def on_stock(self, product=None):
        return (product or self.part).sudo().with_context(location=self.main.id).qty_available

    def visit_with_parts(self, *quantities, request=None, **values):
        parts = [Command.create({"product_id": self.part.id, "quantity": quantity}) for quantity in quantities]
        request = request or self._request(cover="paid")
        return self._root["service.visit"].create({"request_id": request.id, "part_ids": parts, **values})

    @users("service_engineer")
    def test_an_engineer_takes_parts_without_being_a_storeman(self):
        visit = self.visit_with_parts(2, engineer_id=self.engineer.id).with_user(self.env.user)
        before = self.on_stock()
        self.assertFalse(self.env["stock.picking"].has_access("create"))
        visit.action_done()
        self.assertEqual(self.on_stock(), before - 2)
        picking = visit.sudo().picking_id
        self.assertRecordValues(picking, [{"state": "done", "origin": visit.name, "partner_id": self.entity.id}])

    def test_two_lines_of_one_part_are_two_movements(self):
        visit = self.visit_with_parts(1, 2)
        before = self.on_stock()
        visit.action_done()
        self.assertEqual(self.on_stock(), before - 3)
        self.assertEqual(visit.part_ids.move_id.mapped("quantity"), [1, 2])
        self.assertEqual(visit.part_ids.mapped("is_taken"), [True, True])

    def test_several_visits_at_once(self):
        visits = self.visit_with_parts(1) | self.visit_with_parts(4)
        before = self.on_stock()
        visits.action_done()
        self.assertEqual(self.on_stock(), before - 5)
        self.assertEqual(len(visits.picking_id), 2)

    def test_what_is_short_leaves_nothing_behind(self):
        visit = self.visit_with_parts(8, 8)
        with self.assertRaisesRegex(UserError, r"too little of: Part \(2\)"), self.env.cr.savepoint():
            visit.action_done()
        self.assertEqual(self.on_stock(), 10)
        self.assertRecordValues(visit, [{"state": "planned", "picking_id": False}])
        visit.part_ids[1].quantity = 1
        visit.action_done()
        self.assertEqual(self.on_stock(), 1)

    def test_what_is_promised_to_a_customer_is_not_taken(self):
        warehouse = self.main.warehouse_id
        self._order((self.part, 9), warehouse_id=warehouse.id)
        with self.assertRaisesRegex(UserError, "too little"):
            self.visit_with_parts(2).action_done()

    def test_taken_parts_are_not_deleted(self):
        visit = self.visit_with_parts(1)
        visit.action_done()
        with self.assertRaisesRegex(UserError, "left the stock"):
            visit.part_ids.unlink()

    def test_cancelled_visits_take_nothing(self):
        visit = self.visit_with_parts(1)
        visit.action_cancel()
        self.assertEqual(self.on_stock(), 10)
        self.assertFalse(visit.part_ids.is_taken)

    def sell(self, request):
        return self.env["sale.order"].browse(request.action_make_order()["res_id"])

    def goods(self, order):
        return [(line.product_id, line.product_uom_qty) for line in order.order_line]

    @users("sb_manager")
    def test_what_was_used_is_sold_and_not_sent_again(self):
        request = self._request(cover="paid", user_id=self.manager.id)
        visit = self.visit_with_parts(2, request=request, hours=3)
        request = request.with_user(self.env.user)
        visit.action_done()
        before = self.on_stock()
        order = self.sell(request)
        service = self.env.company.service_product_id
        self.assertEqual(sorted(self.goods(order), key=str), sorted([(service, 3), (self.part, 2)], key=str))
        order.action_confirm()
        self._settle()
        self.assertEqual(self.on_stock(), before)
        part = order.order_line.filtered(lambda line: line.product_id == self.part)
        self.assertEqual(part.qty_delivered, 2)
        self.assertFalse(part.sudo().move_ids.filtered(lambda move: move.state != "done"))
        self.assertFalse(order.sudo().supply_line_ids)

    def test_a_quotation_follows_the_visits_until_it_is_confirmed(self):
        request = self._request(cover="paid")
        order = self.sell(request)
        self.assertEqual(self.goods(order), [(self.env.company.service_product_id, 1)])
        planned = self.visit_with_parts(1, request=request, hours=2)
        self.assertEqual(self.sell(request), order)
        self.assertEqual(len(order.order_line), 1, "What was not used yet is not sold.")
        planned.action_done()
        self.sell(request)
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [2, 1])
        self.visit_with_parts(3, request=request, hours=1).action_done()
        self.sell(request)
        self.sell(request)
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [3, 1, 3])
        order.action_confirm()
        self.assertEqual(self.sell(request), order)
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [3, 1, 3])

    def test_what_is_used_after_the_order_has_another_order(self):
        request = self._request(cover="paid")
        self.visit_with_parts(1, request=request, hours=2).action_done()
        first = self.sell(request)
        first.action_confirm()
        self.visit_with_parts(3, request=request, hours=4).action_done()
        second = self.sell(request)
        self.assertNotEqual(first, second)
        self.assertEqual(second.order_line.mapped("product_uom_qty"), [4, 3])
        self.assertEqual(first.order_line.mapped("product_uom_qty"), [2, 1])
        self.assertEqual(self.sell(request), second)

    def test_a_cancelled_quotation_is_made_anew(self):
        request = self._request(cover="paid")
        visit = self.visit_with_parts(2, request=request)
        visit.action_done()
        first = self.sell(request)
        first.action_cancel()
        second = self.sell(request)
        self.assertNotEqual(first, second)
        self.assertIn((self.part, 2), self.goods(second))

    @users("service_engineer")
    def test_an_engineer_makes_no_quotations(self):
        request = self._request(cover="paid", engineer_id=self.engineer.id).with_user(self.env.user)
        with self.assertRaises(AccessError):
            request.action_make_order()

    def test_parts_with_numbers_have_their_card(self):
        spare = self._product("Spare compressor", tracking="serial", equipment_type_id=self.chambers.id)
        lot = self.env["stock.lot"].create({"name": "CMP-1", "product_id": spare.id})
        self.env["stock.quant"]._update_available_quantity(spare, self.main, 1, lot_id=lot)
        parts = [Command.create({"product_id": spare.id})]
        visit = self.env["service.visit"].create({"request_id": self._request().id, "part_ids": parts})
        visit.action_done()
        piece = self.env["service.piece"].search([("name", "=", "CMP-1")])
        self.assertRecordValues(piece, [{"state": "customer", "partner_id": self.entity.id, "deal_id": False}])

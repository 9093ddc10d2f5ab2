from datetime import date

from odoo import Command
from odoo.tests import tagged

from .common import PickCommon


@tagged("post_install", "-at_install")
class TestMoreTasks(PickCommon):
    def _open(self, name, user=None):
        home = self._handheld(user or self.worker, "home")
        home.start()
        home.press("tile", name)
        return home.follow()

    def _delivered(self, *series):
        picking = self._pick_of(sum(row[2] for row in series), *series)
        self._validate(picking)
        return picking

    # Return

    def test_a_return_comes_in_by_its_delivery(self):
        delivery = self._delivered(
            ("R-1", date(2025, 1, 1), 3, self.shelf_a), ("R-2", date(2025, 2, 1), 2, self.shelf_b)
        )
        back = self._open("return")
        back.scan(delivery.name)
        self.assertEqual(back.kind, "info", back.word)
        self._make_lot("R-3", date(2025, 3, 1))
        back.scan("R-3")
        self.assertIn("was not in this delivery", back.word)
        back.scan("(01)04600000000015(10)R-NEW")
        self.assertIn("never delivered", back.word)
        back.scan("R-1")
        back.scan("R-1")
        back.press("finish")
        self.assertEqual(back.kind, "right", back.word)
        returned = delivery.return_ids
        self.assertEqual((returned.state, self._done(returned)), ("done", {"R-1": 2}))
        self.assertFalse(returned.backorder_ids)

    def test_a_return_is_found_by_its_goods(self):
        first = self._delivered(("S-1", date(2025, 1, 1), 3, self.shelf_a))
        back = self._open("return")
        back.scan("S-1")
        self.assertEqual(back.screen["title"], first.return_ids.name)
        # The same piece of work goes on where it was.
        back.start()
        self.assertEqual(len(first.return_ids), 1)
        back.send("leave")
        self.assertEqual(first.return_ids.state, "cancel")

    def test_goods_that_left_twice_are_asked_for(self):
        lot = self._make_lot("T-1", date(2025, 1, 1), quantity=4, location=self.shelf_a)
        deliveries = [self._make_picking("out", 2) for _time in range(2)]
        for delivery in deliveries:
            delivery.action_assign()
            self._validate(delivery)
        back = self._open("return")
        back.scan(lot.name)
        self.assertEqual(len(back.screen["input"]["options"]), 2)
        back.set("picking", str(deliveries[0].id))
        self.assertEqual(deliveries[0].return_ids.state, "assigned")
        back.scan(self._make_lot("NEVER", date(2025, 1, 1)).name)
        self.assertIn("was not in this delivery", back.word)

    # Pack

    def test_goods_go_into_packages(self):
        picking = self._two_places(8)
        pack = self._open("pack")
        pack.set("picking", str(picking.id))
        pack.press("close")
        self.assertIn("Scan first", pack.word)
        pack.scan("(01)04600000000015(10)NEW(30)2")
        pack.press("close")
        self.assertEqual(pack.kind, "right", pack.word)
        self.assertTrue(pack.screen["files"])
        pack.scan("NEW")
        pack.scan("(01)04600000000015(10)OLD(30)5")
        pack.press("close")
        pack.press("finish")
        self.assertEqual((pack.kind, picking.state), ("right", "done"), pack.word)
        rows = [
            {line.lot_id.name: line.quantity for line in lines}
            for lines in picking.move_line_ids.grouped("result_package_id").values()
        ]
        self.assertCountEqual(rows, [{"NEW": 2}, {"NEW": 1, "OLD": 5}])

    # Production

    def _order(self, tracking="lot"):
        made = self._make_product("Pump set", tracking=tracking)
        order = self.env["mrp.production"].create(
            {
                "product_id": made.id,
                "product_qty": 4,
                "picking_type_id": self.warehouse.manu_type_id.id,
                "move_raw_ids": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": 8,
                            "product_uom": self.product.uom_id.id,
                            "manual_consumption": False,
                        }
                    )
                ],
            }
        )
        order.action_confirm()
        order.action_assign()
        return order

    def _accept(self, order):
        accept = self._open("production")
        accept.scan(order.name)
        self.assertEqual(accept.kind, "info", accept.word)
        return accept

    def test_goods_of_production_are_taken_over(self):
        self._make_lot("K-1", date(2024, 1, 1), quantity=8, location=self.shelf_a)
        order = self._order()
        accept = self._accept(order)
        accept.press("finish")
        self.assertIn("series first", accept.word)
        accept.scan("K-1")
        self.assertIn("is not what this order makes", accept.word)
        accept.set("number", "MADE-1")
        accept.press("finish")
        self.assertEqual((accept.kind, order.state), ("right", "done"), accept.word)
        lot = order.lot_producing_ids
        self.assertEqual((lot.name, lot.product_qty), ("MADE-1", 4))
        self.assertEqual(lot.production_date, self.env.company._get_stock_day())
        accept.press("label")
        self.assertTrue(accept.screen["files"])
        accept.press("next")
        accept.scan(order.name)
        self.assertIn("that is confirmed", accept.word)

    def test_a_part_is_taken_over_the_rest_stays(self):
        self._make_lot("K-2", date(2024, 1, 1), quantity=8, location=self.shelf_a)
        order = self._order("none")
        accept = self._accept(order)
        accept.set("quantity", 3)
        accept.press("finish")
        self.assertEqual((accept.kind, order.state, order.qty_produced), ("right", "done", 3), accept.word)
        rest = order.production_group_id.production_ids - order
        self.assertEqual(rest.product_qty, 1)

    def test_the_next_number_is_made(self):
        self._make_lot("K-3", date(2024, 1, 1), quantity=8, location=self.shelf_a)
        accept = self._accept(self._order())
        accept.press("new_series")
        self.assertEqual(accept.kind, "right")
        self.assertTrue(accept.screen["target"]["series"])

    def test_younger_components_need_the_supervisor(self):
        self._make_lot("K-4", date(2025, 1, 1), quantity=8, location=self.shelf_a)
        order = self._order("none")
        order.move_raw_ids.move_line_ids.picked = True
        self._make_lot("K-OLDER", date(2024, 1, 1), quantity=8, location=self.shelf_a)
        accept = self._accept(order)
        accept.press("finish")
        self.assertIn("K-OLDER", accept.word)
        accept.press("allow")
        accept.set("reason", str(self._make_reason().id))
        accept.scan(self.supervisor.with_user(self.supervisor)._issue_badge())
        self.assertEqual((accept.kind, order.state), ("right", "done"), accept.word)
        release = self.env["stock.series.release"].search([("production_id", "=", order.id)])
        self.assertEqual(release.user_id, self.supervisor)

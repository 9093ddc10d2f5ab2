"""What is done, and what happens to the reservations of others."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from .oldest import OldestCommon


@tagged("post_install", "-at_install")
class TestDoneLines(OldestCommon):
    """A delivery that is done may be unlocked and edited: the rule holds there too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old = cls._make_lot("OLD", date(2025, 1, 1), quantity=10)
        cls.new = cls._make_lot("NEW", date(2025, 6, 1), quantity=10)
        cls.reason = cls.env.ref("stock_batches.release_reason_mistake")

    def _shipped(self, quantity=4):
        picking = self._reserved(quantity)
        self._validate(picking)
        self.assertEqual(self._lines(picking), [("OLD", quantity)])
        return picking

    def _left(self):
        return {lot.name: lot.product_qty for lot in self.old | self.new}

    def _correct(self, picking, **values):
        picking = picking.with_user(self.supervisor)
        action = picking.action_correct_series()
        wizard = self.env[action["res_model"]].with_user(self.supervisor).with_context(**action["context"])
        return wizard.create({"lot_id": self.new.id, "reason_id": self.reason.id, **values})

    def _check_refused(self, change, message="Series OLD of Sealant .* leaves first"):
        before = self._left()
        with self.assertRaisesRegex(UserError, message), self.env.cr.savepoint():
            change()
        self.assertEqual(self._left(), before)

    def test_another_series_on_a_done_line(self):
        for user in (self.worker, self.supervisor):
            line = self._shipped().move_line_ids.with_user(user)
            self._check_refused(lambda line=line: line.write({"lot_id": self.new.id}))

    def test_by_the_quant_too(self):
        line = self._shipped().move_line_ids
        quant = self.new.quant_ids.filtered(lambda quant: quant.location_id == self.stock)
        self._check_refused(lambda: line.write({"quant_id": quant.id}))

    def test_more_of_the_younger_than_was_recorded(self):
        self.old._block("Leaks")
        picking = self._reserved(2)
        self._validate(picking)
        self.old.with_user(self.supervisor).is_blocked = False
        line = picking.move_line_ids
        self._check_refused(lambda: line.write({"quantity": 3}))
        line.quantity = 1
        self.assertEqual(self._left(), {"OLD": 10, "NEW": 9}, "less is no exception")

    def test_a_line_added_to_a_done_delivery(self):
        picking = self._shipped()
        values = picking.move_ids._prepare_move_line_vals(quantity=1)
        lines = self.env["stock.move.line"].with_user(self.worker)
        self._check_refused(lambda: lines.create({**values, "lot_id": self.new.id}))
        lines.create({**values, "lot_id": self.old.id})
        self.assertEqual(self._left(), {"OLD": 5, "NEW": 10})

    def test_what_does_not_leave_younger_is_corrected_freely(self):
        older = self._make_lot("OLDER", date(2024, 1, 1))
        picking = self._shipped()
        self.env["stock.quant"]._update_available_quantity(self.product, self.stock, 4, lot_id=older)
        picking.move_line_ids.with_user(self.worker).lot_id = older
        self.assertEqual((self._left()["OLD"], older.product_qty), (10, 0))

    def test_a_blocked_series_did_not_leave(self):
        older = self._make_lot("OLDER", date(2024, 1, 1), quantity=4)
        older._block("Leaks")
        line = self._shipped().move_line_ids
        self._check_refused(lambda: line.write({"lot_id": older.id}), "Series OLDER of Sealant is blocked")

    def test_receipts_and_moves_inside_are_corrected_as_ever(self):
        lot = self._receive("IN-1", 4, production_date=date(2025, 9, 1))
        line = self.env["stock.move.line"].search([("lot_id", "=", lot.id), ("state", "=", "done")])
        line.quantity = 6
        self.assertEqual(lot.product_qty, 6)

    def test_supervisor_says_what_really_left(self):
        picking = self._shipped()
        correction = self._correct(picking)
        self.assertRecordValues(correction, [{"recorded_lot_id": self.old.id, "quantity": 4}])
        correction.note = "The customer called"
        correction.action_apply()
        self.assertEqual((self._lines(picking), self._left()), ([("NEW", 4)], {"OLD": 10, "NEW": 6}))
        release = self.env["stock.series.release"].search([("picking_id", "=", picking.id)])
        self.assertRecordValues(
            release,
            [
                {
                    "lot_id": self.new.id,
                    "older_lot_id": self.old.id,
                    "quantity": 4,
                    "kind": "older",
                    "reason_id": self.reason.id,
                    "note": "The customer called",
                    "user_id": self.supervisor.id,
                }
            ],
        )

    def test_a_part_of_it(self):
        picking = self._shipped()
        self._correct(picking, quantity=1).action_apply()
        self.assertEqual((self._lines(picking), self._left()), ([("NEW", 1), ("OLD", 3)], {"OLD": 7, "NEW": 9}))
        for values in ({"quantity": 0}, {"quantity": 5}, {"lot_id": self.old.id}):
            line = picking.move_line_ids.filtered(lambda line: line.lot_id == self.old)
            with self.assertRaisesRegex(UserError, "Give another series"):
                self._correct(picking, line_id=line.id, **values).action_apply()

    def test_an_expired_one_is_recorded_as_such(self):
        glue = self._glue()
        self._make_lot("GOOD", date(2025, 1, 1), glue, 5, expiration_date=self._in_days(200))
        gone = self._make_lot("GONE", date(2025, 6, 1), glue, 5, expiration_date=self._in_days(-2))
        picking = self._reserved(2, product=glue)
        self._validate(picking)
        self._correct(picking, lot_id=gone.id).action_apply()
        release = self.env["stock.series.release"].search([("picking_id", "=", picking.id)])
        self.assertEqual((release.kind, self._lines(picking)), ("expired", [("GONE", 2)]))

    @users("series_worker")
    def test_worker_has_no_such_dialog(self):
        picking = self._shipped()
        with self.assertRaises(AccessError):
            self.env["stock.series.correction"].create(
                {
                    "candidate_ids": [(6, 0, picking.move_line_ids.ids)],
                    "line_id": picking.move_line_ids.id,
                    "lot_id": self.new.id,
                    "reason_id": self.reason.id,
                }
            )

    def test_the_dialog_of_several_lines(self):
        picking = self._reserved(12)
        self._validate(picking)
        action = picking.action_correct_series()
        self.assertEqual(set(action["context"]["default_candidate_ids"]), set(picking.move_line_ids.ids))
        self.assertFalse(action["context"]["default_line_id"])
        form = Form(self.env[action["res_model"]].with_context(**action["context"]))
        form.line_id = picking.move_line_ids.filtered(lambda line: line.lot_id == self.new)
        self.assertEqual((form.quantity, form.recorded_lot_id), (2, self.new))
        shown = picking.move_line_ids.with_context(stock_batches_with_series=True).mapped("display_name")
        self.assertEqual(sorted(shown), ["NEW × 2, Sealant", "OLD × 10, Sealant"], "two lines that can be told apart")
        with self.assertRaisesRegex(UserError, "Nothing with a series"):
            self._reserved(1).action_correct_series()


@tagged("post_install", "-at_install")
class TestLosses(OldestCommon):
    """Core takes reservations away where goods are gone: who loses them is told."""

    def _count(self, lot, quantity):
        quant = lot.quant_ids.filtered(lambda quant: quant.location_id == self.stock)
        quant.with_context(inventory_mode=True).inventory_quantity = quantity
        quant.with_context(inventory_mode=True).action_apply_inventory()
        self._settle()

    def test_a_count_finds_less_than_is_reserved(self):
        first = self._make_lot("A", date(2025, 1, 1), quantity=5)
        self._make_lot("B", date(2025, 6, 1), quantity=5)
        picking = self._reserved(5)
        self._count(first, 2)
        self.assertEqual(self._lines(picking), [("A", 2), ("B", 3)])
        self.assertIn("3 of series A are not there any more", " ".join(picking.message_ids.mapped("body")))

    def test_nothing_is_left(self):
        first = self._make_lot("A", date(2025, 1, 1), quantity=5)
        picking = self._reserved(5)
        self._count(first, 0)
        self.assertEqual((self._lines(picking), picking.move_ids.state), ([], "confirmed"))
        self.assertIn("reserved now: nothing", " ".join(picking.message_ids.mapped("body")))

    def test_what_is_free_disturbs_nobody(self):
        first = self._make_lot("A", date(2025, 1, 1), quantity=5)
        picking = self._reserved(2)
        before = len(picking.message_ids)
        self._count(first, 3)
        self.assertEqual((self._lines(picking), len(picking.message_ids)), ([("A", 2)], before))

    def test_other_strategies_are_told_nothing(self):
        bolt = self._make_product("Bolt", categ_id=self.fifo_category.id)
        lot = self._make_lot("A", date(2025, 1, 1), bolt, 5)
        picking = self._reserved(5, product=bolt)
        before = len(picking.message_ids)
        self._count(lot, 2)
        self.assertEqual((self._lines(picking), len(picking.message_ids)), ([("A", 2)], before))

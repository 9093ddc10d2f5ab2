from odoo.exceptions import UserError
from odoo.tests import tagged, users

from .common import DeliveryFormsCommon


@tagged("post_install", "-at_install")
class TestCorrection(DeliveryFormsCommon):
    """A delivery that changed after its papers were printed."""

    def setUp(self):
        super().setUp()
        self.picking = self.make_delivery((self.goods, 3, self.vat), (self.spare, 7, self.low))
        self.base = self.make("upd", self.picking)

    @users("sb_manager")
    def test_what_became_less_is_corrected(self):
        self.picking.move_ids.filtered(lambda move: move.product_id == self.spare).product_uom_qty = 4
        form = self.make_as(self.env.user, "correction", self.picking)
        self.assertEqual((form.corrected_id, form.data["corrects"]["number"]), (self.base, self.base.number))
        row = form.data["lines"][0]
        self.assertEqual(len(form.data["lines"]), 1)
        self.assertEqual((row["before"]["quantity"], row["after"]["quantity"]), (7, 4))
        self.assertEqual((row["down"]["total"], row["up"]["total"]), (109.99, 0))
        self.assertEqual(form.amount_total, -109.99)
        text = self.read_text(form)
        for words in ("Универсальный", "А (до изменения)", "109,99", f"№ {self.base.number}"):
            self.assertIn(words, text)

    def test_a_second_change_is_counted_from_the_first_correction(self):
        move = self.picking.move_ids.filtered(lambda one: one.product_id == self.spare)
        move.product_uom_qty = 4
        first = self.make("correction", self.picking)
        self.assertEqual(self.make("correction", self.picking), first)
        self.assertEqual(self.make("upd", self.picking), self.base)
        move.product_uom_qty = 5
        second = self.make("correction", self.picking)
        row = second.data["lines"][0]
        self.assertEqual((row["before"]["quantity"], row["after"]["quantity"]), (4, 5))
        self.assertEqual(self.base.correction_ids, first | second)
        self.assertEqual((first.state, second.state), ("printed", "printed"))
        self.assertNotEqual(first.number, second.number)

    def test_nothing_to_correct(self):
        with self.assertRaisesRegex(UserError, "nothing changed since"):
            self.make("correction", self.picking)
        with self.assertRaisesRegex(UserError, "Nothing was printed"):
            self.make("correction", self.make_delivery())

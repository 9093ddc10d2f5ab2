from datetime import date

from odoo.tests import tagged

from ..services import codes
from .common import ScanCommon


@tagged("post_install", "-at_install")
class TestCodes(ScanCommon):
    """What a code means: all of it, nothing guessed. The same codes as the page's own reader is held to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lot = cls._make_lot("CODE-1", date(2025, 1, 1), quantity=3, location=cls.shelf_a)

    def _read(self, text):
        env = self.env(user=self.worker)
        return [(meaning.kind, meaning.record.id, meaning.quantity) for meaning in codes.resolve(env, text)]

    def test_each_kind_of_record(self):
        picking = self._make_picking("out", 1)
        package = self.env["stock.package"].create({"name": "CODE-PACK"})
        kind = self.warehouse.out_type_id
        kind.barcode = "CODE-OUT"
        badge = self.worker.with_user(self.supervisor)._issue_badge()
        for text, expected in (
            ("CODE-1", ("lot", self.lot.id)),
            ("4600000000015", ("product", self.product.id)),
            ("SHELF-A", ("location", self.shelf_a.id)),
            ("CODE-PACK", ("package", package.id)),
            (picking.name, ("picking", picking.id)),
            ("CODE-OUT", ("picking_type", kind.id)),
            (badge, ("badge", self.worker.id)),
        ):
            self.assertEqual([row[:2] for row in self._read(text)], [expected], text)

    def test_nothing_is_nothing(self):
        for text in ("NOBODY", "]d2", "(01)", "%", "_", "' OR 1=1 --", "", " "):
            self.assertEqual(self._read(text), [], repr(text))

    def test_a_part_of_a_number_is_not_the_number(self):
        self.assertEqual(self._read("CODE"), [])
        self.assertEqual(self._read("code-1"), [])

    def test_parts_of_a_label(self):
        [meaning] = codes.resolve(self.env, "]d201046000000000151125010117301231" + "10CODE-1\x1d302")
        self.assertEqual((meaning.kind, meaning.record, meaning.quantity), ("lot", self.lot, 2))
        self.assertEqual((meaning.parts["production"], meaning.parts["expiry"]), (date(2025, 1, 1), date(2030, 12, 31)))

    def test_a_new_number_of_known_goods(self):
        [meaning] = codes.resolve(self.env, "(01)04600000000015(10)CODE-9")
        self.assertEqual((meaning.kind, meaning.record, meaning.name), ("new_lot", self.product, "CODE-9"))

    def test_a_number_that_swallowed_what_follows_is_doubted(self):
        meanings = codes.resolve(self.env, "(01)04600000000015(10)CODE-117301231")
        self.assertEqual([meaning.kind for meaning in meanings], ["lot", "new_lot"])
        self.assertEqual(meanings[0].record, self.lot)

    def test_a_package_of_many(self):
        box = self.env["uom.uom"].create(
            {"name": "Box of 12", "relative_factor": 12, "relative_uom_id": self.product.uom_id.id}
        )
        self.env["product.uom"].create({"product_id": self.product.id, "uom_id": box.id, "barcode": "14600000000012"})
        self.assertEqual(self._read("14600000000012"), [("product", self.product.id, 12)])
        self.assertEqual(self._read("(01)14600000000012(10)CODE-1"), [("lot", self.lot.id, 12)])
        self.assertEqual(self._read("(01)14600000000012(10)CODE-1(37)2"), [("lot", self.lot.id, 24)])

    def test_places_and_units_of_gs1(self):
        self.shelf_b.barcode = "4600000000084"
        self.env["stock.package"].create({"name": "046000000000000013"})
        self.assertEqual([row[0] for row in self._read("(414)4600000000084")], ["location"])
        self.assertEqual([row[0] for row in self._read("(00)046000000000000013")], ["package"])

    def test_own_numbers_that_look_like_gs1(self):
        """A series that begins with 10 is a series, not the rest of it behind an identifier."""
        ten = self._make_lot("10ABC", date(2025, 1, 1))
        self._make_lot("ABC", date(2025, 1, 1))
        meanings = codes.resolve(self.env, "10ABC")
        self.assertEqual(meanings[0].record, ten)
        self.assertEqual(len(meanings), 2)

    def test_goods_and_series_of_one_number(self):
        other = self._make_product("Paint", barcode="CODE-1")
        self.assertEqual({row[:2] for row in self._read("CODE-1")}, {("lot", self.lot.id), ("product", other.id)})

    def test_meanings_survive_the_session(self):
        [meaning] = codes.resolve(self.env, "(01)04600000000015(17)301231(10)CODE-1(30)2")
        again = codes.Meaning.load(self.env, meaning.dump())
        self.assertEqual((again.kind, again.record, again.quantity), ("lot", self.lot, 2))
        self.assertEqual(again.parts["expiry"], date(2030, 12, 31))

    def test_other_companies_are_not_found(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.env["stock.location"].create(
            {"name": "There", "barcode": "ELSEWHERE", "usage": "internal", "company_id": other.id}
        )
        self.assertEqual(self._read("ELSEWHERE"), [])

import base64

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PIXEL, ServiceCommon


@tagged("post_install", "-at_install")
class TestBadInput(ServiceCommon):
    """Each has its sentence."""

    def test_a_visit_in_the_past(self):
        visit = self._ship_deal("SN-1").visit_ids
        with self.assertRaisesRegex(ValidationError, "a day that is over"):
            visit.planned_start = f"{self._days(-1)} 09:00:00"

    def test_a_contract_without_pieces(self):
        contract = self.env["service.contract"].create({"partner_id": self.entity.id, "price": 1})
        with self.assertRaisesRegex(ValidationError, "covers no piece"):
            contract.action_conclude()

    @mute_logger("odoo.sql_db")
    def test_periods_that_end_before_they_begin(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["service.contract"].create(
                {"partner_id": self.entity.id, "date_start": "2027-02-01", "date_end": "2027-01-01"}
            )
        with self.assertRaisesRegex(ValidationError, "before it is made"):
            self._offer(self._ship_deal("SN-1"), valid_until="2026-01-01")

    def test_a_photo_of_fifty_megabytes(self):
        visit = self._ship_deal("SN-1").visit_ids
        huge = "A" * (50 * 1024 * 1024 * 4 // 3)
        with self.assertRaisesRegex(ValidationError, "The file has 49 MB, 20 are allowed"):
            self.env["service.visit.photo"].create({"visit_id": visit.id, "image": huge})
        photo = self.env["service.visit.photo"].create({"visit_id": visit.id, "image": PIXEL})
        self.assertTrue(base64.b64decode(photo.image))

    def test_a_type_that_changes_after_the_order(self):
        deal = self._ship_deal("SN-1")
        names = deal.visit_ids.line_ids.mapped("name")
        self.chamber.equipment_type_id = self.env["equipment.type"].create({"name": "Oven", "commissioning": "none"})
        self.env.flush_all()
        self.assertEqual(deal.commissioning, "needed")
        self.assertEqual(deal.visit_ids.line_ids.mapped("name"), names)
        self.items[0].unlink()
        self.assertEqual(deal.visit_ids.line_ids.mapped("name"), names)

    def test_limits_the_wrong_way_round(self):
        with self.assertRaisesRegex(ValidationError, "lower limit is above"):
            self.items[1].value_min = 5

    @mute_logger("odoo.sql_db")
    def test_what_cannot_be_below_zero(self):
        visit = self._ship_deal("SN-1").visit_ids
        for model, values in (
            ("service.visit.part", {"visit_id": visit.id, "product_id": self.part.id, "quantity": 0}),
            ("service.visit", {"partner_id": self.entity.id, "hours": -1}),
            ("service.offer", {"deal_id": visit.deal_id.id, "price": -1}),
            ("service.contract", {"partner_id": self.entity.id, "months": 0, "date_end": "2030-01-01"}),
        ):
            with self.subTest(model=model), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.env[model].create(values)

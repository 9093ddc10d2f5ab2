from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .common import SalesBaseCommon


@tagged("post_install", "-at_install")
class TestContactMirror(SalesBaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Partner = cls.env["res.partner"]
        cls.Point = cls.env["res.partner.contact.point"]
        cls.partner = cls.Partner.create(
            {"name": "Mirror", "email": "one@mirror.ru", "phone": "8 912 345-67-89", "country_id": cls.russia.id}
        )

    def values(self, partner):
        return sorted(partner.contact_point_ids.mapped("value"))

    def prepare(self, count, prefix):
        return [
            {"name": f"{prefix} {n}", "email": f"{prefix}{n}@batch.ru", "phone": f"+7903{n:07}"} for n in range(count)
        ]

    def test_create_makes_points(self):
        self.assertRecordValues(
            self.partner.contact_point_ids.sorted("kind"),
            [
                {
                    "kind": "email",
                    "raw": "one@mirror.ru",
                    "value": "one@mirror.ru",
                    "last_ten": False,
                    "mirrored": True,
                },
                {
                    "kind": "phone",
                    "raw": "8 912 345-67-89",
                    "value": "+79123456789",
                    "last_ten": "9123456789",
                    "mirrored": True,
                },
            ],
        )

    def test_several_addresses_of_one_card(self):
        partner = self.Partner.create(
            {"name": "Many", "email": "A <a@many.ru>, b@many.ru", "phone": "8 351 211-22-33; 8 912 345-67-80"}
        )
        self.assertEqual(self.values(partner), ["+73512112233", "+79123456780", "a@many.ru", "b@many.ru"])

    def test_same_number_twice_is_one_point(self):
        partner = self.Partner.create(
            {"name": "Twice", "phone": "+79123456780, 8 912 345-67-80", "email": "x@y.ru, X@Y.RU"}
        )
        self.assertEqual(self.values(partner), ["+79123456780", "x@y.ru"])

    def test_change_replaces_only_what_followed_the_card(self):
        self.Point.create({"partner_id": self.partner.id, "kind": "email", "raw": "hand@mirror.ru"})
        self.partner.email = "two@mirror.ru"
        self.assertEqual(self.values(self.partner), ["+79123456789", "hand@mirror.ru", "two@mirror.ru"])

    def test_clearing_removes(self):
        self.partner.write({"email": False, "phone": False})
        self.assertFalse(self.partner.contact_point_ids)

    def test_new_spelling_keeps_one_point(self):
        self.partner.phone = "+7 912 345 67 89"
        points = self.partner.contact_point_ids.filtered(lambda point: point.kind == "phone")
        self.assertRecordValues(points, [{"raw": "+7 912 345 67 89", "value": "+79123456789"}])

    def test_hand_made_point_is_not_doubled_by_the_card(self):
        point = self.Point.create({"partner_id": self.partner.id, "kind": "phone", "raw": "8 495 222-33-44"})
        self.partner.phone = "+7 495 222-33-44"
        self.assertEqual(self.values(self.partner), ["+74952223344", "one@mirror.ru"])
        self.partner.phone = False
        self.assertEqual(self.values(self.partner), ["+74952223344", "one@mirror.ru"])
        self.assertFalse(point.mirrored)

    def test_point_and_phone_in_one_create(self):
        partner = self.Partner.create(
            {
                "name": "Both",
                "phone": "+79123456780",
                "contact_point_ids": [Command.create({"kind": "phone", "raw": "8 912 345-67-80"})],
            }
        )
        self.assertEqual(self.values(partner), ["+79123456780"])

    def test_garbage_on_the_card_gives_no_point(self):
        self.partner.phone = "ask the secretary"
        self.assertEqual(self.values(self.partner), ["one@mirror.ru"])

    def test_garbage_by_hand_is_refused(self):
        for kind, raw in (("phone", "ask"), ("email", "no address"), ("phone", "112")):
            with self.assertRaisesRegex(ValidationError, "neither an e-mail address nor a phone number"):
                self.Point.create({"partner_id": self.partner.id, "kind": kind, "raw": raw})

    def test_same_value_twice_by_hand_is_refused(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.Point.create({"partner_id": self.partner.id, "kind": "phone", "raw": "+7 (912) 345-67-89"})

    def test_country_of_the_card_counts_and_its_change_too(self):
        partner = self.Partner.create({"name": "Berlin", "phone": "030 901820"})
        self.assertEqual(self.values(partner), ["030901820"])
        partner.country_id = self.germany
        self.assertEqual(self.values(partner), ["+4930901820"])

    def test_mirrored_line_is_not_changed_by_hand(self):
        point = self.partner.contact_point_ids[0]
        for change in (point.unlink, lambda: point.write({"raw": "other@mirror.ru"})):
            with self.assertRaisesRegex(UserError, "follows the card"):
                change()
        point.note = "secretary"
        self.assertEqual(point.note, "secretary")

    def test_value_cannot_be_slipped_in(self):
        point = self.Point.create(
            {
                "partner_id": self.partner.id,
                "kind": "phone",
                "raw": "8 495 222-33-44",
                "value": "junk",
                "mirrored": True,
            }
        )
        point.write({"value": "junk", "last_ten": "junk"})
        self.assertRecordValues(point, [{"value": "+74952223344", "last_ten": "4952223344", "mirrored": False}])

    def test_card_goes_points_go(self):
        points = self.partner.contact_point_ids
        self.partner.unlink()
        self.assertFalse(points.exists())

    def test_copy_of_a_card_has_points_of_its_own(self):
        copy = self.partner.copy()
        self.assertEqual(self.values(copy), self.values(self.partner))
        self.assertFalse(copy.contact_point_ids & self.partner.contact_point_ids)

    def test_email_of_a_user_is_mirrored(self):
        self.manager.email = "manager@mirror.ru"
        self.assertIn("manager@mirror.ru", self.values(self.manager.partner_id))

    def test_batch_create_costs_as_much_as_a_single_one(self):
        def make(count, prefix):
            return self.count_queries(lambda: self.Partner.create(self.prepare(count, prefix)))

        make(1, "warm")
        self.assertEqual(make(1, "one"), make(10, "ten"))

    def test_points_add_one_statement_to_a_create(self):
        self.Partner.create(self.prepare(1, "warm"))
        bare = self.count_queries(lambda: self.Partner.create({"name": "Bare"}))
        full = self.count_queries(lambda: self.Partner.create(self.prepare(1, "full")))
        self.assertLessEqual(full - bare, 1)

    def test_batch_write_costs_as_much_as_a_single_one(self):
        few = self.Partner.create(self.prepare(2, "few"))
        many = self.Partner.create(self.prepare(20, "many"))
        few.write({"email": "warm@batch.ru"})
        cost_few = self.count_queries(lambda: few.write({"email": "new@batch.ru"}))
        many.write({"email": "warm@batch.ru"})
        self.assertEqual(self.count_queries(lambda: many.write({"email": "new@batch.ru"})), cost_few)
        self.assertEqual(len(many.contact_point_ids.filtered(lambda point: point.value == "new@batch.ru")), 20)

    def test_other_fields_cost_nothing(self):
        self.partner.write({"ref": "warm"})
        before = self.partner.contact_point_ids
        self.partner.write({"ref": "R-1", "comment": "seen"})
        self.assertEqual(self.partner.contact_point_ids, before)

    def test_fill_gives_points_to_partners_that_existed_before(self):
        archived = self.Partner.create({"name": "Old", "email": "old@mirror.ru", "active": False})
        both = archived | self.partner
        both.contact_point_ids.with_context(sales_base_mirror=True).unlink()
        self.env.flush_all()
        self.Partner._fill_contact_points()
        self.assertEqual(self.values(archived), ["old@mirror.ru"])
        self.assertEqual(self.values(self.partner), ["+79123456789", "one@mirror.ru"])
        points = both.contact_point_ids
        self.Partner._fill_contact_points()
        self.assertEqual(both.contact_point_ids, points, "A second run changes nothing.")

    @users("sb_manager", "sb_dispatcher")
    def test_roles_add_a_number_in_the_form(self):
        customer = self.customer.with_user(self.env.user)
        with Form(customer) as form, form.contact_point_ids.new() as line:
            line.kind = "phone"
            line.raw = "8 (495) 123-45-67 доб. 12"
            self.assertEqual(line.value, "+74951234567", "Seen before saving.")
            line.note = "accounts"
        self.assertEqual(customer.contact_point_ids.value, "+74951234567")
        customer.contact_point_ids.unlink()

    @users("sb_outsider")
    def test_outsider_reads_and_does_not_write(self):
        point = self.partner.contact_point_ids[0].with_user(self.env.user)
        self.assertEqual(point.value, "one@mirror.ru")
        with self.assertRaises(AccessError):
            point.write({"note": "x"})
        with self.assertRaises(AccessError):
            self.Point.with_user(self.env.user).create(
                {"partner_id": self.partner.id, "raw": "a@b.ru", "kind": "email"}
            )

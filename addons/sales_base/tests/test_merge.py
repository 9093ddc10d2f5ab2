from odoo.tests import tagged

from .common import SalesBaseCommon


@tagged("post_install", "-at_install")
class TestMerge(SalesBaseCommon):
    """Core's wizard merges contacts: nothing that hangs on them may be lost or stop it."""

    def merge(self, source, target):
        self.env.flush_all()
        self.env["base.partner.merge.automatic.wizard"]._merge((source | target).ids, target)
        self.env.invalidate_all()

    def make(self, **values):
        return self.env["res.partner"].create({"name": "Merge", "email": "same@merge.ru", **values})

    def test_addresses_and_numbers_are_kept_once(self):
        source = self.make(phone="+7 912 345-67-89")
        target = self.make(phone="+7 495 222-33-44")
        for partner in source | target:
            self.env["res.partner.contact.point"].create({"partner_id": partner.id, "raw": "8 351 211-22-33"})
        self.merge(source, target)
        self.assertEqual(
            sorted(target.contact_point_ids.mapped("value")),
            ["+73512112233", "+74952223344", "+79123456789", "same@merge.ru"],
        )
        self.assertEqual(self.env["res.partner.contact.point"]._match(phones=["89123456789"]), target)

    def test_number_of_the_merged_card_stays_when_the_phone_changes(self):
        source = self.make(phone="+7 912 345-67-89")
        target = self.make(phone="+7 495 222-33-44")
        self.merge(source, target)
        target.phone = "+7 495 222-33-55"
        self.assertIn("+79123456789", target.contact_point_ids.mapped("value"))
        self.assertNotIn("+74952223344", target.contact_point_ids.mapped("value"))

    def test_responsible_managers(self):
        source, target = self.make(), self.make()
        self.make_responsible(self.manager, source, self.vys)
        self.make_responsible(self.manager, source, self.konts)
        self.make_responsible(self.colleague, target, self.vys)
        self.merge(source, target)
        self.assertEqual(target._get_responsible(self.vys), self.colleague)
        self.assertEqual(target._get_responsible(self.konts), self.manager)
        self.assertEqual(len(target.responsible_ids), 2)

    def test_kind_known_wins_over_potential(self):
        for source_kind, target_kind, expected in (
            ("counterparty", "potential", "counterparty"),
            ("potential", "partner", "partner"),
            ("potential", False, False),
            (False, "potential", False),
            ("potential", "potential", "potential"),
        ):
            with self.subTest(source=source_kind, target=target_kind):
                source = self.make(counterparty_kind=source_kind)
                target = self.make(counterparty_kind=target_kind)
                self.merge(source, target)
                self.assertEqual(target.counterparty_kind, expected)

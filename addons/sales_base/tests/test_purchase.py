from odoo.exceptions import AccessError
from odoo.tests import Form, tagged, users

from .common import SalesBaseCommon


@tagged("post_install", "-at_install")
class TestPurchase(SalesBaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.partner"].create({"name": "Other", "is_company": True})
        cls.env["res.partner.responsible"].create(
            {"partner_id": cls.customer.id, "team_id": cls.vys.id, "user_id": cls.manager.id}
        )
        contact = cls.env["res.partner"].create({"name": "Buyer", "parent_id": cls.customer.id})
        cls.purchases = cls.env["res.partner.purchase"].create(
            [
                {"partner_id": partner.id, "description": "Pump", "amount": 1000, "date": "2019-05-06"}
                for partner in (cls.customer, contact, cls.other)
            ]
        )

    def seen(self, user):
        return self.env["res.partner.purchase"].with_user(user).search([("id", "in", self.purchases.ids)])

    def test_manager_sees_amounts_of_his_own_customers_only(self):
        self.assertEqual(self.seen(self.manager), self.purchases[:2])
        self.assertFalse(self.seen(self.colleague))

    def test_head_and_director_see_all(self):
        for user in (self.head, self.director, self.administrator):
            self.assertEqual(self.seen(user), self.purchases)

    @users("sb_dispatcher", "sb_outsider")
    def test_others_see_none(self):
        with self.assertRaises(AccessError):
            self.env["res.partner.purchase"].search([])
        with self.assertRaises(AccessError):
            self.customer.with_user(self.env.user).read(["purchase_ids"])

    @users("sb_dispatcher", "sb_manager", "sb_head")
    def test_card_opens_for_every_role(self):
        form = Form(self.other.with_user(self.env.user))
        self.assertEqual(form.name, "Other")

    @users("sb_manager")
    def test_manager_does_not_write_history(self):
        with self.assertRaises(AccessError):
            self.purchases[0].with_user(self.env.user).amount = 1

    def test_description_comes_from_the_product_unless_given(self):
        product = self.env["product.product"].create({"name": "Compressor K-5"})
        lines = self.env["res.partner.purchase"].create(
            [
                {"partner_id": self.other.id, "product_id": product.id},
                {"partner_id": self.other.id, "product_id": product.id, "description": "As in the old books"},
            ]
        )
        self.assertEqual(lines.mapped("description"), ["Compressor K-5", "As in the old books"])
        self.assertEqual(lines.currency_id, self.env.company.currency_id)

    def test_newest_first_on_the_card(self):
        newer = self.purchases[0].copy({"date": "2024-01-01"})
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer.purchase_ids[0], newer)

    def test_other_company_does_not_see_it(self):
        company = self.env["res.company"].create({"name": "Second company"})
        self.purchases[0].company_id = company
        self.assertEqual(self.seen(self.head), self.purchases[1:])

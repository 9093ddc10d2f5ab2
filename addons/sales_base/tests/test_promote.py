from odoo.tests import tagged, users

from .common import SalesBaseCommon


@tagged("post_install", "-at_install")
class TestPromote(SalesBaseCommon):
    def make(self, kind, **values):
        return self.env["res.partner"].create({"name": kind or "none", "counterparty_kind": kind, **values})

    def test_no_kind_by_default_is_known(self):
        supplier = self.env["res.partner"].create({"name": "Supplier"})
        self.assertFalse(supplier.counterparty_kind)
        self.assertTrue(supplier._is_known())

    def test_potential_is_not_known(self):
        self.assertFalse(self.make("potential")._is_known())
        self.assertTrue(self.make("partner")._is_known())
        self.assertTrue(self.make("counterparty")._is_known())

    def test_promote_makes_counterparties_once_and_again(self):
        partners = self.make("potential") | self.make("partner") | self.make(False) | self.make("counterparty")
        partners._promote()
        self.assertEqual(set(partners.mapped("counterparty_kind")), {"counterparty"})
        self.assertEqual(self.count_queries(partners._promote), 0, "Nothing is written twice.")

    def test_contact_follows_the_company_that_bought(self):
        company = self.make("potential", is_company=True)
        contact = self.make("potential", parent_id=company.id)
        contact._promote()
        self.assertEqual(company.counterparty_kind, "counterparty")
        self.assertTrue(contact._is_known(), "The buyer's next mail is no appeal.")

    def test_new_contact_of_a_customer_is_known(self):
        company = self.make("counterparty", is_company=True)
        contact = self.env["res.partner"].create({"name": "New", "parent_id": company.id})
        self.assertEqual(contact.counterparty_kind, "counterparty")

    def test_potential_person_who_turns_out_to_be_of_a_customer(self):
        company = self.make("partner", is_company=True)
        person = self.make("potential")
        person.parent_id = company
        self.assertTrue(person._is_known())

    def test_owner_of_the_legal_entity_becomes_a_partner(self):
        owner = self.make("potential", is_company=True)
        entity = self.make("potential", is_company=True, parent_id=owner.id)
        sister = self.make("potential", is_company=True, parent_id=owner.id)
        entity._promote()
        self.assertRecordValues(
            owner | entity | sister,
            [{"counterparty_kind": kind} for kind in ("partner", "counterparty", "potential")],
        )

    def test_owner_that_is_more_is_left_alone(self):
        owner = self.make("counterparty", is_company=True)
        self.make("partner", is_company=True, parent_id=owner.id)._promote()
        self.assertEqual(owner.counterparty_kind, "counterparty")

    @users("sb_manager")
    def test_as_manager(self):
        partner = self.make("potential").with_user(self.env.user)
        partner._promote()
        self.assertEqual(partner.counterparty_kind, "counterparty")

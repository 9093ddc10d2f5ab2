from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import tagged, users
from odoo.tests.common import Form

from .common import INN, DealCommon


@tagged("post_install", "-at_install")
class TestComplete(DealCommon):
    def form_for(self, lead):
        return Form(self.env["crm.deal.complete"].with_context(default_lead_id=lead.id))

    @users("sb_manager")
    def test_form_takes_over_what_the_lead_knows(self):
        lead = self.make_lead(
            needs="Pump acid",
            partner_name="Acid Works",
            contact_name="Olga",
            email_from="olga@acid.example",
            phone="+7 495 111-22-33",
            city="Perm",
        )
        with self.form_for(lead) as form:
            self.assertEqual((form.needs, form.company_name, form.city), ("Pump acid", "Acid Works", "Perm"))
            self.assertEqual((form.contact_name, form.email), ("Olga", "olga@acid.example"))
            form.vat = "7736050003"
        form.record.action_make_deal()
        lead = lead.with_user(self.env.user)
        self.assertEqual(lead.type, "opportunity")
        self.assertRecordValues(
            lead.legal_entity_id, [{"name": "Acid Works", "vat": "7736050003", "city": "Perm", "is_company": True}]
        )
        self.assertRecordValues(lead.contact_id, [{"name": "Olga", "parent_id": lead.legal_entity_id.id}])
        self.assertEqual(lead.partner_id, lead.contact_id)

    @users("sb_manager")
    def test_form_asks_for_exactly_what_is_missing(self):
        self.entity.city = self.entity.street = False
        lead = self.make_lead(partner_id=self.contact.id)
        form = self.form_for(lead)
        asked = (form.ask_name, form.ask_country, form.ask_vat, form.ask_address, form.ask_contact_point)
        self.assertEqual(asked, (False, False, False, True, False))
        form.needs = "Oil"
        form.street = "Mira 5"
        form.save().action_make_deal()
        self.assertEqual(self.entity.street, "Mira 5")
        self.assertEqual(lead.type, "opportunity")

    @users("sb_manager")
    def test_known_tax_number_is_no_second_company(self):
        lead = self.make_lead(
            needs="Oil", partner_name="Neftemash again", contact_name="Ira", email_from="ira@n.example"
        )
        with self.form_for(lead) as form:
            form.vat = f"{INN[:4]} {INN[4:]}"
            form.city = "Tver"
        form.record.action_make_deal()
        self.assertEqual(lead.legal_entity_id, self.entity)

    @users("sb_manager")
    def test_private_person_is_asked_for_nothing_legal(self):
        person = self.make_contact("Anna Buyer")
        lead = self.make_lead(needs="A compressor", partner_id=person.id)
        form = self.form_for(lead)
        form.customer_kind = "person"
        self.assertFalse(form.ask_name or form.ask_vat or form.ask_address or form.ask_country)
        form.save().action_make_deal()
        self.assertEqual(lead.legal_entity_id, person)

    @users("sb_manager")
    def test_company_abroad_is_asked_for_its_country(self):
        lead = self.make_lead(needs="Pump", partner_name="Pumpen GmbH", contact_name="Karl", phone="+4930123456")
        form = self.form_for(lead)
        form.country_id = self.germany
        self.assertTrue(form.ask_country)
        self.assertFalse(form.ask_vat or form.ask_address)
        form.save().action_make_deal()
        self.assertEqual(lead.legal_entity_id.country_id, self.germany)

    @users("sb_manager")
    def test_who_came_with_an_appeal_stays_potential(self):
        person = self.make_contact("Pavel", counterparty_kind="potential", phone="+79160000001")
        lead = self.make_lead(needs="Pump", partner_id=person.id, partner_name="Pavel and sons")
        with self.form_for(lead) as form:
            form.vat = "7736050003"
            form.city = "Omsk"
        form.record.action_make_deal()
        self.assertEqual(lead.legal_entity_id.counterparty_kind, "potential")
        self.assertEqual(person.parent_id, lead.legal_entity_id)

    @users("sb_manager")
    def test_silent_contact_gets_an_address(self):
        silent = self.make_contact("Silent", email=False, parent_id=self.entity.id)
        lead = self.make_lead(needs="Oil", partner_id=silent.id)
        form = self.form_for(lead)
        self.assertTrue(form.ask_contact_point)
        form.email = "silent@n.example"
        form.save().action_make_deal()
        self.assertEqual(silent.email, "silent@n.example")

    @users("sb_manager")
    def test_old_deal_is_completed_by_the_same_form(self):
        deal = (
            self.env["crm.lead"]
            .sudo()
            .with_context(deal_stages_skip_gate=True)
            .create({"name": "Old", "type": "opportunity", "partner_id": self.contact.id})
        )
        with self.form_for(deal) as form:
            form.needs = "Oil"
        form.record.action_make_deal()
        self.assertFalse(deal._get_missing_deal_data())

    @users("sb_manager")
    def test_defaults_of_the_screen_do_not_leak(self):
        lead = self.make_lead(needs="Oil", partner_name="Neu GmbH", contact_name="Udo", phone="+4930123999")
        form = Form(self.env["crm.deal.complete"].with_context(default_lead_id=lead.id, default_type="opportunity"))
        form.country_id = self.germany
        form.save().action_make_deal()
        self.assertEqual(lead.legal_entity_id.type, "contact")

    @users("sb_manager")
    def test_other_programs_are_told_in_a_sentence(self):
        lead = self.make_lead(partner_id=False).with_user(self.env.user)
        wizard = self.env["crm.deal.complete"].create({"lead_id": lead.id})
        for words, values in (
            ("Write down the customer's needs", {"needs": "Oil"}),
            ("Enter the legal name", {"company_name": "Oil LLC"}),
            ("Name the contact person", {"contact_name": "Ira"}),
            ("e-mail address or a phone", {"phone": "+79161234567"}),
            ("tax number of the legal entity, the address", {"vat": "7736050003", "city": "Tver"}),
        ):
            with self.assertRaisesRegex((UserError, RedirectWarning), words), self.env.cr.savepoint():
                wizard.action_make_deal()
            wizard.invalidate_recordset()
            wizard.write(values)
        wizard.action_make_deal()
        self.assertEqual((lead.type, lead.legal_entity_id.name), ("opportunity", "Oil LLC"))

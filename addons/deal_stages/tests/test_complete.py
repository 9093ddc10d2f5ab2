from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import tagged, users
from odoo.tests.common import Form

from .common import ACCOUNT, BIC, IBAN, INN, DealCommon


@tagged("post_install", "-at_install")
class TestComplete(DealCommon):
    def fill_requisites(self, form):
        form.kpp = "773601001"
        form.acc_number = f"{ACCOUNT[:5]} {ACCOUNT[5:]}"
        form.bank_bic = BIC

    def fill_german(self, form):
        form.vat, form.city, form.acc_number = "DE811569869", "Essen", IBAN

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
            self.fill_requisites(form)
        form.record.action_make_deal()
        lead = lead.with_user(self.env.user)
        self.assertEqual(lead.type, "opportunity")
        self.assertRecordValues(
            lead.legal_entity_id,
            [{"name": "Acid Works", "vat": "7736050003", "kpp": "773601001", "city": "Perm", "is_company": True}],
        )
        account = lead.legal_entity_id.bank_ids
        self.assertEqual((account.acc_number, account.bank_bic, account.bank_name), (ACCOUNT, BIC, "Bank of the test"))
        self.assertEqual(lead.legal_entity_id._get_actual_address(), lead.legal_entity_id)
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
            self.fill_requisites(form)
            form.kpp = self.entity.kpp
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
        self.assertTrue(form.ask_country and form.ask_vat and form.ask_address and form.ask_bank)
        self.assertFalse(form.ask_kpp or form.ask_actual)
        self.fill_german(form)
        form.save().action_make_deal()
        entity = lead.legal_entity_id
        self.assertRecordValues(entity, [{"country_id": self.germany.id, "vat": "DE811569869", "kpp": False}])
        self.assertEqual(entity.bank_ids.acc_number, IBAN)

    @users("sb_manager")
    def test_country_without_a_known_rule_asks_for_no_number(self):
        lead = self.make_lead(needs="Pump", partner_name="Qazaq Su", contact_name="Aigul", phone="+77071234567")
        form = self.form_for(lead)
        form.country_id = self.env.ref("base.kz")
        self.assertFalse(form.ask_vat or form.ask_kpp)
        form.city, form.acc_number = "Astana", "KZ86125KZT5004100100"
        form.save().action_make_deal()
        self.assertEqual(lead.type, "opportunity")

    @users("sb_manager")
    def test_who_came_with_an_appeal_stays_potential(self):
        person = self.make_contact("Pavel", counterparty_kind="potential", phone="+79160000001")
        lead = self.make_lead(needs="Pump", partner_id=person.id, partner_name="Pavel and sons")
        with self.form_for(lead) as form:
            form.vat = "7736050003"
            form.city = "Omsk"
            self.fill_requisites(form)
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
        self.fill_german(form)
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
            ("tax number of the legal entity, the KPP", {"vat": "7736050003", "city": "Tver"}),
            ("the KPP of the legal entity, the bank account", {"kpp": "773601001"}),
            ("the bank account of the legal entity", {"acc_number": ACCOUNT, "bank_bic": BIC}),
        ):
            with self.assertRaisesRegex((UserError, RedirectWarning), words), self.env.cr.savepoint():
                wizard.action_make_deal()
            wizard.invalidate_recordset()
            wizard.write(values)
        wizard.action_make_deal()
        self.assertEqual((lead.type, lead.legal_entity_id.name), ("opportunity", "Oil LLC"))

    @users("sb_manager")
    def test_requisites_of_the_letter_are_taken_over(self):
        letter = f"Нужен насос. ИНН/КПП 7736050003/773601001, р/с {ACCOUNT}, БИК {BIC}"
        form = self.form_for(self.make_lead(needs=letter, partner_name="Acid Works"))
        self.assertEqual((form.vat, form.kpp), ("7736050003", "773601001"))
        self.assertEqual((form.acc_number, form.bank_bic, form.bank_name), (ACCOUNT, BIC, "Bank of the test"))

    @users("sb_manager")
    def test_requisites_of_another_company_stay_out_of_a_known_card(self):
        self.entity.bank_ids.unlink()
        letter = f"ИНН/КПП 7736050003/773601001, р/с {ACCOUNT}, БИК {BIC}"
        form = self.form_for(self.make_lead(needs=letter, partner_id=self.contact.id))
        self.assertEqual((form.vat, form.kpp, form.acc_number), (INN, self.entity.kpp, False))

    @users("sb_manager")
    def test_sole_proprietor_has_no_kpp(self):
        lead = self.make_lead(
            needs="Pump", partner_name="IP Sidorov", contact_name="Sidorov", email_from="s@ip.example"
        )
        form = self.form_for(lead)
        self.assertTrue(form.ask_kpp)
        form.vat = "500100732259"
        self.assertFalse(form.ask_kpp)
        form.city, form.acc_number, form.bank_bic = "Tver", ACCOUNT, BIC
        form.save().action_make_deal()
        self.assertRecordValues(lead.legal_entity_id, [{"vat": "500100732259", "kpp": False}])

    @users("sb_manager")
    def test_actual_address_elsewhere(self):
        self.entity.actual_is_legal = False
        lead = self.make_lead(needs="Pump", partner_id=self.contact.id)
        form = self.form_for(lead)
        self.assertTrue(form.ask_actual)
        form.actual_is_legal = False
        form.actual_city, form.actual_street = "Kazan", "Mira 3"
        form.save().action_make_deal()
        actual = self.entity._get_actual_address()
        self.assertRecordValues(actual, [{"type": "actual", "city": "Kazan", "street": "Mira 3"}])

    @users("sb_manager")
    def test_wrong_requisites_make_no_deal(self):
        lead = self.make_lead(needs="Pump", partner_name="Acid Works", contact_name="Olga", email_from="o@acid.example")
        right = {"vat": "7736050003", "kpp": "773601001", "city": "Perm", "acc_number": ACCOUNT, "bank_bic": BIC}
        for name, wrong, words in (
            ("vat", "7736050004", "is no INN"),
            ("kpp", "77360100", "is no KPP"),
            ("acc_number", f"{ACCOUNT[:-1]}6", "none of the bank"),
            ("bank_bic", "04452522", "has nine digits"),
        ):
            wizard = self.env["crm.deal.complete"].create({"lead_id": lead.id, **right, name: wrong})
            with self.assertRaisesRegex((UserError, RedirectWarning), words), self.env.cr.savepoint():
                wizard.action_make_deal()
            self.env.invalidate_all()
            self.assertEqual(lead.type, "lead")
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Acid Works")]), "all or nothing")

    @users("sb_manager")
    def test_branch_with_its_own_kpp_is_another_legal_entity(self):
        lead = self.make_lead(needs="Oil", partner_name="Neftemash, Perm", contact_name="Ira", email_from="i@n.example")
        with self.form_for(lead) as form:
            form.vat, form.city = INN, "Perm"
            self.fill_requisites(form)
        form.record.action_make_deal()
        self.assertNotEqual(lead.legal_entity_id, self.entity)
        self.assertEqual(lead.legal_entity_id.kpp, "773601001")

    @users("sb_manager")
    def test_deal_begins_without_a_lead_by_the_same_form(self):
        form = Form(self.env["crm.deal.complete"])
        form.name, form.needs = "Straight deal", "A pump"
        form.legal_entity_id = self.entity
        self.assertFalse(form.ask_name or form.ask_vat or form.ask_kpp or form.ask_bank or form.ask_actual)
        form.contact_id = self.contact
        action = form.save().action_make_deal()
        deal = self.env["crm.lead"].browse(action["res_id"])
        self.assertRecordValues(
            deal,
            [
                {
                    "name": "Straight deal",
                    "type": "opportunity",
                    "stage_code": "selection",
                    "legal_entity_id": self.entity.id,
                    "user_id": self.env.uid,
                }
            ],
        )
        with self.assertRaisesRegex(UserError, "Give the deal a name"):
            self.env["crm.deal.complete"].create({"needs": "x"}).action_make_deal()

    @users("sb_manager")
    def test_account_is_added_by_the_form_and_by_nothing_else(self):
        account = self.entity.bank_ids
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            account.with_user(self.env.user).acc_number = "40702810000000000000"
        account.action_archive()
        lead = self.make_lead(needs="Pump", partner_id=self.contact.id)
        form = self.form_for(lead)
        self.assertTrue(form.ask_bank)
        form.acc_number, form.bank_bic = ACCOUNT, BIC
        form.save().action_make_deal()
        self.assertEqual(self.entity.bank_ids, account, "one that was taken out of use is used again")
        self.assertFalse(account.allow_out_payment)

from odoo.tests import Form, tagged, users

from .common import SupervisionCommon


@tagged("post_install", "-at_install")
class TestRequestDeal(SupervisionCommon):
    """A customer's request becomes a deal where deals ask for data of their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complete = cls.make_legal_entity("Complete")
        cls.contact = cls.env["res.partner"].create(
            {"name": "Irina", "parent_id": cls.complete.id, "email": "irina@complete.example"}
        )
        cls.bare = cls.env["res.partner"].create(
            {"name": "Bare", "is_company": True, "counterparty_kind": "counterparty", "email": "office@bare.example"}
        )
        for customer in cls.complete | cls.bare:
            cls.env["res.partner.responsible"].create(
                {"partner_id": customer.id, "team_id": cls.vys.id, "user_id": cls.manager.id}
            )

    def make_request(self, customer, **values):
        values = {"partner_id": customer.id, "subject": "Two seals", "text": "Two seals for pump 5", **values}
        return self.env["crm.customer.request"].sudo().create([values]).with_user(self.env.user)

    @users("sb_manager")
    def test_saved_at_once_when_nothing_is_missing(self):
        request = self.make_request(self.complete, contact_id=self.contact.id)
        action = request.action_make_deal()
        deal = self.env["crm.lead"].browse(action["res_id"])
        self.assertRecordValues(
            deal,
            [
                {
                    "type": "opportunity",
                    "needs": "Two seals for pump 5",
                    "legal_entity_id": self.complete.id,
                    "contact_id": self.contact.id,
                    "team_id": self.vys.id,
                    "user_id": self.manager.id,
                    "customer_request_id": request.id,
                }
            ],
        )
        self.assertTrue(deal.stage_code)
        self.assertEqual((request.state, request.lead_id), ("deal", deal))

    @users("sb_manager")
    def test_form_opens_filled_when_something_is_missing_and_saving_it_closes_the_request(self):
        request = self.make_request(self.bare)
        action = request.action_make_deal()
        self.assertFalse(action.get("res_id"))
        self.assertEqual((request.state, request.lead_id), ("new", self.env["crm.lead"]))
        context = action["context"]
        self.assertEqual(context["default_needs"], "Two seals for pump 5")
        self.assertEqual(context["default_legal_entity_id"], self.bare.id)
        self.assertEqual(action["res_model"], "crm.deal.complete")
        form = Form(self.env["crm.deal.complete"].with_context(**context))
        self.assertEqual((form.name, form.legal_entity_id), ("Two seals", self.bare))
        self.assertTrue(form.ask_vat and form.ask_kpp and form.ask_address and form.ask_bank)
        form.legal_entity_id = self.complete
        self.assertFalse(form.ask_vat or form.ask_kpp or form.ask_address or form.ask_bank)
        form.contact_id = self.contact
        deal = self.env["crm.lead"].browse(form.save().action_make_deal()["res_id"])
        self.assertEqual((request.state, request.lead_id), ("deal", deal))
        self.assertRecordValues(
            deal, [{"needs": "Two seals for pump 5", "team_id": self.vys.id, "user_id": self.manager.id}]
        )

    @users("sb_manager")
    def test_private_person_is_asked_for_his_needs_only(self):
        person = self.env["res.partner"].sudo().create({"name": "Anna", "counterparty_kind": "counterparty"})
        request = self.make_request(person, user_id=self.manager.id, team_id=self.vys.id)
        form = Form(self.env["crm.deal.complete"].with_context(**request.action_make_deal()["context"]))
        self.assertEqual((form.customer_kind, form.contact_id), ("person", person))
        self.assertTrue(form.ask_contact_point)
        form.phone = "+79161234567"
        form.save().action_make_deal()
        self.assertEqual((request.state, request.lead_id.legal_entity_id), ("deal", person))

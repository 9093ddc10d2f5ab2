from odoo.tests import tagged

from .common import SupervisionCommon


@tagged("post_install", "-at_install")
class TestCompleteInn(SupervisionCommon):
    def test_number_asked_for_at_qualification_is_in_the_form_of_the_deal(self):
        lead = self.env["crm.lead"].create({"name": "L", "type": "lead", "inn": "7707083893", "partner_name": "Tula"})
        wizard = self.env["crm.deal.complete"].create({"lead_id": lead.id})
        self.assertEqual(wizard.vat, "7707083893")
        self.customer.write({"vat": "7736050003"})
        wizard.legal_entity_id = self.customer
        self.assertEqual(wizard.vat, "7736050003", "that of a company that we know counts")

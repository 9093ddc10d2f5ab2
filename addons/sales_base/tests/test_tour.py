from odoo.tests import HttpCase, tagged

from .common import SalesBaseCommon


@tagged("post_install", "-at_install")
class TestTour(SalesBaseCommon, HttpCase):
    def test_manager_adds_a_number_to_a_customer(self):
        self.make_responsible(self.manager)
        self.start_tour(f"/odoo/res.partner/{self.customer.id}", "sales_base_customer_number", login="sb_manager")
        point = self.customer.contact_point_ids
        self.assertRecordValues(point, [{"value": "+74951234567", "last_ten": "4951234567", "mirrored": False}])

    def test_manager_plans_an_absence(self):
        self.start_tour("/odoo/absences", "sales_base_own_absence", login="sb_manager")
        absence = self.env["res.users.absence"].search([("user_id", "=", self.manager.id)])
        self.assertEqual(absence.reason, "Business trip")

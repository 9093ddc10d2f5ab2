from odoo.tests import HttpCase, tagged

from .common import IndustrialSalesCommon
from .common_employee import EmployeeCommon


@tagged("post_install", "-at_install")
class TestTour(IndustrialSalesCommon, HttpCase):
    def test_dispatcher_opens_each_of_his_menus(self):
        self.start_tour("/odoo", "industrial_sales_dispatcher", login="menu_dispatcher")

    def test_director_opens_each_of_his_menus(self):
        self.make_deal(won_on="2026-03-05")
        self.start_tour("/odoo", "industrial_sales_director", login="menu_director")


@tagged("post_install", "-at_install")
class TestEmployeeTour(EmployeeCommon, HttpCase):
    """Joining and leaving on the screen, as the administrator does it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")

    def test_an_employee_joins(self):
        self.start_tour("/odoo/employees-of-sales", "employee_joins", login="menu_administrator")
        self.env.invalidate_all()
        user = self.env["res.users"].search([("login", "=", "tourist@works.example")])
        self.assertRecordValues(
            user, [{"name": "Ivan Tourist", "pbx_extension": "9790", "visible_team_ids": self.team.ids}]
        )

    def test_an_employee_leaves_and_comes_back(self):
        deal = self.make_deal(user_id=self.manager.id)
        self.start_tour("/odoo/employees-of-sales", "employee_leaves", login="menu_administrator")
        self.env.invalidate_all()
        leaving = self.env["employee.leaving"].search([("user_id", "=", self.manager.id)])
        self.assertRecordValues(leaving, [{"state": "undone", "reason": "Retires"}])
        self.assertEqual(leaving.handover_id.line_ids.to_user_id, self.colleague)
        self.assertEqual((self.manager.active, deal.user_id), (True, self.manager))

from odoo.tests import HttpCase, tagged

from .common import IndustrialSalesCommon


@tagged("post_install", "-at_install")
class TestTour(IndustrialSalesCommon, HttpCase):
    def test_dispatcher_opens_each_of_his_menus(self):
        self.start_tour("/odoo", "industrial_sales_dispatcher", login="menu_dispatcher")

    def test_director_opens_each_of_his_menus(self):
        self.make_deal(won_on="2026-03-05")
        self.start_tour("/odoo", "industrial_sales_director", login="menu_director")

from odoo.tests import HttpCase, tagged

from .common import DealSupplyCommon


@tagged("post_install", "-at_install")
class TestTour(DealSupplyCommon, HttpCase):
    def test_deal_shows_its_supply(self):
        self._put(self.made, 7)
        deal = self._agree((self.made, 10), name="Pumps for the tour")
        self.manager.password = "sb_manager"
        self.start_tour(f"/odoo/deals/{deal.id}", "deal_supply_bar", login="sb_manager")
        self.start_tour("/odoo/deals", "deal_supply_kanban", login="sb_manager")

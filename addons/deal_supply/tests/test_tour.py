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

    def test_lowering_shows_what_it_does(self):
        self._put(self.made, 7)
        deal = self._agree((self.made, 10))
        self.manager.password = "sb_manager"
        self.start_tour(f"/odoo/deals/{deal.id}", "deal_supply_lower", login="sb_manager")
        self.env.invalidate_all()
        self.assertEqual(self._plan(deal.quotation_id), {"stock": 6})

    def test_from_quotation_to_shipment(self):
        """Sources and dates on the quotation, agreed, the bar grows with the foreman's words, ready, shipped."""
        self._put(self.made, 7)
        deal = self.make_deal()
        order = self.add_goods(deal, self.made, 10)
        self.manager.password = "sb_manager"
        page = f"/odoo/deals/{deal.id}"
        self.start_tour(f"/odoo/sales/{order.id}", "deal_supply_quotation", login="sb_manager")
        self.start_tour(page, "deal_supply_agree", login="sb_manager")
        self.env.invalidate_all()
        report = self.env["mrp.production.report"].with_user(self.foreman)
        report.create({"production_id": self._productions(order).id, "done_percent": 50}).action_report()
        self._settle()
        self.start_tour(page, "deal_supply_grown", login="sb_manager")
        self.start_tour("/odoo/foreman", "order_split_foreman_finish", login="supply_foreman")
        self.env.invalidate_all()
        self.start_tour(page, "deal_supply_ready", login="sb_manager")
        self._deliver(order)
        self.start_tour(page, "deal_supply_shipped", login="sb_manager")
        self.assertEqual(deal.stage_code, "installation")

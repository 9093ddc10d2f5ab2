from odoo.addons.deal_stages.tests.common import DealCommon
from odoo.addons.order_split.tests.common import SupplyCommon


class DealSupplyCommon(SupplyCommon, DealCommon):
    """Complete deals with goods that are stocked, made and bought."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.default"].set("sale.order", "warehouse_id", cls.warehouse.id)

    def _agree(self, *goods, **values):
        """An agreed deal; goods are (product, quantity)."""
        deal = self.make_deal(**values)
        for product, quantity in goods:
            self.add_goods(deal, product, quantity)
        deal.action_agree()
        return deal

from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _leaves_house(self):
        """A disassembly takes the very piece that is to be taken apart."""
        return super()._leaves_house() and not (self.unbuild_id or self.consume_unbuild_id)

    def _get_exchange_document(self):
        return super()._get_exchange_document() or self.raw_material_production_id

    def _prepare_line_at(self, place, quantity):
        """Core writes these at the reservation; an exchanged line has to carry them too."""
        values = super()._prepare_line_at(place, quantity)
        if self.raw_material_production_id:
            values |= {"production_id": self.raw_material_production_id.id, "workorder_id": self.workorder_id.id}
        return values

from datetime import date

from odoo.tests import Form, new_test_user

from odoo.addons.stock_batches.tests.oldest import OldestCommon


class ProductionCommon(OldestCommon):
    """A pump of two pieces of the sealant, of which an old and a new series are there, and a foreman."""

    old_name, new_name = "OLD", "NEW"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pump = cls._make_product("Pump", tracking="none")
        cls.bom = cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": cls.pump.product_tmpl_id.id,
                "bom_line_ids": [(0, 0, {"product_id": cls.product.id, "product_qty": 2})],
            }
        )
        cls.old = cls._make_lot(cls.old_name, date(2025, 1, 1), quantity=10)
        cls.new = cls._make_lot(cls.new_name, date(2025, 6, 1), quantity=10)
        cls.foreman = new_test_user(
            cls.env, login="series_foreman", groups="base.group_user,mrp.group_mrp_user", lang="en_US"
        )

    def _order(self, quantity=2, lot=None):
        """A production order whose components are reserved; of another series, taken to the work, if one is given."""
        form = Form(self.env["mrp.production"])
        form.picking_type_id = self.warehouse.manu_type_id
        form.product_id, form.bom_id = self.pump, self.bom
        form.product_qty = quantity
        order = form.save()
        order.action_confirm()
        order.action_assign()
        self._settle()
        if lot:
            order.move_raw_ids.move_line_ids.write({"lot_id": lot.id, "picked": True})
        return order

    def _used(self, order):
        return [(line.lot_id.name, line.quantity) for line in order.move_raw_ids.move_line_ids]

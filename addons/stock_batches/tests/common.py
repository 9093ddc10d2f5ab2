from datetime import date, datetime, time, timedelta

from odoo import Command, fields
from odoo.tests import TransactionCase, new_test_user


class SeriesCommon(TransactionCase):
    """A warehouse of its own, a category with the strategy, a worker and a supervisor."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False, "lang": "en_US", "tz": "UTC"})
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env.company.partner_id.tz = "Europe/Moscow"
        cls.warehouse = cls.env["stock.warehouse"].create({"name": "Series house", "code": "SERH"})
        cls.stock = cls.warehouse.lot_stock_id
        cls.shelf_a, cls.shelf_b = cls.env["stock.location"].create(
            [{"name": name, "location_id": cls.stock.id, "usage": "internal"} for name in ("Shelf A", "Shelf B")]
        )
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.suppliers = cls.env.ref("stock.stock_location_suppliers")
        cls.strategy = cls.env.ref("stock_batches.removal_series")
        cls.category = cls.env["product.category"].create({"name": "By series", "removal_strategy_id": cls.strategy.id})
        cls.fifo_category = cls.env["product.category"].create(
            {"name": "By arrival", "removal_strategy_id": cls.env.ref("stock.removal_fifo").id}
        )
        cls.product = cls._make_product("Sealant")
        cls.partner = cls.env["res.partner"].create({"name": "Series customer"})
        groups = "base.group_user,stock_batches.group_%s"
        cls.worker = new_test_user(cls.env, login="series_worker", groups=groups % "worker", lang="en_US")
        cls.supervisor = new_test_user(cls.env, login="series_supervisor", groups=groups % "supervisor", lang="en_US")

    @classmethod
    def _make_product(cls, name, **vals):
        return cls.env["product.product"].create(
            {"name": name, "is_storable": True, "tracking": "lot", "categ_id": cls.category.id, **vals}
        )

    @classmethod
    def _make_lot(cls, name, made=None, product=None, quantity=0.0, location=None, **vals):
        """A series, with some of it on stock if a quantity is given."""
        product = product or cls.product
        lot = cls.env["stock.lot"].create(
            {"name": name, "product_id": product.id, **({"production_date": made} if made else {}), **vals}
        )
        if quantity:
            cls.env["stock.quant"]._update_available_quantity(product, location or cls.stock, quantity, lot_id=lot)
        return lot

    @classmethod
    def _make_move(cls, quantity, product=None, source=None, target=None, **vals):
        """A confirmed move out of stock, not reserved yet."""
        product = product or cls.product
        move = cls.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom": product.uom_id.id,
                "product_uom_qty": quantity,
                "location_id": (source or cls.stock).id,
                "location_dest_id": (target or cls.customers).id,
                **vals,
            }
        )
        move._action_confirm(merge=False)
        move._do_unreserve()
        return move

    @classmethod
    def _take(cls, quantity, **kwargs):
        """Series and quantities that a new move out of stock reserves, in order."""
        move = cls._make_move(quantity, **kwargs)
        move._action_assign()
        return [(line.lot_id.name, line.quantity) for line in move.move_line_ids.sorted("id")]

    @classmethod
    def _make_picking(cls, kind, quantity, product=None):
        """A confirmed transfer of the warehouse: kind is 'in' or 'out'."""
        product = product or cls.product
        picking_type = cls.warehouse[f"{kind}_type_id"]
        places = (cls.suppliers, cls.stock) if kind == "in" else (cls.stock, cls.customers)
        picking = cls.env["stock.picking"].create(
            {
                "picking_type_id": picking_type.id,
                "partner_id": cls.partner.id,
                "location_id": places[0].id,
                "location_dest_id": places[1].id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom": product.uom_id.id,
                            "product_uom_qty": quantity,
                            "location_id": places[0].id,
                            "location_dest_id": places[1].id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        return picking

    @classmethod
    def _receive(cls, name, quantity, product=None, **line_vals):
        """Receive a new series through a real transfer; returns the series."""
        picking = cls._make_picking("in", quantity, product)
        picking.move_ids.move_line_ids.unlink()
        move = picking.move_ids
        cls.env["stock.move.line"].create(
            {**move._prepare_move_line_vals(), "lot_name": name, "quantity": quantity, "picked": True, **line_vals}
        )
        cls._validate(picking)
        return picking.move_line_ids.lot_id

    @classmethod
    def _validate(cls, picking):
        picking.move_ids.picked = True
        done = picking.with_context(skip_expired=True, skip_backorder=True).button_validate()
        assert done is True, done
        assert picking.state == "done"

    @classmethod
    def _return(cls, picking):
        """The customer sends everything back."""
        wizard = (
            cls.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_ids=picking.ids, active_model="stock.picking")
            .create({})
        )
        for line in wizard.product_return_moves:
            line.quantity = line.move_id.quantity
        back = cls.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        cls._validate(back)
        return back


def days_ago(number):
    return fields.Date.today() - timedelta(days=number)


def noon(day):
    return datetime.combine(day, time(12))


def first_days(number, start=date(2024, 1, 1), step=30):
    return [start + timedelta(days=step * index) for index in range(number)]

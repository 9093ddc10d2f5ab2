"""Reserving an order of 200 lines over 200 products with 5 000 quants each: "oldest series first" against stock FIFO.

Goal: at most 0.3 of stock's time.
"""

from functools import partial

from common import databases, environment, result, rounds, stopwatch, vacuum
from reserve import DATES, LOTS, MIRROR, QUANTS

LINES, EACH, PIECES = 200, 5_000, 12


def prepare(database, ours):
    """So many products with so many quants each; returns their ids."""
    with environment(database, commit=True) as env:
        strategy = env.ref("stock_batches.removal_series" if ours else "stock.removal_fifo")
        category = env["product.category"].create({"name": "Bench", "removal_strategy_id": strategy.id})
        values = {"is_storable": True, "tracking": "lot", "categ_id": category.id}
        products = env["product.product"].create([{"name": f"Bench {number}", **values} for number in range(LINES)])
        env.flush_all()
        stock = env["stock.warehouse"].search([], limit=1).lot_stock_id
        for product in products:
            row = {"product": product.id, "number": EACH, "location": stock.id, "company": stock.company_id.id}
            for statement in (LOTS, QUANTS, *((DATES, MIRROR) if ours else ())):
                env.cr.execute(statement, row)
        vacuum(env, "stock_lot", "stock_quant")
        return products.ids


def measure(database, product_ids):
    """Seconds of reserving the transfer of the order, written to the database, with nothing in the cache before."""
    with environment(database) as env:
        warehouse = env["stock.warehouse"].search([], limit=1)
        places = {
            "location_id": warehouse.lot_stock_id.id,
            "location_dest_id": env.ref("stock.stock_location_customers").id,
        }
        products = env["product.product"].browse(product_ids)
        picking = env["stock.picking"].create({"picking_type_id": warehouse.out_type_id.id, **places})
        env["stock.move"].create(
            [
                {
                    "product_id": product.id,
                    "product_uom": product.uom_id.id,
                    "product_uom_qty": PIECES,
                    "picking_id": picking.id,
                    **places,
                }
                for product in products
            ]
        )
        picking.move_ids._action_confirm(merge=False)
        picking.move_ids._do_unreserve()
        env.cr.flush()
        env.invalidate_all()
        with stopwatch() as passed:
            picking.action_assign()
            # All that happens before commit counts, ours and core's.
            env.cr.flush()
        assert set(picking.move_ids.mapped("state")) == {"assigned"}
        assert sum(picking.move_line_ids.mapped("quantity")) == PIECES * LINES
        return passed()


def main():
    with databases("reserve_order") as names:
        products = {side: prepare(name, ours=side == "ours") for side, name in names.items()}
        times = rounds({side: partial(measure, name, products[side]) for side, name in names.items()})
    yield result("reserve_order", times["ours"], times["reference"], "<= 0.3", n=LINES)

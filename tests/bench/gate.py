"""Validating a delivery of 200 serial numbers that each need their document, against the same without the gate.

Goals: at most 1.15 of the time of the same delivery in the same database whose goods no rule asks for, and as many
queries of the gate for 200 pieces as for 50. `gate_stock` is measured for information: against core alone.
"""

import sys
from functools import partial

from common import databases, environment, result, rounds, stopwatch

MANY, FEW = 200, 50


def prepare(database, number, with_rule=False):
    """A reserved delivery of so many numbers; ids of it and of its product."""
    with environment(database, commit=True) as env:
        values = {"name": f"Bench {number} {with_rule}", "is_storable": True, "tracking": "serial"}
        product = env["product.product"].create(values)
        lots = env["stock.lot"].create([{"name": f"B{i}", "product_id": product.id} for i in range(number)])
        if with_rule:
            certify(env, product, lots)
        warehouse = env["stock.warehouse"].search([], limit=1)
        for lot in lots:
            env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, 1, lot_id=lot)
        picking = make_delivery(env, warehouse, product, number)
        picking.action_confirm()
        picking.action_assign()
        picking.move_ids.picked = True
        return picking.id


def certify(env, product, lots):
    """A rule that blocks shipment, and one document for all the numbers."""
    product.equipment_type_id = env["equipment.type"].create({"name": f"Bench {len(lots)}"})
    values = {"equipment_type_id": product.equipment_type_id.id, "at_shipment": "block", "kind": "calibration"}
    env["equipment.certification.rule"].create(values)
    certificate = env["equipment.certificate"].create(
        {"name": "B", "kind": "calibration", "product_ids": [(6, 0, product.ids)], "lot_ids": [(6, 0, lots.ids)]}
    )
    certificate.action_issue()


def make_delivery(env, warehouse, product, number):
    target = env.ref("stock.stock_location_customers")
    move = {
        "product_id": product.id,
        "product_uom_qty": number,
        "location_id": warehouse.lot_stock_id.id,
        "location_dest_id": target.id,
    }
    return env["stock.picking"].create(
        {
            "picking_type_id": warehouse.out_type_id.id,
            "location_id": warehouse.lot_stock_id.id,
            "location_dest_id": target.id,
            "move_ids": [(0, 0, move)],
        }
    )


def measure(database, picking_id):
    """Seconds of validating the delivery, written to the database, with nothing in the cache before."""
    with environment(database, skip_backorder=True) as env:
        picking = env["stock.picking"].browse(picking_id)
        env.invalidate_all()
        with stopwatch() as passed:
            assert picking.button_validate() is True
            env.cr.flush()
        assert picking.state == "done"
        return passed()


def count(database, picking_id):
    """SQL statements of the gate alone."""
    with environment(database) as env:
        lines = env["stock.move.line"].browse(env["stock.picking"].browse(picking_id).move_line_ids.ids)
        env.invalidate_all()
        before = env.cr.sql_log_count
        lines._check_certificates()
        return env.cr.sql_log_count - before


def main(number=MANY, few=FEW):
    with databases("gate") as names:
        ours = names["ours"]
        gated, free = prepare(ours, number, with_rule=True), prepare(ours, number)
        small, core = prepare(ours, few, with_rule=True), prepare(names["reference"], number)
        times = rounds(
            {
                "gated": partial(measure, ours, gated),
                "free": partial(measure, ours, free),
                "core": partial(measure, names["reference"], core),
            }
        )
        queries = count(ours, gated), count(ours, small)
    yield result("gate", times["gated"], times["free"], "<= 1.15", n=number)
    yield result("gate_queries", *queries, "<= 1", number, "queries")
    print(f"against core alone: {times['gated'] / times['core']:.2f}", file=sys.stderr)

"""Parts that left the stock know the movement that took them; whether they left is read from it."""

from odoo.tools import SQL
from odoo.tools.sql import column_exists


def migrate(cr, version):
    if not column_exists(cr, "service_visit_part", "is_taken"):
        return
    cr.execute(
        SQL(
            """UPDATE service_visit_part part
                  SET move_id = move.id
                 FROM service_visit visit
                 JOIN stock_move move ON move.picking_id = visit.picking_id
                WHERE part.visit_id = visit.id AND part.is_taken AND part.move_id IS NULL
                  AND move.product_id = part.product_id"""
        )
    )
    cr.execute(SQL("ALTER TABLE service_visit_part DROP COLUMN is_taken"))

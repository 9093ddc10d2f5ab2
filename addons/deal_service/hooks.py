"""What installing finds in the past, and what uninstalling leaves."""

from odoo.fields import Command
from odoo.tools import SQL, split_every

from odoo.addons.sales_base.tools.uninstall import keep_activities

SLICE = 1000


def _fill_installed_base(env):
    """Serial numbers that were delivered before: the last movement of each that touched a customer counts."""
    rows = env.execute_query(
        SQL(
            """SELECT DISTINCT ON (line.lot_id) line.id
                 FROM stock_move_line line
                 JOIN stock_location source ON source.id = line.location_id
                 JOIN stock_location target ON target.id = line.location_dest_id
                WHERE line.state = 'done' AND line.lot_id IS NOT NULL
                  AND (source.usage = 'customer' OR target.usage = 'customer')
             ORDER BY line.lot_id, line.date DESC, line.id DESC"""
        )
    )
    for ids in split_every(SLICE, [row[0] for row in rows]):
        env["stock.move.line"].browse(ids)._note_pieces()


def _leave(env):
    """Nothing that stays may refer to what goes."""
    keep_activities(env, "deal_service")
    # Kinds of papers are the company's once they are there: deals refer to them.
    env["ir.model.data"].search([("module", "=", "deal_service"), ("model", "=", "crm.deal.paper.kind")]).unlink()
    administrator = env.ref("sales_base.group_administrator", raise_if_not_found=False)
    if administrator:
        administrator.implied_ids = [Command.unlink(env.ref("deal_service.group_head").id)]

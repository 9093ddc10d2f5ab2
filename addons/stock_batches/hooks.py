from odoo.tools import SQL

FIRST_RECEIPT = """
    UPDATE stock_lot lot
       SET received_on = (first.moment AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
      FROM (
        SELECT lot_id, MIN(moment) AS moment
          FROM (
            SELECT line.lot_id, line.date AS moment
              FROM stock_move_line line
              JOIN stock_location target ON target.id = line.location_dest_id
             WHERE line.lot_id IS NOT NULL AND line.state = 'done' AND target.usage IN ('internal', 'transit')
             UNION ALL
            SELECT quant.lot_id, quant.in_date
              FROM stock_quant quant
              JOIN stock_location place ON place.id = quant.location_id
             WHERE quant.lot_id IS NOT NULL AND quant.quantity > 0 AND place.usage IN ('internal', 'transit')
          ) AS known
         GROUP BY lot_id
      ) AS first
     WHERE first.lot_id = lot.id AND lot.company_id IS NOT DISTINCT FROM %(company)s
"""
SERIES_DATE = """
    WITH made AS (
        SELECT lot.id,
               (lot.expiration_date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date - template.expiration_time AS day
          FROM stock_lot lot
          JOIN product_product product ON product.id = lot.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
         WHERE template.use_expiration_date AND template.expiration_time > 0 AND lot.expiration_date IS NOT NULL
    )
    UPDATE stock_lot lot
       SET series_date = COALESCE(made.day, lot.received_on),
           series_date_origin = CASE WHEN made.day IS NOT NULL THEN 'expiry'
                                     WHEN lot.received_on IS NOT NULL THEN 'receipt' END
      FROM stock_lot same
      LEFT JOIN made ON made.id = same.id
     WHERE same.id = lot.id AND lot.company_id IS NOT DISTINCT FROM %(company)s
"""
MIRROR = """
    UPDATE stock_quant quant
       SET series_date = lot.series_date
      FROM stock_lot lot
     WHERE lot.id = quant.lot_id AND lot.series_date IS NOT NULL
"""


def _date_known_series(env):
    """Give the series that were there before us their age, in SQL because there may be millions of them.

    The strategies of the categories are left as they are: whoever wants the oldest series first says so.
    """
    env.flush_all()
    for company in [*env["res.company"].search([]), env["res.company"]]:
        zone = (company or env.company)._get_stock_zone()
        values = {"zone": str(zone), "company": company.id or None}
        env.cr.execute(SQL(FIRST_RECEIPT, **values))
        env.cr.execute(SQL(SERIES_DATE, **values))
    env.cr.execute(SQL(MIRROR))
    env.invalidate_all()


def _leave(env):
    """On uninstall nothing that stays may refer to what goes: tasks become plain ones, reasons of write-offs stay."""
    kind = env.ref("stock_batches.mail_activity_type_offer", raise_if_not_found=False)
    if kind:
        tasks = env["mail.activity"].with_context(active_test=False).search([("activity_type_id", "=", kind.id)])
        tasks.activity_type_id = env.ref("mail.mail_activity_data_todo")
    # They restrict their reasons, and their table goes anyway.
    env["stock.series.release"].search([]).unlink()
    names = env["ir.model.data"].search([("module", "=", "stock_batches"), ("model", "=", "stock.scrap.reason.tag")])
    names.unlink()

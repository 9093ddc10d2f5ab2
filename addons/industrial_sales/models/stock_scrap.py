from odoo import fields, models


class StockScrap(models.Model):
    _inherit = "stock.scrap"

    # What is written off stands on the director's page, too.
    write_off_value = fields.Float(groups="stock_batches.group_supervisor,sales_base.group_director")

"""Goods from before series were kept: one series per product, the oldest of all, until a count reads the labels."""

from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError

UNLABELLED_NAME = "без серии"
UNLABELLED_DATE = date(1970, 1, 1)


class StockLot(models.Model):
    _inherit = "stock.lot"

    is_unlabelled = fields.Boolean(
        "Without a Number",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Goods taken over without series. They leave first; a count splits off what has a label.",
    )

    @api.model
    def _prepare_unlabelled(self, product, company, number=0):
        return {
            "name": f"{UNLABELLED_NAME} {number}" if number else UNLABELLED_NAME,
            "product_id": product.id,
            "company_id": company.id,
            "is_unlabelled": True,
            # Nobody knows it; without this the product's shelf life would count from today.
            "expiration_date": False,
        }

    def action_split_series(self):
        """Give a part of these goods the series that stands on their labels."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Label Found"),
            "res_model": "stock.series.split",
            "view_mode": "form",
            "target": "new",
            "context": {"default_lot_id": self.id},
        }


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _get_unlabelled_series(self, company=None, number=1):
        """The series of goods that came in without one, made when it is missing; of serial numbers, so many new ones.

        For whoever takes stock over from a system that kept no series.
        """
        self.ensure_one()
        lots, company = self.env["stock.lot"], company or self.env["res.company"]
        if self.tracking == "none":
            raise UserError(self.env._("%s is not tracked by series.", self.display_name))
        known = lots.search(
            [("product_id", "=", self.id), ("is_unlabelled", "=", True), ("company_id", "=", company.id)]
        )
        if self.tracking == "serial":
            first = len(known) + 1
            return lots.create([lots._prepare_unlabelled(self, company, first + index) for index in range(number)])
        return known[:1] or lots.create(lots._prepare_unlabelled(self, company))


class StockPicking(models.Model):
    _inherit = "stock.picking"

    has_unlabelled = fields.Boolean(compute="_compute_has_unlabelled")

    @api.depends("move_line_ids.lot_id.is_unlabelled", "state")
    def _compute_has_unlabelled(self):
        for picking in self:
            lots = picking.move_line_ids.lot_id
            picking.has_unlabelled = picking.state not in ("done", "cancel") and any(lots.mapped("is_unlabelled"))

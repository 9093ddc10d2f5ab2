from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

FIRST_STEP = 16
NEXT_STEP = 8  # each step reads this many times the one before


class StockQuant(models.Model):
    _inherit = "stock.quant"

    series_date = fields.Date(related="lot_id.series_date", store=True)
    series_blocked = fields.Boolean(related="lot_id.is_blocked", store=True)

    # What a reservation by series reads, in its order: it stops as soon as it has enough.
    _series_free_idx = models.Index(
        "(product_id, (lot_id IS NULL), series_date, removal_date, in_date, id) WHERE quantity > reserved_quantity"
    )
    # The few quants that owe more than they hold; a reservation has to know them all.
    _series_owing_idx = models.Index("(product_id) WHERE COALESCE(quantity, 0) < reserved_quantity")

    def _auto_init(self):
        """Make the column here: the hook fills it in SQL, where the ORM would load every quant."""
        for name, kind in (("series_date", "date"), ("series_blocked", "bool")):
            if not column_exists(self.env.cr, "stock_quant", name):
                create_column(self.env.cr, "stock_quant", name, kind)
        return super()._auto_init()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._date_new_series(vals)
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("quantity"):
            for quant in self:
                quant._date_new_series({"location_id": quant.location_id.id, "lot_id": quant.lot_id.id, **vals})
        return super().write(vals)

    @api.model
    def _date_new_series(self, vals):
        """A series gets its receipt date before its first quant is written, so that this quant has it at once."""
        if not vals.get("lot_id") or (vals.get("quantity") or 0) <= 0:
            return
        lot = self.env["stock.lot"].browse(vals["lot_id"])
        location = self.env["stock.location"].browse(vals.get("location_id"))
        if not lot.sudo().received_on and location.sudo().usage in ("internal", "transit"):
            lot._set_first_receipt(vals.get("in_date"))

    @api.model
    def _get_removal_strategy(self, product_id, location_id):
        strategy = super()._get_removal_strategy(product_id, location_id)
        product = product_id.sudo()
        if strategy == "series" or product.categ_id.removal_strategy_id:
            return strategy
        if product.categ_id._get_inherited_removal_strategy().method == "series":
            return "series"
        if strategy == "fifo" and self._is_series_by_default(product, location_id.sudo()):
            return "series"
        return strategy

    @api.model
    def _is_series_by_default(self, product, location):
        """True when nobody chose a strategy and the company wants the oldest series first."""
        company = location.company_id or self.env.company
        if not company.sudo().oldest_series_first or product.categ_id.removal_strategy_id:
            return False
        while location:
            if location.removal_strategy_id:
                return False
            location = location.location_id
        return True

    @api.model
    def _get_removal_strategy_order(self, removal_strategy):
        if removal_strategy == "series":
            return "series_date, removal_date, in_date, id"
        return super()._get_removal_strategy_order(removal_strategy)

    # --- Reservation by series: an ordered read that stops when it has enough ---------------------------------------

    def _gather(self, product_id, location_id, lot_id=None, package_id=None, owner_id=None, strict=False, qty=0):
        """Quants that were already read in the order of the series are taken as they are."""
        if self and not strict and self._get_removal_strategy(product_id, location_id) == "series":
            return self.sorted(lambda quant: not quant.lot_id)
        return super()._gather(product_id, location_id, lot_id, package_id, owner_id, strict, qty)

    def _get_reserve_quantity(
        self,
        product_id,
        location_id,
        quantity,
        uom_id=None,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=False,
    ):
        """Hand core as many of the oldest quants as it needs, instead of all of them.

        Core's own rules (negative quants, units, serials, packagings) then decide over these quants; they are
        chosen so that the rest could not change the result, see `_read_series`.
        """
        by_series = not self and not strict and quantity > 0
        if by_series and self._get_removal_strategy(product_id, location_id) == "series":
            wanted = self._get_wanted_quantity(product_id, quantity)
            self = self.sudo()._read_series(product_id, location_id, wanted, lot_id, package_id, owner_id)
            if not self:
                return []
        return super()._get_reserve_quantity(
            product_id, location_id, quantity, uom_id, lot_id, package_id, owner_id, strict
        )

    def _get_available_quantity(
        self,
        product_id,
        location_id,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=False,
        allow_negative=False,
    ):
        """Sum in the database what core sums in Python over every quant."""
        whole = not self and not strict and not allow_negative
        if whole and self._get_removal_strategy(product_id, location_id) == "series":
            return self.sudo()._sum_series(product_id, location_id, lot_id, package_id, owner_id)
        return super()._get_available_quantity(
            product_id, location_id, lot_id, package_id, owner_id, strict, allow_negative
        )

    @api.model
    def _get_wanted_quantity(self, product, quantity):
        """What the read quants must cover: a little more than asked, so that no rounding depends on the rest."""
        wanted = quantity + product.uom_id.rounding
        packaging = self.env.context.get("packaging_uom_id")
        if packaging and product.categ_id.packaging_reserve_method == "full":
            wanted += packaging._compute_quantity(1, product.uom_id)
        return wanted

    @api.model
    def _get_series_domain(self, product, location, lot=None, package=None, owner=None):
        """Quants that may be taken: core's domain without blocked series, and without what is past its dates, today,
        on the move's day or on the day until which the customer wants the goods to keep."""
        free_to_go = Domain("series_blocked", "!=", True)
        if not product.use_expiration_date:
            return Domain(self._get_gather_domain(product, location, lot, package, owner)) & free_to_go
        now, company = fields.Datetime.now(), location.company_id or self.env.company
        moment = max(now, fields.Datetime.to_datetime(self.env.context.get("with_expiration")) or now)
        shipped, until = self.env.context.get("stock_batches_keeps_until") or (moment, moment)
        # Days, not hours: goods are good on their last day, whatever time of it core has computed.
        fresh = self.with_context(with_expiration=company._get_stock_day_start(max(moment, shipped)))
        domain = free_to_go & Domain(fresh._get_gather_domain(product, location, lot, package, owner))
        until = company._get_stock_day_start(max(moment, shipped, until))
        return domain & (Domain("expiration_date", ">=", until) | Domain("expiration_date", "=", False))

    @api.model
    def _read_series(self, product, location, wanted, lot=None, package=None, owner=None):
        """The owing quants, then the oldest free ones in order, until they cover `wanted` whatever else is in stock.

        Two sums have to reach it, the two that core limits a reservation by: what is free by series (an owing
        series lowers only its own, untracked goods are one heap), and on-hand less reserved over all of them.
        Quants not read are all free, so that both sums only grow by them.
        """
        domain = self._get_series_domain(product, location, lot, package, owner)
        rows = self._select_series(domain, "owing")
        free, ids, step = defaultdict(float), [row[0] for row in rows], FIRST_STEP
        on_hand_less_reserved, by_series, offset = 0.0, product.tracking != "none", 0
        while True:
            for _id, lot_id, quantity, reserved in rows:
                free[by_series and lot_id] += quantity - reserved
                on_hand_less_reserved += max(quantity, 0) - reserved
            covered = min(sum(max(each, 0) for each in free.values()), on_hand_less_reserved)
            if covered >= wanted or (offset and len(rows) < step):
                return self.browse(ids)
            if offset:
                step *= NEXT_STEP
            rows = self._select_series(domain, "free", step, offset)
            offset += step
            ids += [row[0] for row in rows]

    @api.model
    def _select_series(self, domain, kind, limit=None, offset=0):
        """Rows (id, lot, quantity, reserved) of the free quants, oldest first, or of the owing ones."""
        query = self._search(domain, bypass_access=True)
        quantity, reserved, lot = (
            self._field_to_sql(self._table, name, query) for name in ("quantity", "reserved_quantity", "lot_id")
        )
        if kind == "free":
            query.add_where(SQL("%s > %s", quantity, reserved))
            order = self._order_to_sql(self._get_removal_strategy_order("series"), query)
            query.order = SQL("(%s IS NULL), %s", lot, order)
            query.limit, query.offset = limit, offset
        else:
            query.add_where(SQL("COALESCE(%s, 0) < %s", quantity, reserved))
        columns = SQL("%s, %s, COALESCE(%s, 0), %s", self._field_to_sql(self._table, "id"), lot, quantity, reserved)
        return self.env.execute_query(query.select(columns))

    @api.model
    def _sum_series(self, product, location, lot=None, package=None, owner=None):
        """Free quantity: summed by series where one series cannot pay for another, else over all."""
        query = self._search(self._get_series_domain(product, location, lot, package, owner), bypass_access=True)
        quantity, reserved, lot_column = (
            self._field_to_sql(self._table, name, query) for name in ("quantity", "reserved_quantity", "lot_id")
        )
        if product.tracking != "none":
            query.groupby = lot_column
        free = query.select(SQL("SUM(COALESCE(%s, 0) - %s) AS free", quantity, reserved))
        # Below half a rounding step core takes a difference for nothing.
        [[total]] = self.env.execute_query(
            SQL("SELECT SUM(free) FROM (%s) AS heap WHERE free >= %s", free, product.uom_id.rounding / 2)
        )
        return total or 0.0

"""Delivering another series than the oldest usable one is refused here, whatever client asks for it."""

from collections import defaultdict, namedtuple
from datetime import date

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from .stock_move_exchange import Exchange

Fault = namedtuple("Fault", "line kind older")
NO_DATE = date.max


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _action_done(self):
        self._check_oldest_series()
        return super()._action_done()

    def _check_oldest_series(self):
        """Refuse what nobody allowed."""
        faults = self._get_unreleased_faults()
        if faults:
            raise UserError(faults[0].line._describe_fault(faults[0]))

    def _get_unreleased_faults(self):
        faults = self._find_series_faults()
        if not faults:
            return []
        moves = self.browse([fault.line.id for fault in faults]).move_id
        allowed = defaultdict(float)
        # Whoever ships has to know what the supervisor allowed.
        for release in self.env["stock.series.release"].sudo().search([("move_id", "in", moves.ids)]):
            allowed[release.move_id, release.lot_id] += release.quantity
        left = []
        for fault in faults:
            key = (fault.line.move_id, fault.line.lot_id)
            needed = fault.line.quantity_product_uom
            if fault.kind != "blocked" and fault.line.product_id.uom_id.compare(allowed[key], needed) >= 0:
                allowed[key] -= needed
            else:
                left.append(fault)
        return left

    def _find_series_faults(self):
        """Lines that would leave while they should not: [(line, kind, older series)], one fault a line."""
        lines = self.filtered(lambda line: line.lot_id and line.quantity > 0 and line.state != "cancel")
        moves = lines.move_id.filtered(lambda move: move._is_by_series() and move._leaves_house())
        lines = lines.filtered(lambda line: line.move_id in moves)
        limits = moves._get_limits()
        faults, left = [], self.browse()
        for line in lines:
            kind = line._get_lot_fault(limits[line.move_id])
            if kind:
                faults.append(Fault(line, kind, self.env["stock.lot"]))
            elif not line.move_id.move_orig_ids:
                # Later steps of a chain take what the first one brought.
                left |= line
        groups = left.grouped(
            lambda line: (line.product_id, line.move_id.location_id, line.owner_id, limits[line.move_id])
        )
        for (product, location, owner, until), group in groups.items():
            faults += group._find_older(product, location, owner, until, self)
        return faults

    def _get_lot_fault(self, limits):
        self.ensure_one()
        now = self.move_id.date if self.state == "done" else fields.Datetime.now()
        lot = self.lot_id
        if lot.is_blocked:
            return "blocked"
        if not lot._is_usable_until(now, now):
            return "expired"
        if not self.move_id.move_orig_ids and not lot._is_usable_until(now, limits[1]):
            return "shelf_life"
        return None

    def _find_older(self, product, location, owner, until, leaving):
        """The lines of one product from one place: is a series left behind that should go before them?"""
        youngest = max(line.lot_id.series_date or NO_DATE for line in self)
        quants = self.env["stock.quant"].sudo().with_context(stock_batches_keeps_until=until)  # all stock counts
        domain = quants._get_series_domain(product, location) & Domain("owner_id", "=", owner.id)
        domain &= Domain("series_date", "!=", False) & Domain("series_date", "<", youngest)
        on_hand = dict(quants._read_group(domain, ["lot_id"], ["quantity:sum"]))
        if not on_hand:
            return []
        held = defaultdict(float)
        lots = self.env["stock.lot"].browse([lot.id for lot in on_hand])
        for lot, quantity in self._read_held(lots, location, owner, leaving, picked=True).items():
            held[lot] += quantity
        # What is done has left the stock already.
        leaving = leaving.filtered(lambda line: line.state != "done" and line.product_id == product)
        for line in leaving.filtered(lambda line: line.owner_id == owner and line.location_id._child_of(location)):
            held[line.lot_id] += line.quantity_product_uom
        stays = {
            lot: quantity - held[lot]
            for lot, quantity in on_hand.items()
            if product.uom_id.compare(quantity - held[lot], 0) > 0
        }
        stuck = self._find_stuck(product, location, owner, stays, leaving) if stays else {}
        return [Fault(line, "older", oldest) for line in self if (oldest := line._get_oldest_left(stays, stuck))]

    def _get_oldest_left(self, stays, stuck):
        """The oldest series that could leave instead of this line's: free, or another order's that takes this one."""
        age, unit = self.lot_id.series_date or NO_DATE, self.product_id.uom_id
        older = [
            lot
            for lot, quantity in stays.items()
            if lot.series_date < age and unit.compare(quantity - stuck.get((self, lot), 0), 0) > 0
        ]
        return min(older, key=lambda lot: (lot.series_date, lot.id), default=None)

    def _find_stuck(self, product, location, owner, stays, leaving):
        """{(line, series): quantity that orders hold who cannot have this line's series for it}"""
        lots = self.env["stock.lot"].browse([lot.id for lot in stays])
        reserved = self._read_held(lots, location, owner, leaving, picked=False)
        if not reserved:
            return {}
        holders = self.env["stock.move.line"].sudo()._search_exchangeable(product, inside=True)  # every order's
        holders = holders.filtered(lambda line: line.lot_id in lots and line.owner_id == owner) - leaving
        holders = holders.filtered(lambda line: line.location_id._child_of(location))
        rules, stuck = Exchange([], [], holders.move_id._get_limits()), {}
        for line in self:
            place = line._get_place()
            giving = holders.filtered(lambda other, place=place: rules.may_take(other.move_id, place, place.owner))
            for lot, quantity in reserved.items():
                given = sum(other.quantity_product_uom for other in giving if other.lot_id == lot)
                stuck[line, lot] = quantity - given
        return stuck

    def _read_held(self, lots, location, owner, leaving, picked):
        """Quantities of these series that others have in their hands, or only reserved."""
        rows = self.sudo()._read_group(  # others' work counts, whoever ships
            [
                ("lot_id", "in", lots.ids),
                ("location_id", "child_of", location.id),
                ("owner_id", "=", owner.id),
                ("picked", "=", picked),
                ("state", "not in", ("draft", "done", "cancel")),
                ("id", "not in", leaving.ids),
            ],
            ["lot_id"],
            ["quantity_product_uom:sum"],
        )
        return dict(rows)

    def _describe_fault(self, fault):
        self.ensure_one()
        lot = self.lot_id
        values = {"series": lot.name, "product": self.product_id.display_name}
        if fault.kind == "blocked":
            return self.env._("Series %(series)s of %(product)s is blocked: bring another one.", **values)
        if fault.kind == "expired":
            return self.env._("Series %(series)s of %(product)s has expired: bring another one.", **values)
        if fault.kind == "shelf_life":
            return self.env._(
                "Series %(series)s of %(product)s does not keep as long as the customer wants: bring another one.",
                **values,
            )
        return self.env._(
            "Series %(older)s of %(product)s (%(date)s) is older than %(series)s and leaves first: bring it, "
            "or ask the warehouse supervisor.",
            older=fault.older.name,
            date=format_date(self.env, fault.older.series_date),
            **values,
        )

import logging
from collections import namedtuple
from datetime import date

from markupsafe import Markup

from odoo import api, models
from odoo.tools import float_round

_logger = logging.getLogger(__name__)

Place = namedtuple("Place", "location lot package owner")
NO_DATE = date.max


class Slot:
    """A quantity that a move holds of one series in one place."""

    __slots__ = ("line", "move", "place", "quantity")

    def __init__(self, line, move, place, quantity):
        self.line, self.move, self.place, self.quantity = line, move, place, quantity

    @property
    def age(self):
        return self.place.lot.series_date or NO_DATE


class Exchange:
    """Who gets which series: the first to ship the oldest he may use, nobody less than he had.

    Works on what the reservations hold, in memory. `givers` are moves inside the house that seek nothing better but
    give their series up to the moves in `first`.
    """

    def __init__(self, slots, free, limits, first=(), givers=()):
        self.slots, self.free, self.limits = slots, free, limits
        self.first, self.givers = first, givers
        self.reachable = {}

    def run(self):
        """Until nobody finds anything better: what a later one got by exchange may serve an earlier one, too."""
        while self._run_once():
            pass

    def _run_once(self):
        index, swapped = 0, False
        while index < len(self.slots):
            found = None if self.slots[index].move in self.givers else self._find_better(index)
            if found:
                self._swap(index, found)
                swapped = True
            else:
                index += 1
        return swapped

    def is_usable(self, move, place):
        return place.lot._is_usable_until(*self.limits[move])

    def may_take(self, move, place, owner):
        """True when a move could have what lies in that place."""
        key = (move.location_id, place.location)
        if key not in self.reachable:
            self.reachable[key] = place.location._child_of(move.location_id)
        return place.owner == owner and self.reachable[key] and self.is_usable(move, place)

    def _find_better(self, index):
        """The oldest quantity, free or held by a later move, that this slot may take; None when it has it."""
        slot = self.slots[index]
        # What he may not use any more is worse than all.
        age = slot.age if self.is_usable(slot.move, slot.place) else None
        best, best_age = None, age
        for other in [*self.free, *self.slots[index + 1 :]]:
            if not other.quantity or (best_age is not None and other.age >= best_age):
                continue
            if not self.may_take(slot.move, other.place, slot.place.owner):
                continue
            if other.move and not self._gives_up(other, slot):
                continue
            best, best_age = other, other.age
        return best

    def _gives_up(self, other, slot):
        """True when a later move may have this slot's place for its own."""
        if other.move in self.givers and slot.move not in self.first:
            return False
        return self.may_take(other.move, slot.place, other.place.owner)

    def _swap(self, index, other):
        slot = self.slots[index]
        quantity = min(slot.quantity, other.quantity)
        for each in (slot, other):
            if each.quantity > quantity:
                rest = Slot(each.line, each.move, each.place, each.quantity - quantity)
                each.quantity = quantity
                where = self.slots if each.move else self.free
                where.insert(where.index(each) + 1, rest)
        slot.place, other.place = other.place, slot.place


class StockMove(models.Model):
    _inherit = "stock.move"

    # When it is done: once, before the transaction ends

    @api.model
    def _mark_for_exchange(self, products):
        """Before commit the reservations of these products are put in order, once, whatever happened to them."""
        products = products.filtered(lambda product: product.tracking != "none")
        if not products or self.env.context.get("stock_batches_no_exchange"):
            return
        precommit = self.env.cr.precommit
        if "stock_batches.exchange" not in precommit.data:
            plain = {name: self.env.context[name] for name in ("lang", "tz") if name in self.env.context}
            precommit.add(self.env(su=True, context=plain)["stock.move"]._exchange_marked)
        precommit.data.setdefault("stock_batches.exchange", set()).update(products.ids)

    @api.model
    def _exchange_marked(self):
        """An automatic exchange never undoes the act that caused it."""
        ids = self.env.cr.precommit.data.pop("stock_batches.exchange", ())
        for product in self.env["product.product"].browse(sorted(ids)):
            try:
                with self.env.cr.savepoint():
                    self._exchange_series(product)
            except Exception:
                _logger.exception("The reservations of %s could not be put in order of the series", product.id)

    def _action_assign(self, force_qty=False):
        result = super(StockMove, self.with_context(stock_batches_reserving=True))._action_assign(force_qty)
        # Goods without series cost nothing here: their quantities need not be worked out yet.
        tracked = self.filtered(lambda move: move.product_id.tracking != "none")
        self._mark_for_exchange(tracked.filtered("quantity").product_id)
        return result

    def _action_done(self, cancel_backorder=False):
        done = super(StockMove, self.with_context(stock_batches_reserving=True))._action_done(cancel_backorder)
        self._mark_for_exchange(done.product_id)
        return done.with_env(self.env)

    # How

    @api.model
    def _exchange_series(self, product, first=None):
        """Let the first to ship have the older series and the later the younger in exchange.

        :param first: moves that ship now, whatever their date; to them movements inside the house give theirs up, too
        """
        # Every order's, whoever acts.
        lines = self.env["stock.move.line"].sudo()._search_exchangeable(product, inside=bool(first))
        if not lines:
            return
        exchange = lines._prepare_exchange(first or self.browse())
        exchange.run()
        lines._apply_exchange(exchange)

    @api.model
    def _tell_exchange(self, texts):
        """Nobody's reservation changes without a word: {move: sentences}."""
        by_document = {}
        for move, rows in texts.items():
            by_document.setdefault(move._get_exchange_document(), []).extend(rows)
        head = self.env._("The series to bring have changed:")
        for document, rows in by_document.items():
            if document:
                items = Markup().join(Markup("<li>%s</li>") % row for row in rows)
                document.message_post(body=Markup("<p>%s</p><ul>%s</ul>") % (head, items))

    def _prepare_line_at(self, place, quantity):
        """Values of a reservation of so much in that place."""
        return {
            **self._prepare_move_line_vals(quantity=quantity),
            "location_id": place.location.id,
            "lot_id": place.lot.id,
            "package_id": place.package.id,
            "owner_id": place.owner.id,
            "picked": False,
        }


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    @api.model
    def _search_exchangeable(self, product, inside=False):
        """Reservations nobody picked yet, of moves that decide which series leaves, or that only carry it elsewhere
        `inside` the house."""
        lines = self.search(
            [
                ("product_id", "=", product.id),
                ("state", "in", ("assigned", "partially_available")),
                ("picked", "=", False),
                ("lot_id", "!=", False),
                ("quantity", ">", 0),
                ("move_id.move_orig_ids", "=", False),
            ]
        )
        by_series = lines.move_id.filtered(
            lambda move: move._is_by_series() and (move._leaves_house() or (inside and move._stays_inside()))
        )
        return lines.filtered(
            lambda line: (
                line.move_id in by_series and line.result_package_id in (line.package_id, self.env["stock.package"])
            )
        )

    def _prepare_exchange(self, first):
        moves = self.move_id
        limits = moves._get_limits()
        givers = moves.filtered(lambda move: move not in first and not move._leaves_house())
        rank = {move: (move not in first, move in givers, *move._get_ship_rank()) for move in moves}
        slots = [
            Slot(line, line.move_id, line._get_place(), line.quantity_product_uom)
            for line in self.sorted(lambda line: (rank[line.move_id], line.id))
        ]
        return Exchange(slots, (self - givers.move_line_ids)._read_free_slots(slots, limits), limits, first, givers)

    def _read_free_slots(self, slots, limits):
        """Free quantities that could serve one of the slots better; as many as the slots could take."""
        quants, seen = self.env["stock.quant"].sudo(), {}
        total = sum(slot.quantity for slot in slots)
        for location, moves in self.move_id.grouped("location_id").items():
            for until in {limits[move] for move in moves}:
                source = quants.with_context(stock_batches_keeps_until=until)
                oldest = source._read_series(moves.product_id, location, 1)
                held = [slot for slot in slots if slot.move in moves]
                if any(not slot.place.lot._is_usable_until(*limits[slot.move]) for slot in held) or (
                    oldest and min(quant.series_date or NO_DATE for quant in oldest) < max(slot.age for slot in held)
                ):
                    found = source._read_series(moves.product_id, location, total)
                    seen.update({quant.id: quant for quant in found if quant.lot_id})
        places = [
            Slot(None, None, Place(quant.location_id, quant.lot_id, quant.package_id, quant.owner_id), free)
            for quant in seen.values()
            if (free := quant.quantity - quant.reserved_quantity) > 0
        ]
        return sorted(places, key=lambda slot: (slot.age, slot.place.lot.id))

    def _get_place(self):
        self.ensure_one()
        return Place(self.location_id, self.lot_id, self.package_id, self.owner_id)

    def _apply_exchange(self, exchange):
        """Release first, then reserve: what one gives up is there for the other."""
        wanted = {line: [] for line in self}
        for slot in exchange.slots:
            wanted[slot.line].append(slot)
        changed = {
            line: slots for line, slots in wanted.items() if any(slot.place != line._get_place() for slot in slots)
        }
        if not changed:
            return
        quiet = {"stock_batches_no_exchange": True, "stock_batches_reserving": True, "bypass_entire_pack": True}
        texts, places = {}, {line: line._get_place() for line in changed}
        values = []
        for line, slots in changed.items():
            taken = [slot for slot in slots if slot.place != places[line]]
            values += [slot.move._prepare_line_at(slot.place, slot.quantity) for slot in taken]
            texts.setdefault(line.move_id, []).extend(line._describe_exchange(slot) for slot in taken)
        for line, slots in changed.items():
            kept = sum(slot.quantity for slot in slots if slot.place == places[line])
            line.with_context(**quiet)._keep_only(kept)
        self.env["stock.move.line"].with_context(**quiet).create(values)
        self.env["stock.move"]._tell_exchange(texts)

    def _keep_only(self, quantity):
        """Hold so much of the product's unit and no more; the line's own unit stays where it can say it."""
        self.ensure_one()
        unit = self.product_id.uom_id
        if unit.is_zero(quantity):
            self.unlink()
            return
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        own = float_round(unit._compute_quantity(quantity, self.product_uom_id, round=False), digits)
        values = {"quantity": own}
        if unit.compare(self.product_uom_id._compute_quantity(own, unit, round=False), quantity):
            values = {"quantity": quantity, "product_uom_id": unit.id}
        if self.result_package_id:
            values["result_package_id"] = False
        self.write(values)

    def _describe_exchange(self, slot):
        return self.env._(
            "%(product)s: %(quantity)s of series %(new)s instead of %(old)s",
            product=self.product_id.display_name,
            quantity=f"{slot.quantity:g}",
            new=slot.place.lot.name,
            old=self.lot_id.name,
        )

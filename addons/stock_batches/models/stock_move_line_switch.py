"""A reserved line may change to another series only where that is really free, or where another order gives it up."""

from odoo import api, models
from odoo.exceptions import UserError

from .stock_move_exchange import Place

PLACE_FIELDS = {"lot_id", "location_id", "package_id", "owner_id", "quant_id"}


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get("stock_batches_reserving"):
            return super().create(vals_list)
        held = [self._make_room_for_new(self._with_quant_info(vals)) for vals in vals_list]
        lines = super().create(vals_list)
        for given_up in held:
            self._give_back(given_up)
        return lines

    def write(self, vals):
        watched = (PLACE_FIELDS | {"quantity", "picked"}) & vals.keys()
        if not watched:
            return super().write(vals)
        held = []
        # Of lines of several products core changes no series at all.
        moved = PLACE_FIELDS & vals.keys() and len(self.product_id) <= 1
        if moved and not self.env.context.get("stock_batches_reserving"):
            for line in self:
                held += line._make_room(line._with_quant_info(vals))
        result = super().write(vals)
        self._give_back(held)
        self.env["stock.move"]._mark_for_exchange(self.product_id)
        return result

    def unlink(self):
        products = self.product_id
        result = super().unlink()
        self.env["stock.move"]._mark_for_exchange(products)
        return result

    @api.model
    def _with_quant_info(self, vals):
        """What core makes of a chosen quant, for our eyes only: core checks the values as they were written."""
        return {**vals, **self._copy_quant_info(vals)} if vals.get("quant_id") else vals

    # What is free

    @api.model
    def _get_free_quantity(self, product, place):
        """Of one series in one place, counted as the quants stand; never more than core would give."""
        [(quantity, reserved)] = (
            self.env["stock.quant"]
            .sudo()  # what others reserved counts, whoever asks
            ._read_group(
                [
                    ("product_id", "=", product.id),
                    ("location_id", "=", place.location.id),
                    ("lot_id", "=", place.lot.id),
                    ("package_id", "=", place.package.id),
                    ("owner_id", "=", place.owner.id),
                ],
                aggregates=["quantity:sum", "reserved_quantity:sum"],
            )
        )
        return max((quantity or 0) - (reserved or 0), 0)

    def _make_room(self, vals):
        """Make sure that this line can change its place as written; returns what other orders gave up for it."""
        self.ensure_one()
        move, old, new = self.move_id, self._get_place(), self._get_place_after(vals)
        if new == old or not new.lot or self.state in ("done", "cancel") or not move or move.is_inventory:
            return []
        if new.location.should_bypass_reservation() or not move._is_by_series():
            return []
        wanted = self.quantity_product_uom
        if "quantity" in vals:
            unit = self.env["uom.uom"].browse(vals.get("product_uom_id")) or self.product_uom_id
            wanted = unit._compute_quantity(vals["quantity"], self.product_id.uom_id, rounding_method="HALF-UP")
        return self._take_from_others(move, new, wanted, old)

    def _get_place_after(self, vals):
        names = {"location_id": "stock.location", "lot_id": "stock.lot"}
        names |= {"package_id": "stock.package", "owner_id": "res.partner"}
        return Place(
            *(self.env[model].browse(vals[name]) if name in vals else self[name] for name, model in names.items())
        )

    @api.model
    def _make_room_for_new(self, vals):
        """The same for a line typed in by hand."""
        move = self.env["stock.move"].browse(vals.get("move_id"))
        lot = self.env["stock.lot"].browse(vals.get("lot_id"))
        if (
            not move
            or not lot
            or move.is_inventory
            or move.location_dest_usage == "inventory"
            or move.state in ("draft", "done", "cancel")
            or not vals.get("quantity")
        ):
            return []
        location = self.env["stock.location"].browse(vals.get("location_id")) or move.location_id
        if location.should_bypass_reservation() or not move._is_by_series():
            return []
        place = Place(
            location,
            lot,
            self.env["stock.package"].browse(vals.get("package_id") or []),
            self.env["res.partner"].browse(vals.get("owner_id") or []),
        )
        unit = self.env["uom.uom"].browse(vals.get("product_uom_id")) or move.product_uom
        wanted = unit._compute_quantity(vals["quantity"], move.product_id.uom_id, rounding_method="HALF-UP")
        return self._take_from_others(move, place, wanted)

    def _take_from_others(self, move, place, wanted, given=None):
        """Free a quantity of a place that unpicked orders hold: they get the `given` place in exchange.

        :return: list of (move, place, quantity) to reserve once `given` is free
        """
        if move._leaves_house():
            # Inside the house, and back to the vendor, blocked goods are carried as ever.
            place.lot._check_not_blocked()
        unit = move.product_id.uom_id
        missing = wanted - self._get_free_quantity(move.product_id, place)
        if unit.compare(missing, 0) <= 0:
            return []
        others = self._search_holders(move, place) if given and given.lot else self.browse()
        others = others.filtered(lambda line: given.lot._is_usable_until(*line.move_id._get_keeps_until()))
        if unit.compare(sum(others.mapped("quantity_product_uom")), missing) < 0:
            free = wanted - missing
            raise UserError(
                self.env._(
                    "Only %(free)s of series %(series)s are free at %(place)s: take these, or another series.",
                    free=f"{free:g}",
                    series=place.lot.name,
                    place=place.location.display_name,
                )
            )
        return others._give_up(missing, given)

    def _search_holders(self, move, place):
        """Unpicked reservations of that place by other moves, the last to ship first."""
        lines = self.sudo()._search_exchangeable(move.product_id)  # every order's, whoever acts
        lines = lines.filtered(lambda line: line._get_place() == place and line.move_id != move)
        return lines.sorted(lambda line: (line.move_id.date, line.id), reverse=True)

    def _give_up(self, missing, given):
        quiet = {"stock_batches_no_exchange": True, "stock_batches_reserving": True}
        held, unit = [], self.product_id.uom_id
        for line in self:
            quantity = min(line.quantity_product_uom, missing)
            held.append((line.move_id, given, quantity, line.lot_id))
            line.with_context(**quiet)._keep_only(line.quantity_product_uom - quantity)
            missing -= quantity
            if unit.compare(missing, 0) <= 0:
                break
        return held

    @api.model
    def _give_back(self, held):
        """Reserve for the others what this line left to them, and tell them."""
        lines = self.sudo().with_context(stock_batches_no_exchange=True, stock_batches_reserving=True)
        for move, place, quantity, old in held:
            lines.create(move._prepare_line_at(place, quantity))
            row = self.env._(
                "%(product)s: %(quantity)s of series %(new)s instead of %(old)s",
                product=move.product_id.display_name,
                quantity=f"{quantity:g}",
                new=place.lot.name,
                old=old.name,
            )
            move._tell_exchange({move: [row]})

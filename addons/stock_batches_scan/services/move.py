"""Carry goods from one place to another: place, goods, how many, place."""

from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from .base import scenario
from .document import Document
from .screen import message, number

_lt = LazyTranslate(__name__)


@scenario
class Move(Document):
    """State: `source` place, `quant` that is carried, `quantity`."""

    name, label, icon = "move", _lt("Move"), "move"
    rank = 50
    expects_source = True

    # Codes

    def on_location(self, meaning):
        place = meaning.record
        if place.usage not in ("internal", "transit"):
            raise UserError(self.env._("Nothing is kept at %s.", place.display_name))
        if self.state.get("quant"):
            return self.put(place)
        self.state = {"source": place.id}
        return self.right(self.env._("From %s", place.name))

    def on_lot(self, meaning):
        return self.take([("lot_id", "=", meaning.record.id)], meaning)

    def on_product(self, meaning):
        if meaning.record.tracking != "none":
            return message("attention", self.env._("Scan the series on the label of %s.", meaning.record.name))
        return self.take([("product_id", "=", meaning.record.id)], meaning)

    def on_package(self, meaning):
        raise UserError(self.env._("Scan the goods in the package."))

    def take(self, domain, meaning):
        """The goods in hand: once more the same is one more; others begin anew."""
        quant = self.find_quant(domain, meaning)
        free = quant.quantity - quant.reserved_quantity
        again = self.state.get("quantity", 0) if self.state.get("quant") == quant.id else 0
        quantity = again + (meaning.quantity or self.get_first_quantity(free, again))
        self.check_free(quant, quantity, free)
        self.remember_undo("take", before={name: self.state.get(name) for name in ("quant", "quantity", "source")})
        self.state.update(quant=quant.id, quantity=quantity, source=quant.location_id.id)
        return self.right(f"{number(quantity)} {quant.product_uom_id.name}", meaning.get_name())

    def get_first_quantity(self, _free, _again):
        return 1.0

    def check_free(self, quant, quantity, free):
        if quant.product_uom_id.compare(quantity, free) > 0:
            raise UserError(
                self.env._(
                    "Only %(free)s are free at %(place)s.", free=number(free), place=quant.location_id.display_name
                )
            )

    def find_quant(self, domain, meaning):
        """Where it is taken from; where it lies in several places the worker says first in which he stands."""
        inside = [
            ("location_id.usage", "in", ("internal", "transit")),
            ("quantity", ">", 0),
            ("package_id", "=", False),
        ]
        place = self.state.get("source")
        if place:
            inside.append(("location_id", "child_of", place))
        quants = self.env["stock.quant"].search([*domain, *inside, *self.get_source_domain()])
        if len(quants.location_id) > 1:
            raise UserError(self.env._("It lies in several places: scan the place where you stand."))
        if not quants:
            raise UserError(self.env._("%s does not lie here by the books: tell the supervisor.", meaning.get_name()))
        return quants[0]

    def get_source_domain(self):
        return []

    def back_take(self, data):
        self.state.update(data["before"])

    def set_quantity(self, value):
        quant = self.get_quant()
        if not quant:
            raise UserError(self.env._("Scan the goods first, then type how many."))
        quantity = self.read_number(value, quant.product_id)
        self.check_free(quant, quantity, quant.quantity - quant.reserved_quantity)
        self.remember_undo("take", before={"quantity": self.state.get("quantity")})
        self.state["quantity"] = quantity
        return self.right(f"{number(quantity)} {quant.product_uom_id.name}", quant.product_id.name)

    def get_quant(self):
        return self.env["stock.quant"].browse(self.state.get("quant") or []).exists()

    # The end

    def put(self, place):
        quant, quantity = self.get_quant(), self.state.get("quantity") or 0
        if not quant or not quantity:
            raise UserError(self.env._("Scan the goods first."))
        if place == quant.location_id:
            raise UserError(self.env._("It lies there already: scan another place."))
        self.check_free(quant, quantity, quant.quantity - quant.reserved_quantity)
        picking = self.env["stock.picking"].create(self._prepare_transfer(quant, quantity, place))
        picking.action_confirm()
        self._validate(picking, quant, quantity, place)
        self.forget_undo()
        self.state = {"source": quant.location_id.id if self.expects_source else None}
        return self.right(
            self.env._("%(quantity)s put at %(place)s", quantity=number(quantity), place=place.name),
            quant.product_id.name,
        )

    def _prepare_transfer(self, quant, quantity, place):
        warehouse = quant.location_id.warehouse_id or place.warehouse_id
        kind = warehouse.int_type_id
        if not kind:
            raise UserError(self.env._("%s belongs to no warehouse.", quant.location_id.display_name))
        goods = {
            "product_id": quant.product_id.id,
            "product_uom": quant.product_uom_id.id,
            "product_uom_qty": quantity,
            "location_id": quant.location_id.id,
            "location_dest_id": place.id,
        }
        return {
            "picking_type_id": kind.id,
            "location_id": quant.location_id.id,
            "location_dest_id": place.id,
            "origin": self.env._("Scanned"),
            "move_ids": [(0, 0, goods)],
        }

    def _validate(self, picking, quant, quantity, place):
        """Exactly the series in hand, whatever would be reserved."""
        move = picking.move_ids
        move._do_unreserve()
        line = {**move._prepare_move_line_vals(quantity=quantity, reserved_quant=quant), "picked": True}
        self.env["stock.move.line"].create({**line, "location_dest_id": place.id})
        picking.with_context(skip_backorder=True, skip_expired=True).button_validate()
        if picking.state != "done":
            raise UserError(self.env._("%s asks for more than a scan: finish it at a computer.", picking.name))

    # Screen

    def draw(self):
        screen, quant = self.screen(), self.get_quant()
        if self.draw_choice(screen):
            return screen
        if quant:
            self.draw_carried(screen, quant)
        else:
            source = self.env["stock.location"].browse(self.state.get("source") or [])
            screen.data["subtitle"] = source.display_name or ""
            screen.ask_scan(self.env._("Scan the goods"), "lot", "product", "location")
        return screen

    def draw_carried(self, screen, quant):
        lot = quant.lot_id
        screen.target(
            quant.product_id.name,
            series=lot.name or "",
            date=self.format_date(lot.series_date),
            place=quant.location_id.name,
            quantity=number(self.state["quantity"]),
            unit=quant.product_uom_id.name,
            note=self.describe_target(quant),
        )
        free = number(quant.quantity - quant.reserved_quantity)
        value = number(self.state["quantity"])
        screen.ask("quantity", "number", self.env._("How many"), value=value, min=0, max=free)
        screen.ask_scan(self.env._("Scan the new place"), "location", "lot", "product")
        screen.button("drop", self.env._("Not this"))

    def press_drop(self, _value):
        self.state.update(quant=None, quantity=0, undo=[])

    def describe_target(self, _quant):
        return ""

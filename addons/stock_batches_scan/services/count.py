"""Count a place without seeing what the books say; what differs goes to the supervisor."""

from odoo.exceptions import UserError
from odoo.tools import LazyTranslate, format_date

from .base import scenario
from .document import Document
from .new_series import NewSeries
from .screen import message, number

_lt = LazyTranslate(__name__)


@scenario
class Count(NewSeries, Document):
    """A place is scanned, then all that lies there; pressed done, the counts stand on the list of the supervisor.

    Goods from before series were kept get their series here: number, date and label in one go.
    """

    name, label, icon = "count", _lt("Count"), "count"
    rank = 60
    needs_server = frozenset({"dates", "no_dates", "finish"})

    @classmethod
    def count_open(cls, env):
        domain = [("inventory_date", "<=", env.company._get_stock_day()), ("location_id.usage", "=", "internal")]
        return len(env["stock.quant"]._read_group([*domain, ("user_id", "in", (False, env.uid))], ["location_id"]))

    def get_location(self):
        return self.env["stock.location"].browse(self.state.get("location") or []).exists()

    def get_document(self):
        return self.get_location()

    def get_warehouse(self):
        return self.get_location().warehouse_id

    # Codes

    def on_location(self, meaning):
        if self.state.get("location") and self.get_counted():
            raise UserError(self.env._("Finish %s first.", self.get_location().display_name))
        if meaning.record.usage != "internal":
            raise UserError(self.env._("Nothing is kept at %s.", meaning.record.display_name))
        self.state = {"location": meaning.record.id}
        return self.right(self.env._("Count all that lies here"), meaning.record.display_name)

    def take_raw(self, code):
        return self.take_number(code) if self.state.get("product") else None

    def on_product(self, meaning):
        self.check_place()
        product = meaning.record
        if product.tracking != "none":
            self.state["product"] = product.id
            return message("info", self.env._("Scan or type the series of %s.", product.name))
        return self.take_in(product, self.env["stock.lot"], meaning.quantity or 1.0)

    def on_lot(self, meaning):
        self.check_place()
        return self.take_in(meaning.record.product_id, meaning.record, meaning.quantity or 1.0)

    def on_new_lot(self, meaning):
        self.check_place()
        if not meaning.record:
            raise UserError(self.env._("Scan the goods first, then the number %s.", meaning.name))
        return self.begin_series(meaning.record, meaning.name, meaning.quantity or 1.0, meaning.parts)

    def check_place(self):
        if not self.get_location():
            raise UserError(self.env._("Scan first the place where you stand."))

    # Counting

    def take_in(self, product, lot, quantity):
        if product.tracking == "serial" and self._is_counted(lot):
            raise UserError(self.env._("Number %s is counted already.", lot.name))
        line = (
            self.env["stock.scan.line"]
            .sudo()
            ._add(  # written by scanning only
                self.session, quantity, product, lot_id=lot, location_id=self.get_location()
            )
        )
        self.state.update(line=line.id, product=False)
        self.remember_undo("take_in", line=line.id, quantity=quantity)
        return self.right(str(number(line.quantity)), f"{product.name} · {lot.name}" if lot else product.name)

    def _is_counted(self, lot):
        return any(line.lot_id == lot and line.quantity for line in self.get_counted())

    def back_take_in(self, data):
        line = self.env["stock.scan.line"].sudo().browse(data["line"]).exists()  # as above
        if line.session_id != self.session:
            raise UserError(self.env._("This is finished: it cannot be taken back here."))
        line.quantity = max(line.quantity - data["quantity"], 0)
        self.state["line"] = line.id

    def get_counted(self):
        return self.env["stock.scan.line"].search([("session_id", "=", self.session.id)])

    def set_quantity(self, value):
        line = self.env["stock.scan.line"].browse(self.state.get("line") or []).exists()
        if not line:
            raise UserError(self.env._("Scan the goods first, then type how many."))
        return self.take_in(line.product_id, line.lot_id, self.read_number(value, line.product_id) - line.quantity)

    # The end

    def press_finish(self, _value):
        """What was counted, and nought for all that the books have here and nobody saw."""
        self.check_place()
        location, lines = self.get_location(), self.get_counted()
        different = self._write_counts(location, lines)
        lines.sudo().unlink()  # they are counts of the stock now
        self.state = {}
        if different:
            return message(
                "info", self.env._("Counted. The supervisor looks at the differences."), location.display_name
            )
        return self.right(self.env._("Counted: as it should be."), location.display_name)

    def _write_counts(self, location, lines):
        """Write the counts on the quants for the supervisor to apply; returns how many differ."""
        counted = {(line.product_id, line.lot_id): line.quantity for line in lines}
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        here = quants.search([("location_id", "=", location.id), ("package_id", "=", False), ("owner_id", "=", False)])
        known = {(quant.product_id, quant.lot_id): quant for quant in here}
        for key, quant in known.items():
            quant.inventory_quantity = counted.get(key, 0)
        here.write({"user_id": self.env.uid})
        new = [
            {"product_id": product.id, "lot_id": lot.id, "location_id": location.id, "inventory_quantity": quantity}
            for (product, lot), quantity in counted.items()
            if (product, lot) not in known and quantity
        ]
        here |= quants.create(new)
        return sum(1 for quant in here if quant.product_uom_id.compare(quant.inventory_diff_quantity, 0))

    # Screen

    def draw(self):
        location = self.get_location()
        screen = self.screen(location.display_name if location else None)
        if self.draw_choice(screen) or self.draw_new_series(screen):
            return screen
        if not location:
            screen.ask_scan(self.env._("Scan the place"), "location")
            return screen
        lines = self.get_counted()
        self.draw_counted(screen, lines)
        product = self.env["product.product"].browse(self.state.get("product") or [])
        if product:
            screen.ask_scan(self.env._("Scan or type the series of %s", product.name), "lot", "new_lot")
            screen.ask("number", "text", self.env._("Number of the series"))
        else:
            screen.ask_scan(self.env._("Scan all that lies here"), "lot", "new_lot", "product")
        screen.button("finish", self.env._("Place is counted"), "main", self._get_finish_question(lines))
        screen.files(getattr(self, "files", ()))
        return screen

    def _get_finish_question(self, lines):
        return "" if lines else self.env._("Nothing at all lies here?")

    def draw_counted(self, screen, lines):
        """Only what was counted: the count is blind."""
        screen.lines([self.describe_counted(line) for line in lines.sorted("write_date", reverse=True)])
        line = lines.filtered(lambda line: line.id == self.state.get("line"))
        if line:
            lot = line.lot_id
            date = format_date(self.env, lot.series_date) if lot.series_date else ""
            screen.target(line.product_id.name, series=lot.name or "", date=date, quantity=number(line.quantity))
            screen.ask("quantity", "number", self.env._("How many in all"), value=number(line.quantity), min=0)

    def describe_counted(self, line):
        return {
            "id": line.id,
            "title": line.product_id.name,
            "subtitle": line.product_id.default_code or "",
            "series": line.lot_id.name or "",
            "place": "",
            "done": number(line.quantity),
            "todo": 0,
            "unit": line.product_id.uom_id.name,
            "state": "current" if line.id == self.state.get("line") else "open",
            "taken_by": "",
        }

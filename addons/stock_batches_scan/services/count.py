"""Count a place without seeing what the books say; what differs goes to the supervisor."""

from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from .base import scenario
from .counted import Counted
from .document import Document
from .screen import goods_row, message, number

_lt = LazyTranslate(__name__)


@scenario
class Count(Counted, Document):
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

    def on_lot(self, meaning):
        self.check_place()
        return self.take_in(meaning.record.product_id, meaning.record, meaning.quantity or 1.0)

    def on_new_lot(self, meaning):
        self.check_place()
        if not meaning.record:
            raise UserError(self.env._("Scan the goods first, then the number %s.", meaning.name))
        return self.begin_series(meaning.record, meaning.name, meaning.quantity or 1.0, meaning.parts)

    def check_goods(self, product):
        self.check_place()

    def check_place(self):
        if not self.get_location():
            raise UserError(self.env._("Scan first the place where you stand."))

    # Counting

    def take_in(self, product, lot, quantity):
        if product.tracking == "serial" and self._is_counted(lot):
            raise UserError(self.env._("Number %s is counted already.", lot.name))
        line = self.add_line(quantity, product, lot, location_id=self.get_location())
        return self.right(str(number(line.quantity)), self.get_goods_words(product, lot))

    def _is_counted(self, lot):
        return any(line.lot_id == lot and line.quantity for line in self.get_counted())

    def get_counted(self):
        return self.env["stock.scan.line"].search([("session_id", "=", self.session.id)])

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
        self.draw_asked(screen, self.env._("Scan all that lies here"))
        screen.button("finish", self.env._("Place is counted"), "main", self._get_finish_question(lines))
        screen.files(self.files)
        return screen

    def _get_finish_question(self, lines):
        return "" if lines else self.env._("Nothing at all lies here?")

    def draw_counted(self, screen, lines):
        """Only what was counted: the count is blind."""
        screen.lines([self.describe_counted(line) for line in lines.sorted("write_date", reverse=True)])
        line = lines.filtered(lambda line: line.id == self.state.get("line"))
        if line:
            lot = line.lot_id
            date = self.format_date(lot.series_date)
            screen.target(line.product_id.name, series=lot.name or "", date=date, quantity=number(line.quantity))
            self.ask_quantity(screen, line)

    def describe_counted(self, line):
        state = "current" if line.id == self.state.get("line") else "open"
        return goods_row(line.id, line.product_id, line.lot_id, done=line.quantity, state=state)

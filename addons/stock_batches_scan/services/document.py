"""A document whose lines are brought one by one: claimed, counted, short, shown with their codes."""

from odoo.exceptions import UserError

from odoo.addons.stock_batches.tools import gs1

from .base import Refused, Scenario
from .screen import ATTENTION, goods_row, message, number

CLOSED = ("done", "cancel")


class Document(Scenario):
    """Base of pick and issue. `field` is the key of the document in the state, `model` its model."""

    field = model = None

    def get_document(self):
        return self.env[self.model].browse(self.state.get(self.field) or []).exists()

    def get_lines(self):
        """Open lines of the document in the order of the way; none where nothing is brought line by line."""
        return self.env["stock.move.line"]

    def check_open(self):
        """The document, if there is still something to do; else the worker goes back to the list."""
        document = self.get_document()
        if not document or document.state in CLOSED:
            name = document.display_name or ""
            raise Refused(
                self.env._("%s is done or cancelled meanwhile: put the goods back, take other work.", name),
                keep=dict.fromkeys((self.field, "line", "place", "refused", "ask", "undo")),
            )
        return document

    def drop_work(self):
        self.env["stock.scan.claim"]._release(self.session)

    # The line in hand

    def get_line(self):
        lines = self.get_lines()
        return lines.filtered(lambda line: line.id == self.state.get("line"))

    def go_on(self):
        """Take the next line of the way that nobody else brings."""
        open_lines = self.get_lines().filtered(
            lambda line: line.product_id.uom_id.compare(line._get_scan_todo(), 0) > 0
        )
        claims = self.env["stock.scan.claim"]
        claims._release(self.session)
        line = claims._take_first(self.session, open_lines - self._get_taken_lines(open_lines))
        self.state.update(line=line.id, scanned=False)

    def _get_taken_lines(self, lines):
        taken = self.env["stock.scan.claim"]._get_taken(self.session, lines)
        return lines.browse([line.id for line in taken])

    def take_line(self, line):
        """Make this line the one in hand; another one's is refused."""
        if not self.env["stock.scan.claim"]._take(self.session, line):
            taken = self.env["stock.scan.claim"]._get_taken(self.session, line)
            user = taken[line].name if taken else self.env._("A colleague")
            raise UserError(self.env._("%(user)s brings %(goods)s: take another line.", user=user, goods=_name(line)))
        self.state["line"] = line.id

    def find_line(self, lines):
        """Of lines that fit, the one in hand, else the first that is open and nobody's."""
        mine = lines.filtered(lambda line: line.id == self.state.get("line") and line._get_scan_todo() > 0)
        if mine:
            return mine
        lines = lines.filtered(lambda line: line._get_scan_todo() > 0)
        return (lines - self._get_taken_lines(lines))[:1] or lines[:1]

    # Counting

    def count(self, line, quantity):
        """So much of this line is in the worker's hands now."""
        todo, unit = line._get_scan_todo(), line.product_id.uom_id
        if unit.compare(quantity, todo) > 0:
            raise UserError(
                self.env._(
                    "Only %(todo)s of %(goods)s are asked for: put the rest back.", todo=number(todo), goods=_name(line)
                )
            )
        self.take_line(line)
        if not line.picked:
            self.begin_line(line)
        line.scan_quantity += quantity
        self.remember_undo("count", line=line.id, quantity=quantity)
        self.state["scanned"] = True
        return self.say_counted(line)

    def begin_line(self, line):
        """The first piece: from now on nobody exchanges the series of this line."""
        line.picked = True

    def say_counted(self, line):
        done, all_of_it = number(line.scan_quantity), number(line.quantity_product_uom)
        if line.product_id.uom_id.compare(line._get_scan_todo(), 0) > 0:
            return self.right(self.env._("%(done)s of %(all)s", done=done, all=all_of_it), _name(line))
        self.go_on()
        return self.right(self.env._("Complete: %s", done), _name(line))

    def back_count(self, data):
        line = self.get_lines().browse(data["line"]).exists()
        if not line or line.state in CLOSED:
            raise UserError(self.env._("This is finished: it cannot be taken back here."))
        self.take_line(line)
        line.scan_quantity = max(line.scan_quantity - data["quantity"], 0)
        line.picked = line.scan_quantity > 0

    def set_quantity(self, value):
        """The number on the keypad is how much of the line in hand the worker has in all."""
        line = self.get_line()
        if not line or not self.state.get("scanned"):
            raise UserError(self.env._("Scan the goods first, then type how many."))
        return self.count(line, self.read_number(value, line.product_id) - line.scan_quantity)

    def read_number(self, value, product):
        """The quantity that was typed, in the product's unit."""
        try:
            quantity = float(str(value).replace(",", "."))
        except ValueError:
            quantity = -1
        if not 0 <= quantity < 1e9 or product.uom_id.compare(quantity, product.uom_id.round(quantity)):
            raise UserError(self.env._("Type a number, not below nought."))
        return quantity

    # Short

    def press_short(self, _value):
        if not self.get_line():
            raise UserError(self.env._("Choose the line first."))
        self.state["ask"] = "short"

    def get_short_reasons(self):
        """{value: words} of why there is less than the books say."""
        return {
            "missing": self.env._("Not in its place"),
            "less": self.env._("Less than written"),
            "damaged": self.env._("Damaged"),
            "other": self.env._("Cannot be reached"),
        }

    def set_short(self, value):
        words, line, value = self.get_short_reasons(), self.get_line(), str(value)
        if value not in words or not line:
            raise UserError(self.env._("Choose a reason from the list."))
        line.scan_short = value
        self.state.pop("ask", None)
        self.remember_undo("short", line=line.id)
        self.go_on()
        return message(ATTENTION, self.env._("Written down: %s", words[value]), _name(line))

    def back_short(self, data):
        line = self.get_lines().browse(data["line"]).exists()
        line.scan_short = False
        self.take_line(line)

    # The screen

    def draw_lines(self, screen, lines):
        taken = self.env["stock.scan.claim"]._get_taken(self.session, lines)
        codes = self._get_codes(lines.product_id)
        screen.lines([self._describe_line(line, taken.get(line), codes) for line in lines])
        done = sum(1 for line in lines if line._get_scan_todo() <= 0)
        screen.progress(done, len(lines))

    def _describe_line(self, line, taken_by, codes):
        lot = line.lot_id
        return goods_row(
            line.id,
            line.product_id,
            lot,
            place=line.location_id.name,
            done=line.scan_quantity,
            todo=line.quantity_product_uom,
            state=self._get_line_state(line, taken_by),
            taken_by=taken_by.name if taken_by else "",
            codes={**codes[line.product_id], "series": [lot.name] if lot else []},
        )

    def _get_line_state(self, line, taken_by):
        if line.scan_short:
            return "short"
        if line._get_scan_todo() <= 0:
            return "done"
        if line.id == self.state.get("line"):
            return "current"
        return "taken" if taken_by else "open"

    def _get_codes(self, products):
        """{product: codes by which a device without network knows it}"""
        packagings = self.env["product.uom"].search([("product_id", "in", products.ids)]).grouped("product_id")
        return {product: _get_product_codes(product, packagings.get(product, ())) for product in products}

    def draw_target(self, screen, line):
        lot = line.lot_id
        screen.target(
            line.product_id.name,
            subtitle=line.product_id.default_code or "",
            series=lot.name or "",
            date=self.format_date(lot.series_date),
            place=line.location_id.name,
            quantity=number(line._get_scan_todo()),
            unit=line.product_id.uom_id.name,
            note=line.package_id.name or "",
        )
        asked = self.env._("Scan the series") if line.product_id.tracking != "none" else self.env._("Scan the goods")
        screen.ask_scan(asked, "lot", "product", "location", "package")
        if self.state.get("scanned"):
            screen.ask(
                "quantity",
                "number",
                self.env._("How many in all"),
                value=number(line.scan_quantity),
                min=0,
                max=number(line.quantity_product_uom),
            )
        screen.button("short", self.env._("Not enough"))


def _name(line):
    return f"{line.product_id.name} · {line.lot_id.name}" if line.lot_id else line.product_id.name


def _get_product_codes(product, packagings):
    barcodes = [code for code in (product.barcode, *(row.barcode for row in packagings)) if code]
    gtins = [gtin for code in barcodes if (gtin := gs1.to_gtin(code))]
    return {"gtin": gtins, "barcode": barcodes}

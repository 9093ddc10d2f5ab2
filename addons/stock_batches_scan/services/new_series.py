"""A series that nobody knows yet: its dates are asked once, then it has a record and a label."""

from odoo import fields
from odoo.exceptions import UserError

from . import codes
from .labels import find_printer, print_labels

DATE_PARTS = ("production", "packaging", "best_before", "expiry")


class NewSeries:
    """For tasks that find new series. `state["series"]` holds what is known of it until its dates are given."""

    def begin_series(self, product, name, quantity, parts):
        """Make the series at once where the code says its dates; else ask."""
        if any(parts.get(part) for part in DATE_PARTS):
            return self.make_series(product, name, quantity, parts)
        self.state["series"] = {"product": product.id, "name": name, "quantity": quantity}
        return self.say_new(product, name)

    def say_new(self, product, name):
        return {
            "kind": "attention",
            "text": self.env._("New series %s: what dates are on the box?", name),
            "detail": product.name,
        }

    def make_series(self, product, name, quantity, parts):
        lots = self.env["stock.lot"]
        if product.tracking == "serial":
            quantity = 1.0
        values = lots._prepare_from_gs1({**parts, "lot": name}, self.env.company)
        values |= {"product_id": product.id, "company_id": product.company_id.id}
        lot = lots.create(values)
        self.state.update(series=None, product=False)
        word = self.take_in(product, lot, quantity)
        printer = self.get_own_printer()
        if printer:
            said, self.files = print_labels(self.env, lot, 1, printer)
            word["detail"] = f"{word['detail']} · {said}"
        return word

    def get_own_printer(self):
        """The network printer that prints the label of a new series by itself."""
        printer = find_printer(self.env, self.get_warehouse())
        return printer if printer.kind == "zpl" else printer.browse()

    def get_warehouse(self):
        return self.get_document().picking_type_id.warehouse_id

    def press_dates(self, value):
        """The dates of the new series, as {production: day, expiry: day}."""
        product = self._get_asked_product()
        asked, value = self.state["series"], value if isinstance(value, dict) else {}
        parts = {name: self._read_day(value.get(name)) for name in ("production", "expiry")}
        self._check_days(parts)
        return self.make_series(product, asked["name"], asked["quantity"], parts)

    def _get_asked_product(self):
        asked = self.state.get("series")
        if not asked:
            raise UserError(self.env._("This is not asked any more: look at the screen."))
        return self.env["product.product"].browse(asked["product"])

    def press_no_dates(self, _value):
        """Nothing is printed on the box: the day of receipt will be the date of the series."""
        product, asked = self._get_asked_product(), self.state["series"]
        return self.make_series(product, asked["name"], asked["quantity"], {})

    def press_cancel_series(self, _value):
        self.state.update(series=None, product=False)

    def _read_day(self, text):
        try:
            return fields.Date.to_date(str(text)) if text else None
        except ValueError as error:
            raise UserError(self.env._("%s is no date: type day, month and year.", str(text)[:20])) from error

    def _check_days(self, parts):
        made, until = parts["production"], parts["expiry"]
        if not made and not until:
            raise UserError(self.env._("Type a date, or press that there is none on the box."))
        today = self.env.company._get_stock_day()
        if made and made > today:
            raise UserError(self.env._("The day of production is still to come: look at the box again."))
        if made and until and until < made:
            raise UserError(self.env._("It expires before it was made: look at the box again."))

    def check_dates(self, meaning):
        """A label that says another expiry than the series has is doubted, not believed."""
        until, known = meaning.parts.get("expiry"), meaning.record.expiration_day
        if until and known and until != known:
            raise UserError(
                self.env._(
                    "Series %s is known with another expiry: show the box to the supervisor.", meaning.record.name
                )
            )

    def check_serial(self, lot):
        """The same piece does not come in twice."""
        lines = self.env["stock.scan.line"].sudo()  # colleagues' too
        if lines.search_count([("lot_id", "=", lot.id), ("quantity", ">", 0)], limit=1) or lot.product_qty > 0:
            raise UserError(self.env._("Number %s is here already: scan another piece.", lot.name))

    def set_number(self, value):
        return self.scan(str(value or "").strip())

    def take_number(self, code):
        """A text after goods were scanned: a label that says all, the goods again, or the bare number of a series."""
        product = self.env["product.product"].browse(self.state["product"])
        meanings = codes.resolve(self.env, code)
        whole = [meaning for meaning in meanings if meaning.parts.get("gtin") or meaning.kind in ("product", "picking")]
        if whole:
            return None
        number = code.translate(codes.gs1.LAYOUT) if codes.gs1.CYRILLIC.search(code) else code
        lots = self.env["stock.lot"].search([("product_id", "=", product.id), ("name", "in", [code, number])])
        if lots:
            return self.on_lot(codes.Meaning("lot", lots.sorted(lambda lot: lot.name != code)[0]))
        return self.on_new_lot(codes.Meaning("new_lot", product, None, number))

    def draw_new_series(self, screen):
        asked = self.state.get("series")
        if not asked:
            return False
        product = self.env["product.product"].browse(asked["product"])
        screen.target(product.name, series=asked["name"], quantity=asked["quantity"], unit=product.uom_id.name)
        screen.ask_scan(self.env._("What dates are on the box?"))
        screen.field("production", "date", self.env._("Made on"))
        if product.use_expiration_date:
            screen.field("expiry", "date", self.env._("Good until"))
        screen.button("dates", self.env._("Save the dates"), "main")
        screen.button("no_dates", self.env._("No date on the box"))
        screen.button("cancel_series", self.env._("Back"))
        return True

"""What is this? Everything about a code, nothing changed."""

from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from .base import Scenario, scenario
from .codes import MODELS
from .labels import find_printer
from .screen import goods_row, message, number

_lt = LazyTranslate(__name__)
SHOWN = ("lot", "product", "location", "package")


@scenario
class What(Scenario):
    name, label, icon = "what", _lt("What is this?"), "what"
    rank = 100

    def on_lot(self, meaning):
        return self.show("lot", meaning)

    def on_product(self, meaning):
        return self.show("product", meaning)

    def on_location(self, meaning):
        return self.show("location", meaning)

    def on_package(self, meaning):
        return self.show("package", meaning)

    def on_new_lot(self, meaning):
        raise UserError(self.env._("Number %s is known to nobody: it was never received.", meaning.name))

    def show(self, kind, meaning):
        self.state = {"kind": kind, "id": meaning.record.id}
        return message("info", meaning.get_name())

    def get_record(self):
        kind = self.state.get("kind")
        return self.env[MODELS[kind]].browse(self.state["id"]).exists() if kind in SHOWN else None

    def press_label(self, value):
        record = self.get_record()
        if not record:
            raise UserError(self.env._("Scan first what needs a label."))
        return self.print_label(record, value, find_printer(self.env))

    # Screen

    def draw(self):
        record = self.get_record()
        screen = self.screen()
        if self.draw_choice(screen):
            return screen
        screen.ask_scan(self.env._("Scan anything"), "lot", "product", "location", "package")
        if record:
            getattr(self, f"draw_{self.state['kind']}")(screen, record)
            screen.button("label", self.env._("Print label"))
        if foreign := self.state.get("foreign"):
            screen.target(foreign["title"], note=foreign.get("text", ""))
            screen.files(foreign.get("files", ()))
        screen.files([*screen.data["files"], *self.files])
        return screen

    def draw_lot(self, screen, lot):
        product = lot.product_id
        quants = self.search_quants([("lot_id", "=", lot.id)])
        screen.target(
            product.name,
            subtitle=product.default_code or "",
            series=lot.name,
            date=self.format_date(lot.series_date),
            place=", ".join(quants.location_id.mapped("name")),
            quantity=number(sum(quants.mapped("quantity"))),
            unit=product.uom_id.name,
            note=self.describe_lot(lot, quants),
        )
        self.draw_quants(screen, quants)

    def describe_lot(self, lot, quants):
        """What somebody who holds it should know, in short."""
        notes = []
        if lot.is_blocked:
            notes.append(self.env._("Blocked: it may not leave"))
        if lot.expiration_day:
            past = lot.freshness == "expired"
            text = self.env._("Expired on %s") if past else self.env._("Good until %s")
            notes.append(text % self.format_date(lot.expiration_day))
        if reserved := sum(quants.mapped("reserved_quantity")):
            notes.append(self.env._("Promised: %s", number(reserved)))
        return " · ".join(notes)

    def draw_product(self, screen, product):
        quants = self.search_quants([("product_id", "=", product.id)])
        screen.target(
            product.name,
            subtitle=product.default_code or "",
            quantity=number(sum(quants.mapped("quantity"))),
            unit=product.uom_id.name,
        )
        self.draw_quants(screen, quants)

    def draw_location(self, screen, location):
        screen.target(location.name, subtitle=location.complete_name)
        self.draw_quants(screen, self.search_quants([("location_id", "child_of", location.id)]))

    def draw_package(self, screen, package):
        screen.target(package.name, place=package.location_id.name or "")
        self.draw_quants(screen, self.search_quants([("package_id", "child_of", package.id)]))

    def search_quants(self, domain):
        """What lies in the house, the oldest series first."""
        inside = [("location_id.usage", "in", ("internal", "transit")), ("quantity", "!=", 0)]
        return self.env["stock.quant"].search([*domain, *inside], order="series_date, id", limit=100)

    def draw_quants(self, screen, quants):
        screen.lines([self.describe_quant(quant) for quant in quants])

    def describe_quant(self, quant):
        return goods_row(quant.id, quant.product_id, quant.lot_id, place=quant.location_id.name, done=quant.quantity)

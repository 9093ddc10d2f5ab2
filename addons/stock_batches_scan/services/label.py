"""Print the label of what is scanned: of series, goods, places and packages."""

from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from .base import scenario
from .labels import find_printer, print_labels
from .screen import message
from .what import What

_lt = LazyTranslate(__name__)
MOST = 100


@scenario
class Label(What):
    """Scan, say how many, print; the printer is chosen once and kept for this piece of work."""

    name, label, icon = "label", _lt("Print label"), "label"
    rank = 90
    needs_server = frozenset({"count", "printer", "label"})

    def show(self, kind, meaning):
        self.state = {"kind": kind, "id": meaning.record.id, "printer": self.state.get("printer")}
        return message("info", meaning.get_name())

    def get_printer(self):
        kept = self.env["stock.label.printer"].browse(self.state.get("printer") or []).exists()
        return kept or find_printer(self.env)

    def set_count(self, value):
        if not str(value).isdecimal() or not 0 < int(value) <= MOST:
            raise UserError(self.env._("Type how many labels: 1 to %s.", MOST))
        record = self.get_record()
        if not record:
            raise UserError(self.env._("Scan first what needs a label."))
        word, self.files = print_labels(self.env, record, int(value), self.get_printer())
        return self.right(word)

    def press_printers(self, _value):
        self.state["ask"] = "printer"

    def set_printer(self, value):
        printer = self.env["stock.label.printer"].search([("id", "=", int(value) if str(value).isdecimal() else 0)])
        if not printer:
            raise UserError(self.env._("Choose a printer from the list."))
        self.state.update(printer=printer.id, ask=None)
        return message("info", printer.name)

    def draw(self):
        if self.state.get("ask") == "printer":
            screen = self.screen()
            printers = self.env["stock.label.printer"].search([])
            screen.ask_scan(self.env._("Which printer?"))
            rows = [(str(row.id), row.name, row.warehouse_id.name or "") for row in printers]
            screen.ask("printer", "choice", self.env._("Printer"), options=rows)
            return screen
        screen = super().draw()
        screen.data["lines"] = []
        screen.data["buttons"] = []
        if self.get_record() and not self.state.get("choice"):
            screen.ask("count", "number", self.env._("How many labels"), value=1, min=1, max=MOST)
        screen.button("printers", self.get_printer().name or self.env._("Printer"))
        return screen

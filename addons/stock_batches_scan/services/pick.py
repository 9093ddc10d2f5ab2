"""Bring the goods of a transfer: by the way through the warehouse, the oldest series first."""

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from .base import scenario
from .document import CLOSED, Document
from .exchange import Exchange
from .override import Override
from .screen import ATTENTION, message
from .transfer import Transfer

_lt = LazyTranslate(__name__)


@scenario
class Pick(Override, Exchange, Transfer, Document):
    name, label, icon = "pick", _lt("Pick"), "pick"
    rank = 30
    field, model = "picking", "stock.picking"
    kinds = ("outgoing", "internal")

    @classmethod
    def accepts(cls, picking):
        return picking.picking_type_code in cls.kinds and picking.state not in CLOSED

    @classmethod
    def get_domain(cls, env):
        domain = Domain("picking_type_code", "in", cls.kinds) & Domain("state", "=", "assigned")
        return domain & Domain("company_id", "in", env.companies.ids)

    @classmethod
    def count_open(cls, env):
        return env["stock.picking"].search_count(cls.get_domain(env))

    def get_lines(self):
        lines = self.get_document().move_line_ids
        return lines.filtered(lambda line: line.state not in CLOSED and line.quantity > 0)._sorted_by_route()

    # Actions

    def start(self):
        """Also each time the page is loaded again: what is in hand stays in hand."""
        if self.state.get(self.field) and self.check_open() and not self.get_line():
            self.freshen()

    def on_picking(self, meaning):
        return self.take_document(meaning.record)

    def set_picking(self, value):
        return self.take_document(self.find("stock.picking", value))

    def take_document(self, picking):
        if not picking or not self.accepts(picking):
            raise UserError(self.env._("%s is not to be picked: choose another transfer.", picking.name or ""))
        return self.open_document(picking)

    def open_document(self, picking):
        if picking.state != "assigned":
            raise UserError(self.env._("Nothing of %s is in the stock yet.", picking.name))
        return self.begin(picking)

    def begin(self, document):
        """Start to bring its goods."""
        self.drop_work()
        self.state = {self.field: document.id}
        self.freshen()
        return message("info", document.name, self.get_subtitle(document))

    def get_subtitle(self, document):
        """What stands below the name of the document."""
        return document.partner_id.display_name or ""

    def on_lot(self, meaning):
        self.check_open()
        lot = meaning.record
        quantity = meaning.quantity or 1.0
        fitting = self.get_lines().filtered(lambda line: line.lot_id == lot)
        line = self.find_line(fitting)
        if line:
            return self.count(line, quantity)
        if fitting and (lot.product_id.tracking == "serial" or not self._needs_more(lot.product_id)):
            raise UserError(self.env._("Series %s is complete: put the rest back.", lot.name))
        return self.exchange(lot, quantity)

    def _needs_more(self, product):
        return any(line.product_id == product and line._get_scan_todo() > 0 for line in self.get_lines())

    def on_product(self, meaning):
        self.check_open()
        product = meaning.record
        lines = self.get_lines().filtered(lambda line: line.product_id == product)
        if not lines:
            raise UserError(self.env._("%s is not asked for here: put it back.", product.display_name))
        if product.tracking != "none":
            return message(ATTENTION, self.env._("Scan the series on the label of %s.", product.name))
        line = self.find_line(lines)
        if not line:
            raise UserError(self.env._("All of %s is brought already: put it back.", product.display_name))
        return self.count(line, meaning.quantity or 1.0)

    def on_location(self, meaning):
        """The worker stands here: the open line of this place is the one in hand."""
        self.check_open()
        place = meaning.record
        lines = self.find_line(self.get_lines().filtered(lambda line: line.location_id._child_of(place)))
        if not lines:
            raise UserError(self.env._("Nothing is to be brought from %s.", place.display_name))
        self.take_line(lines)
        self.state.update(place=place.id, scanned=False)
        return self.right(self.env._("Place is right: %s", place.name))

    def on_package(self, meaning):
        """A whole package: each line in it with its own series and quantity."""
        self.check_open()
        lines = self.get_lines().filtered(lambda line: line.package_id == meaning.record and line._get_scan_todo() > 0)
        if not lines:
            raise UserError(self.env._("Package %s is not asked for here.", meaning.record.name))
        counted = [(line.id, line._get_scan_todo()) for line in lines]
        for line, (_id, quantity) in zip(lines, counted, strict=True):
            self.count(line, quantity)
        self.remember_undo("package", lines=counted)
        return self.right(self.env._("Whole package: %s", meaning.record.name))

    def back_package(self, data):
        for line, quantity in data["lines"]:
            self.back_count({"line": line, "quantity": quantity})

    def begin_line(self, line):
        line.picked = True
        if line.lot_id:
            self.check_series(line, ("exchange", line.lot_id.id, 1.0))

    # Screen

    def draw(self):
        document = self.get_document()
        if self.state.get("finished"):
            return self.draw_finished()
        if not document or document.state in CLOSED:
            return self.draw_list()
        screen = self.screen(document.name, self.get_subtitle(document))
        lines = self.get_lines()
        self.draw_lines(screen, lines)
        if not (self.draw_choice(screen) or self.draw_override(screen) or self.draw_question(screen)):
            self.draw_work(screen, lines)
        return screen

    def draw_work(self, screen, lines):
        line = lines.filtered(lambda line: line.id == self.state.get("line"))
        if line:
            self.draw_target(screen, line)
        elif all(line._get_scan_todo() <= 0 for line in lines):
            screen.ask_scan(self.env._("Everything is here: finish"))
        else:
            screen.ask_scan(self.env._("Colleagues bring the rest"), "lot", "product", "location", "package")
        screen.button("finish", self.env._("Finish"), "plain" if line else "main")
        self.draw_more(screen)

    def draw_more(self, screen):
        """For tasks that have more buttons."""

    def draw_list(self):
        screen = self.screen()
        if self.draw_choice(screen):
            return screen
        screen.ask_scan(self.env._("Scan or choose a transfer"), "picking")
        domain = self.get_domain(self.env)
        if kind := self.state.get("kind"):
            domain &= Domain("picking_type_id", "=", kind)
        pickings = self.env["stock.picking"].search(domain, order="priority desc, scheduled_date, id", limit=50)
        rows = [(str(row.id), row.name, self.describe_transfer(row)) for row in pickings]
        screen.ask("picking", "choice", self.env._("Transfers"), options=rows)
        return screen

    def describe_transfer(self, picking):
        parts = (picking.partner_id.display_name, picking.origin, self.format_date(picking.scheduled_date))
        return " · ".join(part for part in parts if part)

"""Take in what the vendor sent: series with their dates asked once, more or less than ordered, labels at once."""

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from .base import scenario
from .counted import Counted
from .document import CLOSED, _get_product_codes
from .labels import find_printer
from .pick import Pick
from .receipt import Receipt
from .screen import ATTENTION, goods_row, message, number

_lt = LazyTranslate(__name__)


@scenario
class Receive(Counted, Receipt, Pick):
    name, label, icon = "receive", _lt("Receive"), "receive"
    rank = 10
    kinds = ("incoming",)
    needs_server = Pick.needs_server | {"dates", "label", "no_dates"}

    @classmethod
    def get_domain(cls, env):
        domain = Domain("picking_type_code", "in", cls.kinds) & Domain("state", "in", ("assigned", "confirmed"))
        return domain & Domain("company_id", "in", env.companies.ids)

    def get_moves(self):
        return self.get_document().move_ids.filtered(lambda move: move.state not in CLOSED)

    def start(self):
        if self.state.get("picking"):
            self.check_open()

    def take_document(self, picking):
        if not picking or not self.accepts(picking):
            raise UserError(self.env._("%s is no open receipt: choose another one.", picking.name or ""))
        return self.open_document(picking)

    def open_document(self, picking):
        self.state = {"picking": picking.id}
        return message("info", picking.name, self.get_subtitle(picking))

    # Codes

    def narrow(self, meanings):
        """Goods of this receipt are meant where the same code stands for others too; numbers alone name no goods."""
        products = self.get_moves().product_id
        awaited = products.filtered(lambda product: product.id == self.state.get("product"))
        series = [meaning for meaning in meanings if meaning.kind in ("lot", "new_lot")]
        if awaited and series:
            series = [meaning for meaning in series if meaning.record in (awaited, awaited.env["stock.lot"])] or series
            mine = [meaning for meaning in series if meaning.kind == "lot" and meaning.record.product_id == awaited]
            return mine or series
        return meanings

    def take_raw(self, code):
        """A number for the goods that were scanned before, where nothing else is meant."""
        taken = super().take_raw(code)
        if taken or not self.state.get("product"):
            return taken
        return self.take_number(code)

    def on_lot(self, meaning):
        product = self.check_expected(meaning.record.product_id)
        quantity = meaning.quantity or 1.0
        if product.tracking == "serial":
            self.check_serial(meaning.record)
        self.check_dates(meaning)
        return self.take_in(product, meaning.record, quantity)

    def on_new_lot(self, meaning):
        if not meaning.record:
            raise UserError(self.env._("Scan the goods first, then the number %s.", meaning.name))
        product = self.check_expected(meaning.record)
        return self.begin_series(product, meaning.name, meaning.quantity or 1.0, meaning.parts)

    def on_location(self, meaning):
        raise UserError(self.env._("Places are asked when you put the goods away."))

    def on_package(self, meaning):
        raise UserError(self.env._("Scan the goods, not the package."))

    def check_goods(self, product):
        self.check_expected(product)

    def check_expected(self, product):
        self.check_open()
        if product not in self.get_moves().product_id:
            raise UserError(self.env._("%s is not on this receipt: put it aside.", product.display_name))
        return product

    # Counting

    def take_in(self, product, lot, quantity):
        self.add_line(quantity, product, lot, picking_id=self.get_document())
        done, todo = self.get_received().get(product, 0), self.get_demand(product)
        word = self.env._("%(done)s of %(all)s", done=number(done), all=number(todo))
        if product.uom_id.compare(done, todo) > 0:
            return message(ATTENTION, self.env._("More than ordered: %s", word), product.name)
        return self.right(word, self.get_goods_words(product, lot))

    def get_received(self):
        """{product: quantity} of all who receive this transfer."""
        lines = self.env["stock.scan.line"].sudo()  # colleagues' count
        domain = [("picking_id", "=", self.state.get("picking"))]
        rows = lines._read_group(domain, ["product_id"], ["quantity:sum"])
        return {product.with_env(self.env): quantity for product, quantity in rows}

    def get_demand(self, product):
        return sum(self.get_moves().filtered(lambda move: move.product_id == product).mapped("product_qty"))

    # Labels

    def press_label(self, value):
        line = self.get_scanned()
        if not line:
            raise UserError(self.env._("Scan the goods first."))
        printer = find_printer(self.env, self.get_warehouse())
        return self.print_label(line.lot_id or line.product_id, value, printer)

    # Screen

    def draw_work(self, screen, _lines):
        if self.draw_new_series(screen):
            return
        line = self.get_scanned()
        if line:
            self.draw_scanned(screen, line)
        self.draw_asked(screen, self.env._("Scan the goods"))
        screen.button("finish", self.env._("Finish"), "main")
        screen.files(self.files)

    def draw_scanned(self, screen, line):
        lot = line.lot_id
        screen.target(
            line.product_id.name,
            subtitle=line.product_id.default_code or "",
            series=lot.name or "",
            date=self.format_date(lot.series_date),
            place="",
            quantity=number(line.quantity),
            unit=line.product_id.uom_id.name,
            note="",
        )
        self.ask_quantity(screen, line, max=None)
        screen.button("label", self.env._("Print label"))

    def draw_lines(self, screen, _lines):
        received, moves = self.get_received(), self.get_moves()
        packagings = self.env["product.uom"].search([("product_id", "in", moves.product_id.ids)]).grouped("product_id")
        rows = []
        for product, group in moves.grouped("product_id").items():
            done, todo = received.get(product, 0), sum(group.mapped("product_qty"))
            codes = {**_get_product_codes(product, packagings.get(product, ())), "series": []}
            state = "done" if product.uom_id.compare(done, todo) >= 0 else "open"
            rows.append(goods_row(product.id, product, done=done, todo=todo, state=state, codes=codes))
        screen.lines(rows)
        screen.progress(sum(min(row["done"], row["todo"]) for row in rows), sum(row["todo"] for row in rows))

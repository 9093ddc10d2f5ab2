"""Take in what the vendor sent: series with their dates asked once, more or less than ordered, labels at once."""

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from .base import scenario
from .document import CLOSED, _get_product_codes
from .labels import find_printer, print_labels
from .new_series import NewSeries
from .pick import Pick
from .receipt import Receipt
from .screen import ATTENTION, message, number

_lt = LazyTranslate(__name__)


@scenario
class Receive(NewSeries, Receipt, Pick):
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
            raise UserError(self.env._("%s is no open receipt: choose another one.", picking.name if picking else ""))
        return self.open_document(picking)

    def open_document(self, picking):
        self.state = {"picking": picking.id}
        return message("info", picking.name, picking.partner_id.display_name or "")

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

    def on_product(self, meaning):
        product = self.check_expected(meaning.record)
        if product.tracking != "none":
            self.state["product"] = product.id
            return message("info", self.env._("Scan or type the series of %s.", product.name))
        return self.take_in(product, self.env["stock.lot"], meaning.quantity or 1.0)

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

    def check_expected(self, product):
        self.check_open()
        if product not in self.get_moves().product_id:
            raise UserError(self.env._("%s is not on this receipt: put it aside.", product.display_name))
        return product

    # Counting

    def take_in(self, product, lot, quantity):
        session, picking = self.session.with_env(self.env), self.get_document()
        line = (
            self.env["stock.scan.line"]
            .sudo()
            ._add(  # written by scanning only
                session, quantity, product, lot_id=lot, picking_id=picking
            )
        )
        self.state.update(line=line.id, product=False)
        self.remember_undo("take_in", line=line.id, quantity=quantity)
        done, todo = self.get_received().get(product, 0), self.get_demand(product)
        word = self.env._("%(done)s of %(all)s", done=number(done), all=number(todo))
        if product.uom_id.compare(done, todo) > 0:
            return message(ATTENTION, self.env._("More than ordered: %s", word), product.name)
        return self.right(word, f"{product.name} · {lot.name}" if lot else product.name)

    def back_take_in(self, data):
        line = self.env["stock.scan.line"].sudo().browse(data["line"]).exists()  # as above
        if line.session_id != self.session:
            raise UserError(self.env._("This is finished: it cannot be taken back here."))
        line.quantity = max(line.quantity - data["quantity"], 0)
        self.state["line"] = line.id

    def set_quantity(self, value):
        line = self.get_scanned()
        if not line:
            raise UserError(self.env._("Scan the goods first, then type how many."))
        quantity = self.read_number(value, line.product_id)
        return self.take_in(line.product_id, line.lot_id, quantity - line.quantity)

    def get_scanned(self):
        """The line of what was scanned last."""
        return self.env["stock.scan.line"].browse(self.state.get("line") or []).exists()

    def get_received(self):
        """{product: quantity} of all who receive this transfer."""
        rows = (
            self.env["stock.scan.line"]
            .sudo()
            ._read_group(  # colleagues' lines count
                [("picking_id", "=", self.state.get("picking"))], ["product_id"], ["quantity:sum"]
            )
        )
        return {product.with_env(self.env): quantity for product, quantity in rows}

    def get_demand(self, product):
        return sum(self.get_moves().filtered(lambda move: move.product_id == product).mapped("product_qty"))

    # Labels

    def press_label(self, value):
        line = self.get_scanned()
        if not line:
            raise UserError(self.env._("Scan the goods first."))
        count = int(value) if str(value or "").isdecimal() else 1
        printer = find_printer(self.env, self.get_document().picking_type_id.warehouse_id)
        word, self.files = print_labels(self.env, line.lot_id or line.product_id, count, printer)
        return message("info", word)

    # Screen

    def draw_work(self, screen, _lines):
        if self.draw_new_series(screen):
            return
        line = self.get_scanned()
        if line:
            self.draw_scanned(screen, line)
        product = self.env["product.product"].browse(self.state.get("product") or [])
        if product:
            screen.ask_scan(self.env._("Scan or type the series of %s", product.name), "lot", "new_lot")
            screen.ask("number", "text", self.env._("Number of the series"))
        else:
            screen.ask_scan(self.env._("Scan the goods"), "lot", "new_lot", "product")
        screen.button("finish", self.env._("Finish"), "main")
        screen.files(getattr(self, "files", ()))

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
        screen.ask("quantity", "number", self.env._("How many in all"), value=number(line.quantity), min=0, max=None)
        screen.button("label", self.env._("Print label"))

    def draw_lines(self, screen, _lines):
        received, moves = self.get_received(), self.get_moves()
        packagings = self.env["product.uom"].search([("product_id", "in", moves.product_id.ids)]).grouped("product_id")
        rows = []
        for product, group in moves.grouped("product_id").items():
            done, todo = received.get(product, 0), sum(group.mapped("product_qty"))
            codes = {**_get_product_codes(product, packagings.get(product, ())), "series": []}
            rows.append(self.describe_goods(product, done, todo, codes))
        screen.lines(rows)
        screen.progress(sum(min(row["done"], row["todo"]) for row in rows), sum(row["todo"] for row in rows))

    def describe_goods(self, product, done, todo, codes):
        return {
            "id": product.id,
            "title": product.name,
            "subtitle": product.default_code or "",
            "series": "",
            "place": "",
            "done": number(done),
            "todo": number(todo),
            "unit": product.uom_id.name,
            "state": "done" if product.uom_id.compare(done, todo) >= 0 else "open",
            "taken_by": "",
            "codes": codes,
        }

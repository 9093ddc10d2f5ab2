"""Goods that are counted before they are in the stock: a receipt, the count of a place."""

from odoo.exceptions import UserError

from .new_series import NewSeries
from .screen import message, number


class Counted(NewSeries):
    """For tasks that keep what is scanned as `stock.scan.line`. `take_in` counts, `check_goods` refuses what is not meant."""

    def on_product(self, meaning):
        product = meaning.record
        self.check_goods(product)
        if product.tracking != "none":
            self.state["product"] = product.id
            return message("info", self.env._("Scan or type the series of %s.", product.name))
        return self.take_in(product, self.env["stock.lot"], meaning.quantity or 1.0)

    def check_goods(self, product):
        """Refuse goods that are not to be counted here."""

    def take_in(self, product, lot, quantity):
        """Count so much of these goods; returns the message."""
        raise NotImplementedError

    def add_line(self, quantity, product, lot, **places):
        """The line of these goods with so much more on it."""
        lines = self.env["stock.scan.line"].sudo()  # written by scanning only
        line = lines._add(self.session, quantity, product, lot_id=lot, **places)
        self.state.update(line=line.id, product=False)
        self.remember_undo("take_in", line=line.id, quantity=quantity)
        return line

    def back_take_in(self, data):
        line = self.env["stock.scan.line"].sudo().browse(data["line"]).exists()  # as above
        if line.session_id != self.session:
            raise UserError(self.env._("This is finished: it cannot be taken back here."))
        line.quantity = max(line.quantity - data["quantity"], 0)
        self.state["line"] = line.id

    def get_scanned(self):
        """The line of what was scanned last."""
        return self.env["stock.scan.line"].browse(self.state.get("line") or []).exists()

    def set_quantity(self, value):
        line = self.get_scanned()
        if not line:
            raise UserError(self.env._("Scan the goods first, then type how many."))
        return self.take_in(line.product_id, line.lot_id, self.read_number(value, line.product_id) - line.quantity)

    def get_goods_words(self, product, lot):
        return f"{product.name} · {lot.name}" if lot else product.name

    def draw_asked(self, screen, prompt):
        """Ask for the series of the goods that were scanned, else for goods."""
        product = self.env["product.product"].browse(self.state.get("product") or [])
        if not product:
            screen.ask_scan(prompt, "lot", "new_lot", "product")
            return
        screen.ask_scan(self.env._("Scan or type the series of %s", product.name), "lot", "new_lot")
        screen.ask("number", "text", self.env._("Number of the series"))

    def ask_quantity(self, screen, line, **more):
        screen.ask("quantity", "number", self.env._("How many in all"), value=number(line.quantity), min=0, **more)

"""Take back what a customer returns: the delivery is scanned or found by its goods, then it is received as ever."""

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from .base import scenario
from .document import CLOSED
from .receive import Receive
from .screen import message

_lt = LazyTranslate(__name__)


@scenario
class TakeBack(Receive):
    """A receipt of a return; only series that were delivered come back, and what does not come is not awaited."""

    name, label, icon = "return", _lt("Return"), "return"
    rank = 65

    @classmethod
    def accepts(cls, picking):
        return picking.picking_type_code == "incoming" and bool(picking.return_id) and picking.state not in CLOSED

    @classmethod
    def get_domain(cls, env):
        return Receive.get_domain(env) & Domain("return_id", "!=", False)

    def take_document(self, picking):
        if picking and picking.picking_type_code == "outgoing" and picking.state == "done":
            return self.take_delivery(picking)
        return super().take_document(picking)

    def take_delivery(self, delivery):
        """The open return of this delivery, made where there is none yet."""
        returned = delivery.return_ids.filtered(lambda picking: picking.state not in CLOSED)[:1]
        word = self.open_document(returned or self._make_return(delivery))
        self.state["made"] = not returned
        return word

    def _make_return(self, delivery):
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=delivery.id, active_ids=delivery.ids, active_model="stock.picking")
            .create({})
        )
        for line in wizard.product_return_moves:
            line.quantity = line.move_id.quantity
        return self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])

    def on_lot(self, meaning):
        if not self.get_document():
            return self.find_delivery(meaning.record)
        if meaning.record not in self.get_delivered():
            raise UserError(self.env._("Series %s was not in this delivery: put it aside.", meaning.record.name))
        return super().on_lot(meaning)

    def on_new_lot(self, meaning):
        raise UserError(self.env._("Number %s was never delivered: put it aside.", meaning.name))

    def get_delivered(self):
        return self.get_moves().origin_returned_move_id.move_line_ids.lot_id

    def find_delivery(self, lot):
        """The deliveries with which this series left, the last one first; of several the worker chooses."""
        lines = self.env["stock.move.line"].search(
            [("lot_id", "=", lot.id), ("state", "=", "done"), ("location_dest_id.usage", "=", "customer")],
            order="date desc, id desc",
            limit=20,
        )
        deliveries = lines.picking_id
        if not deliveries:
            raise UserError(self.env._("Series %s was never delivered.", lot.name))
        if len(deliveries) == 1:
            return self.take_delivery(deliveries)
        self.state["deliveries"] = deliveries.ids
        return message("attention", self.env._("It left more than once: choose the delivery."))

    def press_finish(self, _value):
        self.check_open()
        return self.finish(True)

    def leave(self):
        """A return of which nothing came is not left behind."""
        picking = self.get_document()
        if self.state.get("made") and picking and picking.state not in CLOSED and not any(self.get_received().values()):
            picking.action_cancel()
        return super().leave()

    def draw_list(self):
        deliveries = self.env["stock.picking"].browse(self.state.get("deliveries") or [])
        screen = self.screen()
        if self.draw_choice(screen):
            return screen
        screen.ask_scan(self.env._("Scan the delivery or the goods"), "picking", "lot")
        if deliveries := deliveries or self.env["stock.picking"].search(self.get_domain(self.env), limit=50):
            rows = [(str(row.id), row.name, self.describe_transfer(row)) for row in deliveries]
            screen.ask("picking", "choice", self.env._("Transfers"), options=rows)
        return screen

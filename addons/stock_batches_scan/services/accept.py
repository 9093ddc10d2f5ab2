"""Take over what production made: how many, of which series, with its label."""

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from .base import scenario
from .document import CLOSED, Document
from .labels import find_printer
from .orders import Orders
from .override import Override
from .screen import message, number

_lt = LazyTranslate(__name__)


@scenario
class Accept(Override, Orders, Document):
    """State: `production`, `quantity`, `lot` (the series of what was made)."""

    name, label, icon = "production", _lt("Accept from production"), "production"
    rank = 80
    needs_server = Override.needs_server | {"new_series", "finish"}

    @classmethod
    def get_domain(cls, env):
        return Domain("state", "in", ("progress", "to_close")) & Domain("company_id", "in", env.companies.ids)

    def start(self):
        if self.state.get(self.field):
            self.check_open()

    # Codes

    def open_order(self, production):
        if production.product_id.tracking == "serial" and production.product_qty > 1:
            raise UserError(self.env._("%s makes several numbered pieces: report it at a computer.", production.name))
        self.state = {
            "production": production.id,
            "quantity": production.qty_producing or production.product_qty,
            "lot": production.lot_producing_ids[:1].id,
        }
        return message("info", production.name, production.product_id.display_name)

    def on_lot(self, meaning):
        production = self.check_open()
        if meaning.record.product_id != production.product_id:
            raise UserError(self.env._("%s is not what this order makes.", meaning.get_name()))
        self.state["lot"] = meaning.record.id
        return self.right(self.env._("Series %s", meaning.record.name))

    def on_new_lot(self, meaning):
        production = self.check_open()
        if meaning.record and meaning.record != production.product_id:
            raise UserError(self.env._("%s is not what this order makes.", meaning.get_name()))
        return self.make_series(meaning.name)

    def set_number(self, value):
        self.check_open()
        return self.make_series(str(value or "").strip())

    def press_new_series(self, _value):
        production = self.check_open()
        return self.make_series(production._prepare_stock_lot_values()["name"])

    def make_series(self, name):
        production = self.check_open()
        if not name:
            raise UserError(self.env._("Type the number of the series."))
        values = {"name": name, "product_id": production.product_id.id}
        lot = self.env["stock.lot"].search([(key, "=", value) for key, value in values.items()], limit=1)
        lot = lot or self.env["stock.lot"].create(
            {
                **values,
                "company_id": production.product_id.company_id.id,
                "production_date": production.company_id._get_stock_day(),
            }
        )
        self.state["lot"] = lot.id
        return self.right(self.env._("Series %s", lot.name))

    def set_quantity(self, value):
        production = self.check_open()
        quantity = self.read_number(value, production.product_id)
        if not quantity:
            raise UserError(self.env._("Type how many were made."))
        self.state["quantity"] = quantity
        return message("info", f"{number(quantity)} {production.product_uom_id.name}")

    # The end

    def press_finish(self, _value):
        return self.finish()

    def finish(self):
        production = self.check_open()
        lot = self.get_lot()
        if production.product_id.tracking != "none" and not lot:
            raise UserError(self.env._("Scan or make the series first."))
        # Workers take over what was made; they change nothing else of an order.
        self._report(production.sudo(), lot)
        self.state = {"finished": production.id, "lot": lot.id}
        return self.right(self.env._("%s is taken over.", production.name))

    def _report(self, production, lot):
        production.qty_producing = self.state["quantity"]
        if lot:
            production.lot_producing_ids = lot
        production.set_qty_producing()
        if faults := production._get_leaving_lines()._get_unreleased_faults():
            self.refuse_faults(faults, ["finish"])
        rest = production.product_uom_id.compare(production.qty_producing, production.product_qty) < 0
        production.with_context(
            skip_backorder=True,
            skip_consumption=True,
            skip_redirection=True,
            mo_ids_to_backorder=production.ids if rest else [],
        ).button_mark_done()
        if production.state != "done":
            raise UserError(self.env._("%s asks for more than a scan: finish it at a computer.", production.name))

    def redo(self, _then):
        return self.finish()

    def press_label(self, value):
        lot = self.get_lot()
        if not lot:
            raise UserError(self.env._("Scan first what needs a label."))
        return self.print_label(lot, value, find_printer(self.env))

    def press_next(self, _value):
        self.state = {}

    def get_lot(self):
        return self.env["stock.lot"].browse(self.state.get("lot") or []).exists()

    # Screen

    def draw(self):
        production, lot = self.get_document(), self.get_lot()
        if self.state.get("finished"):
            return self.draw_finished(lot)
        if not production or production.state in CLOSED:
            return self.draw_list()
        screen = self.screen(production.name, production.product_id.display_name)
        if self.draw_choice(screen) or self.draw_override(screen):
            return screen
        self.draw_made(screen, production, lot)
        return screen

    def draw_made(self, screen, production, lot):
        screen.target(
            production.product_id.name,
            series=lot.name or "",
            quantity=number(self.state["quantity"]),
            unit=production.product_uom_id.name,
        )
        if production.product_id.tracking != "none" and not lot:
            screen.ask_scan(self.env._("Scan or type the series"), "lot", "new_lot")
            screen.ask("number", "text", self.env._("Number of the series"))
            screen.button("new_series", self.env._("Next number"), "main")
            return
        screen.ask_scan(self.env._("How many were made?"))
        value = number(self.state["quantity"])
        screen.ask("quantity", "number", self.env._("How many were made?"), value=value, min=0)
        screen.button("finish", self.env._("Take over"), "main")

    def draw_finished(self, lot):
        screen = self.screen()
        screen.target(lot.product_id.name or "", series=lot.name or "")
        screen.ask_scan(self.env._("Taken over"), "production")
        screen.files(self.files)
        if lot:
            screen.button("label", self.env._("Print label"))
        screen.button("next", self.env._("Next order"), "main")
        return screen

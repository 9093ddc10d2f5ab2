"""Bring the components of a production order, the oldest series first."""

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from .base import scenario
from .document import CLOSED
from .orders import Orders
from .pick import Pick

_lt = LazyTranslate(__name__)


@scenario
class Issue(Orders, Pick):
    """As a pick; the components count as used up when the order itself is reported as done."""

    name, label, icon = "issue", _lt("Issue components"), "issue"
    rank = 70

    @classmethod
    def accepts(cls, picking):
        return False

    @classmethod
    def get_domain(cls, env):
        domain = Domain("state", "in", ("confirmed", "progress", "to_close")) & Domain(
            "reservation_state", "=", "assigned"
        )
        return domain & Domain("company_id", "in", env.companies.ids)

    def get_lines(self):
        lines = self.get_document().move_raw_ids.move_line_ids
        return lines.filtered(lambda line: line.state not in CLOSED and line.quantity > 0)._sorted_by_route()

    def on_picking(self, meaning):
        raise UserError(self.env._("%s is a transfer: scan a production order.", meaning.record.name))

    def open_order(self, production):
        if not production.move_raw_ids.move_line_ids:
            raise UserError(self.env._("Nothing for %s is in the stock yet.", production.name))
        return self.begin(production)

    def get_subtitle(self, document):
        return document.product_id.display_name

    def press_finish(self, _value):
        self.check_open()
        return self.finish(False)

    def _validate(self, production, drop_rest):
        """The components are at the machine; using them up is the business of whoever reports the order."""

    def draw_finished(self):
        production = self.env["mrp.production"].browse(self.state["finished"]).exists()
        screen = self.screen(production.name)
        screen.ask_scan(self.env._("The components are issued"), "production")
        screen.button("next", self.env._("Next order"), "main")
        return screen

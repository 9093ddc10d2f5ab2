"""Pack what is delivered: the goods are scanned into a package, the package gets its label."""

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from .base import scenario
from .labels import find_printer, print_labels
from .pick import Pick

_lt = LazyTranslate(__name__)


@scenario
class Pack(Pick):
    """As a pick; whatever was scanned since the last package goes into the next one."""

    name, label, icon = "pack", _lt("Pack"), "pack"
    rank = 40
    needs_server = Pick.needs_server | {"close"}

    @classmethod
    def accepts(cls, picking):
        """Home opens a packing step here; deliveries of one step are picked, and packed by choice."""
        return picking.picking_type_id == picking.picking_type_id.warehouse_id.pack_type_id and super().accepts(picking)

    @classmethod
    def get_domain(cls, env):
        warehouses = env["stock.warehouse"].search([("company_id", "in", env.companies.ids)])
        kinds = warehouses.pack_type_id | warehouses.out_type_id
        return Pick.get_domain(env) & Domain("picking_type_id", "in", kinds.ids)

    def take_document(self, picking):
        kinds = picking.picking_type_id.warehouse_id
        if not kinds or picking.picking_type_id not in kinds.pack_type_id | kinds.out_type_id:
            raise UserError(self.env._("Nothing is packed in %s.", picking.name or ""))
        return self.open_document(picking)

    def get_loose(self):
        """Lines in hand that are in no new package yet."""
        return self.get_lines().filtered(lambda line: line.scan_quantity > 0 and not line.result_package_id)

    def press_close(self, _value):
        picking, lines = self.check_open(), self.get_loose()
        if not lines:
            raise UserError(self.env._("Scan first what goes into the package."))
        for line in lines.filtered(lambda line: line._get_scan_gap() and not line.scan_short):
            self._split_rest(line)
        package = self.env["stock.package"].create({})
        lines.result_package_id = package
        self.forget_undo()
        printer = find_printer(self.env, picking.picking_type_id.warehouse_id)
        word = self.env._("Package %s is closed.", package.name)
        if not printer:
            return self.right(word)
        said, self.files = print_labels(self.env, package, 1, printer)
        return self.right(word, said)

    def _split_rest(self, line):
        """What is not in this package stays open, for the next one."""
        unit, rest = line.product_id.uom_id, line._get_scan_gap()
        line.quantity = unit._compute_quantity(line.scan_quantity, line.product_uom_id)
        again = line.copy({"quantity": unit._compute_quantity(rest, line.product_uom_id), "picked": False})
        if self.state.get("line") == line.id:
            self.take_line(again)
            self.state["scanned"] = False

    def draw_more(self, screen):
        if self.get_loose():
            screen.button("close", self.env._("Close the package"), "main")
        screen.files(self.files)

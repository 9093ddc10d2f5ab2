"""Another series than the reserved one is in the worker's hand: taken where it may leave, refused with the older one."""

from odoo.exceptions import UserError
from odoo.fields import Domain


class Exchange:
    """For documents that take the oldest series first."""

    def freshen(self):
        """What nobody has in his hands yet changes to the oldest series that may leave now: the worker starts now."""
        self.drop_work()
        lines = self.get_lines().filtered(lambda line: not line.scan_quantity and not line.scan_short)
        lines._take_oldest_series()
        self.go_on()

    def exchange(self, lot, quantity):
        """Put the scanned series on an open line of its goods, if it may leave now; returns the message."""
        lines = self.get_lines().filtered(lambda line: line.product_id == lot.product_id)
        if not lines:
            raise UserError(self.env._("%s is not asked for here: put it back.", lot.product_id.display_name))
        line = self.find_line(lines)
        if not line:
            raise UserError(self.env._("All of %s is brought already: put it back.", lot.product_id.display_name))
        self.take_line(line)
        self._switch(line, lot, quantity)
        return self.count(self.get_line(), quantity)

    def _switch(self, line, lot, quantity):
        """Reserve the scanned series instead; the rest of a begun line is split off for it."""
        quant = self._find_quant(line, lot)
        unit, todo = line.product_id.uom_id, line._get_scan_todo()
        taken = min(todo, max(quant.quantity - quant.reserved_quantity, quantity))
        place = {"lot_id": lot.id, "location_id": quant.location_id.id, "package_id": quant.package_id.id}
        if line.scan_quantity or unit.compare(taken, todo) < 0:
            left = unit._compute_quantity(line.quantity_product_uom - taken, line.product_uom_id)
            line.quantity = left
            line = line.copy({**place, "quantity": unit._compute_quantity(taken, line.product_uom_id)})
            self.take_line(line)
        else:
            line.write(place)
        self.check_series(line, ("exchange", lot.id, quantity))

    def _find_quant(self, line, lot):
        """Where the series lies: where the worker said he stands, else at the line's own place, else anywhere."""
        inside = line.move_id.location_id
        quants = self.env["stock.quant"].search(
            Domain("lot_id", "=", lot.id) & Domain("location_id", "child_of", inside.id) & Domain("quantity", ">", 0)
        )
        near = (self.state.get("place"), line.location_id.id)
        quants = quants.sorted(lambda quant: (quant.location_id.id not in near, quant.location_id.id, quant.id))
        if not quants:
            raise UserError(
                self.env._("Series %s does not lie here by the books: put it back, tell the supervisor.", lot.name)
            )
        return quants[0]

    def check_series(self, line, then):
        """Refuse a line that would leave before its turn; the other lines of the document leave with it."""
        leaving = self.get_lines().filtered(lambda other: not other.scan_short) | line
        faults = [fault for fault in leaving._get_unreleased_faults() if fault.line == line]
        if faults:
            self.refuse_faults(faults, list(then))

    def redo(self, then):
        what, lot, quantity = then
        if what == "exchange":
            lot = self.env["stock.lot"].browse(lot).exists()
            line = self.get_lines().filtered(lambda line: line.lot_id == lot and line._get_scan_todo() > 0)[:1]
            return self.count(line, quantity) if line else self.exchange(lot, quantity)
        return self.finish(lot)

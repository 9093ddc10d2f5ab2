"""The end of a transfer: what was counted becomes its quantities, what is short is told, and it is validated."""

from odoo.exceptions import UserError

from .screen import message

# Windows that ask what the scanner has asked already, or what the rules of the house decide.
QUIET = {"skip_expired": True, "skip_backorder": True, "skip_sms": True, "stock_batches_series_checked": True}


class Transfer:
    """Finish of scenarios that work on a stock.picking."""

    def press_finish(self, _value):
        picking = self.check_open()
        lines = self.get_lines()
        if busy := self.env["stock.scan.claim"]._get_taken(self.session, lines):
            raise UserError(
                self.env._("%s still brings goods of this transfer: wait for him.", next(iter(busy.values())).name)
            )
        if all(not line.scan_quantity for line in lines):
            raise UserError(self.env._("Nothing is scanned yet."))
        return self.end(picking, any(line.scan_quantity < line.quantity_product_uom for line in lines))

    def end(self, picking, missing):
        """Finish, or ask first what becomes of the rest where the kind of transfer says so."""
        if missing and picking.picking_type_id.create_backorder == "ask":
            self.state["ask"] = "rest"
            return message("attention", self.env._("Not all of it is here."))
        return self.finish(False)

    def press_keep_rest(self, _value):
        return self.finish(False)

    def press_drop_rest(self, _value):
        return self.finish(True)

    def press_back(self, _value):
        self.state.pop("ask", None)

    def finish(self, drop_rest):
        """Validate with what was scanned; faults of the series are refused with the supervisor's way out."""
        picking = self.check_open()
        self.state.pop("ask", None)
        lines = self.get_lines()
        if all(not line.scan_quantity for line in lines):
            raise UserError(self.env._("Nothing is scanned yet."))
        short = lines.filtered("scan_short")
        self._tell_short(picking, short)
        self._write_quantities(lines)
        self.check_leaving(lines.filtered("picked"), ("finish", drop_rest, 0))
        self._validate(picking, drop_rest)
        self.drop_work()
        self.state = {"finished": picking.id}
        return self.right(self.env._("%s is done.", picking.name))

    def check_leaving(self, lines, then):
        if faults := lines._get_unreleased_faults():
            self.refuse_faults(faults, list(then))

    def _write_quantities(self, lines):
        for quantity, group in lines.grouped(lambda line: line.scan_quantity).items():
            # Most lines are complete: nothing changes in them but the mark.
            group.filtered(lambda line: line.picked != bool(line.scan_quantity)).picked = bool(quantity)
            for line in group.filtered(lambda line: line.scan_quantity and line._get_scan_gap()):
                line.quantity = line.product_id.uom_id._compute_quantity(quantity, line.product_uom_id)

    def _validate(self, picking, drop_rest):
        context = {**QUIET, "picking_ids_not_to_backorder": picking.ids if drop_rest else []}
        answer = picking.with_context(**context).button_validate()
        if answer is not True and picking.state != "done":
            raise UserError(self.env._("%s asks for more than a scan: finish it at a computer.", picking.name))

    def _tell_short(self, picking, lines):
        """The supervisor gets the task to look, and the places stand on the list of those to count."""
        if not lines:
            return
        words = self.get_short_reasons()
        rows = [
            f"{line.product_id.display_name} {line.lot_id.name or ''} ({line.location_id.display_name}):"
            f" {words.get(line.scan_short, line.scan_short)}"
            for line in lines
        ]
        picking._tell_scan_short(rows, lines)

    def draw_question(self, screen):
        """Draws what is asked about the line or the transfer; true where something is."""
        ask = self.state.get("ask")
        if ask == "short":
            rows = [(value, label, "") for value, label in self.get_short_reasons().items()]
            screen.ask_scan(self.env._("Why is it not enough?"))
            screen.ask("short", "reason", self.env._("Reason"), options=rows)
        elif ask == "rest":
            screen.ask_scan(self.env._("Not all of it is here."))
            screen.button("keep_rest", self.env._("Bring the rest later"), "main")
            screen.button("drop_rest", self.env._("The rest is not needed"), "danger")
        else:
            return False
        screen.button("back", self.env._("Back"))
        return True

    def press_next(self, _value):
        self.state = {}

    def draw_finished(self):
        picking = self.env["stock.picking"].browse(self.state["finished"]).exists()
        screen = self.screen(picking.name, picking.partner_id.display_name)
        screen.ask_scan(self.env._("Done"), "picking")
        screen.files(picking._get_scan_files())
        screen.button("next", self.env._("Next transfer"), "main")
        return screen

"""The end of a receipt: what was counted becomes the lines of its movements, all at once."""

from odoo.exceptions import UserError


class Receipt:
    """Finish of a receipt; before `Transfer` in the order of classes."""

    def press_finish(self, _value):
        picking = self.check_open()
        received = self.get_received()
        if not any(received.values()):
            raise UserError(self.env._("Nothing is scanned yet."))
        missing = any(
            product.uom_id.compare(received.get(product, 0), sum(moves.mapped("product_qty"))) < 0
            for product, moves in self.get_moves().grouped("product_id").items()
        )
        return self.end(picking, missing)

    def finish(self, drop_rest):
        picking = self.check_open()
        self.state.pop("ask", None)
        lines = self._search_counted(picking)
        if not lines:
            raise UserError(self.env._("Nothing is scanned yet."))
        moves = self.get_moves()
        moves.move_line_ids.filtered(lambda line: not line.picked).unlink()
        values = [row for product, group in lines.grouped("product_id").items() for row in self._deal(product, group)]
        self.env["stock.move.line"].create(values)
        self._validate(picking, drop_rest)
        lines.sudo().unlink()  # they are movements now
        self.state = {"finished": picking.id}
        return self.right(self.env._("%s is done.", picking.name))

    def _search_counted(self, picking):
        lines = self.env["stock.scan.line"].sudo()  # colleagues' come in with these
        return lines.search([("picking_id", "=", picking.id), ("quantity", ">", 0)]).with_env(self.env)

    def _deal(self, product, lines):
        """Values of move lines: each movement of the goods gets what it asks for, the last one what is over."""
        moves = self.get_moves().filtered(lambda move: move.product_id == product)
        counted, rows = {line: line.quantity for line in lines}, []
        for move in moves:
            room = move.product_qty
            for line in lines:
                share = counted[line] if move == moves[-1] else min(counted[line], room)
                if product.uom_id.compare(share, 0) > 0:
                    counted[line] -= share
                    room -= share
                    rows.append(self._prepare_line(move, line, share))
        return rows

    def _prepare_line(self, move, line, quantity):
        return {**move._prepare_move_line_vals(quantity=quantity), "lot_id": line.lot_id.id, "picked": True}

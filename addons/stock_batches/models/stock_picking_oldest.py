from odoo import models


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "stock.series.document.mixin"]
    _series_choice_field = "picking_ids"

    def _pre_action_done_hook(self):
        """Before the goods leave: offer the oldest series, or the supervisor's permission."""
        asked = not self.env.context.get("stock_batches_series_checked") and self._ask_for_series()
        return asked or super()._pre_action_done_hook()

    def _get_leaving_lines(self):
        """What validation would ship: the picked lines of a transfer, all of them where nothing is picked."""
        lines = self.env["stock.move.line"]
        for picking in self:
            open_lines = picking.move_line_ids.filtered(lambda line: line.state != "done")
            lines |= open_lines.filtered("picked") or open_lines
        return lines

    def _get_oldest_words(self):
        return self.env._("The oldest usable series are on this transfer.")

    def _take_oldest_series(self):
        """Exchange what these transfers hold for the oldest they may use, as they ship now."""
        self._get_leaving_lines()._take_oldest_series()


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _take_oldest_series(self):
        """Exchange what is wrong on these lines; returns the movements that changed."""
        wrong = self.browse([fault.line.id for fault in self._get_unreleased_faults()])
        chained = wrong.filtered(lambda line: line.move_id.move_orig_ids)
        (wrong - chained).picked = False
        moves = wrong.move_id.filtered(lambda move: not move.move_orig_ids)
        for product in moves.product_id:
            self.env["stock.move"]._exchange_series(product, first=moves)
        if chained:
            chained._fetch_replacement()
        return moves

    def _fetch_replacement(self):
        """What the step before brought is no good any more: have the same quantity brought again."""
        for move, lines in self.grouped("move_id").items():
            quantity = sum(lines.mapped("quantity_product_uom"))
            origin = move.move_orig_ids.sorted("id")[-1:]
            lines.with_context(stock_batches_reserving=True).unlink()
            move.picked = False
            again = origin.copy(
                {
                    "product_uom_qty": origin.product_id.uom_id._compute_quantity(quantity, origin.product_uom),
                    "move_dest_ids": [(4, move.id)],
                    "move_orig_ids": False,
                    "picking_id": False,
                    "procure_method": "make_to_stock",
                    "date": move.date,
                }
            )
            again._action_confirm(merge=False)
            again._action_assign()

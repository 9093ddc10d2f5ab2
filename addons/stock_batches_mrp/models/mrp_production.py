from odoo import models


class MrpProduction(models.Model):
    _name = "mrp.production"
    _inherit = ["mrp.production", "stock.series.document.mixin"]
    _series_choice_field = "production_ids"

    def pre_button_mark_done(self):
        """Before the components are used up: offer the oldest series, or the supervisor's permission."""
        return self._ask_for_series() or super().pre_button_mark_done()

    def _get_leaving_lines(self):
        """Lines of components that production would use up: the picked ones of each, all where nothing is picked."""
        lines = self.env["stock.move.line"]
        for move in self.move_raw_ids.filtered(lambda move: move.state not in ("done", "cancel")):
            lines |= move.move_line_ids.filtered("picked") or move.move_line_ids
        return lines

    def _get_oldest_words(self):
        return self.env._("The components are of the oldest usable series.")

    def action_correct_series(self):
        """For a supervisor: another series was used up than the order says."""
        self.ensure_one()
        return self.move_raw_ids.move_line_ids._get_correction_action()

    def _take_oldest_series(self):
        """Exchange what these orders hold for the oldest they may use. What was counted as used stays so: core leaves
        out the components that are not."""
        used = self.move_raw_ids.filtered("picked")
        moves = self._get_leaving_lines()._take_oldest_series()
        (moves & used).picked = True

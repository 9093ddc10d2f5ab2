from odoo import models


class StockSeriesDocumentMixin(models.AbstractModel):
    """A document by which series leave: the oldest usable ones first, unless a supervisor allows others.

    Whoever mixes it in says which lines leave and under which field `stock.series.choice` holds the document.
    """

    _name = "stock.series.document.mixin"
    _description = "Document by Which Series Leave"
    _series_choice_field = None

    def _get_leaving_lines(self):
        """Lines (stock.move.line) that leave when the document is finished now."""
        raise NotImplementedError

    def _get_oldest_words(self):
        """The sentence for whoever asks and finds nothing wrong."""
        raise NotImplementedError

    def _ask_for_series(self):
        """The window that offers the oldest series or the supervisor's permission; None where nothing is wrong."""
        if not self._get_leaving_lines()._get_unreleased_faults():
            return None
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Another Series Leaves First"),
            "res_model": "stock.series.choice",
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{self._series_choice_field}": self.ids, "dialog_size": "extra-large"},
        }

    def action_check_series(self):
        """Whether the series reserved or picked are those that should leave; a supervisor may allow others here."""
        self.check_access("read")
        return self._ask_for_series() or {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": self._get_oldest_words()},
        }

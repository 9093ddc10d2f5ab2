from collections import defaultdict

from odoo import fields, models
from odoo.tools import format_date


class SaleSupplyLine(models.Model):
    """The plan in a sentence, for orders, deals and warehouse orders."""

    _inherit = "sale.supply.line"

    def _get_summary_words(self, date):
        """Parts of the sentence. No word agrees with a number, so that it reads well in any language.

        :param date: day on which the last piece is ready, if it is known
        """
        sums = defaultdict(float)
        for peg in self:
            sums[peg.reason if peg.reason == "held" else peg.source] += peg.quantity
        total = f"{round(sum(sums.values()), 3):g}"
        count = {source: f"{round(quantity, 3):g}" for source, quantity in sums.items() if quantity}
        words = []
        if "stock" in count:
            words.append(self.env._("%(count)s of %(total)s reserved", count=count["stock"], total=total))
        labels = {
            "make": self.env._("in production: %s", count.get("make")),
            "buy": self.env._("from vendors: %s", count.get("buy")),
            "transfer": self.env._("from another warehouse: %s", count.get("transfer")),
            "direct": self.env._("direct: %s", count.get("direct")),
            "decide": self.env._("to decide: %s", count.get("decide")),
            "held": self.env._("not started: %s", count.get("held")),
        }
        words += [label for source, label in labels.items() if source in count]
        if date:
            words.append(self.env._("ready %s", format_date(self.env, date, date_format="d MMMM")))
        return words

    def _get_last_date(self):
        """The day on which the last piece comes in, where the company works; nothing while a piece has no day."""
        dates = self.filtered(lambda peg: peg.state != "ready" and peg.quantity).mapped("date_ready")
        if not dates or not all(dates):
            return False
        zone = self.company_id[:1].resource_calendar_id.tz or "UTC"
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), max(dates)).date()

    def _get_goods_words(self):
        """One line of the plan: goods, quantity, document, day."""
        self.ensure_one()
        words = f"{self.product_id.display_name}: {round(self.quantity or self.surplus, 3):g}"
        if document := self.sudo().document_name:  # its name only
            words += f" ({document})"
        if self.date_ready:
            words += ", " + self.env._("ready %s", format_date(self.env, self.date_ready))
        return words

    def _filter_dated(self):
        """Lines whose day stands in a document that is still open."""
        return self.filtered(
            lambda peg: (
                (peg.production_id and peg.production_id.state not in ("done", "cancel"))
                or (peg.purchase_line_id and peg.purchase_line_id.order_id.state != "cancel")
            )
        )

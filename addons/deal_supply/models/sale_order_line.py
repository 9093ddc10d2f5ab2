from datetime import timedelta

from odoo import fields, models


class SaleOrderLine(models.Model):
    """Goods that are wanted on a day of their own are promised and sent by that day."""

    _inherit = "sale.order.line"

    def _get_supply_deadline(self):
        return fields.Datetime.to_datetime(self.wanted_on) or super()._get_supply_deadline()

    def _prepare_procurement_values(self):
        values = super()._prepare_procurement_values()
        if not self.wanted_on:
            return values
        deadline = self._get_supply_deadline()
        planned = deadline - timedelta(days=self.order_id.company_id.security_lead)
        return values | {"date_deadline": deadline, "date_planned": planned}

    def write(self, vals):
        result = super().write(vals)
        if "wanted_on" in vals:
            self.filtered(lambda line: line.state == "sale")._follow_wanted_day()
        return result

    def _follow_wanted_day(self):
        """Deliveries and plan of an agreed order follow; a later change of quantity meets the same deadline then."""
        for line in self:
            moves = line.move_ids.filtered(
                lambda move: move.state not in ("done", "cancel") and move.location_dest_id.usage == "customer"
            )
            moves.date_deadline = line._get_supply_deadline()
        self._touch_supply()

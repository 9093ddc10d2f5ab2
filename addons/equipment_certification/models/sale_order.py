from odoo import api, models

from .equipment_certificate import OPEN


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _action_confirm(self):
        self.order_line._fix_certified_type()
        result = super()._action_confirm()
        self.order_line._ask_for_certificates()
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        self.order_line._withdraw_certificates()
        return result

    # --- promised dates ----------------------------------------------------------------------------

    @api.depends("order_line.certificate_ids.expected_on", "order_line.certificate_ids.state")
    def _compute_supply(self):
        return super()._compute_supply()

    def _get_supply_ready_date(self, pegs):
        """Goods that may not leave without their document are ready when it is there."""
        ready = super()._get_supply_ready_date(pegs)
        expected = self._get_certification_day() if pegs else False
        unknown = not ready and any(peg.state != "ready" for peg in pegs)
        return ready if unknown or not expected else max(ready or expected, expected)

    def _get_certification_day(self):
        """The day on which the last document that shipment waits for is expected."""
        self.ensure_one()
        # Read for whoever plans or ships.
        lines = self.sudo().order_line.filtered("certificate_ids")
        days = [
            certificate.expected_on
            for (line, product), rules in lines._get_certification_rules().items()
            for certificate in line.certificate_ids
            if certificate.state in OPEN
            and certificate.kind in rules._get_blocking_kinds()
            and product in certificate.product_ids
        ]
        return max(filter(None, days), default=False)

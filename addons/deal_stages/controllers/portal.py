from odoo import http
from odoo.exceptions import AccessError, MissingError

from odoo.addons.sale.controllers.portal import CustomerPortal


class DealPortal(CustomerPortal):
    @http.route()
    def portal_quote_decline(self, order_id, access_token=None, decline_message=None, **kwargs):
        try:
            order = self._document_check_access("sale.order", order_id, access_token=access_token)
        except (AccessError, MissingError):
            order = None
        was_open = order and order.state != "cancel"
        answer = super().portal_quote_decline(order_id, access_token, decline_message, **kwargs)
        if was_open and order.state == "cancel":
            order._customer_declined(decline_message)
        return answer

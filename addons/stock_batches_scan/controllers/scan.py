"""What the page asks the server: one endpoint for all scenarios, each its own service."""

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..services.screen import WRONG, message

MOST_BYTES = 20_000


class Scan(http.Controller):
    @http.route("/scan/do/<string:scenario>", type="jsonrpc", auth="user", methods=["POST"])
    def do(self, scenario, **data):
        """One scan, input or button; see docs/decisions/0072. Odoo itself repeats it where two people meet."""
        try:
            if (request.httprequest.content_length or 0) > MOST_BYTES:
                raise UserError(request.env._("This code is too long: scan the label of the goods."))
            return request.env["stock.scan.session"]._answer(scenario, data)
        except UserError as error:
            # Nothing was done and nothing is kept; the page shows the sentence on the screen that it has.
            text = str(error.args[0])
            refused = {"message": message(WRONG, text), "sound": WRONG, "screen": None, "undo": False}
            return {**refused, "conflict": {"text": text, "code": data.get("code")}} if data.get("queued") else refused

import json

from odoo import http
from odoo.http import request

from ..tools.limit import Bucket

# Bytes of one report of the bridge, and how many events may stand in it.
LARGEST = 256 * 1024
MOST = 500
KNOWN = Bucket(rate=100, burst=300)
STRANGERS = Bucket(rate=1, burst=20)


class MikopbxController(http.Controller):
    """What bridge and exchange ask: both are known by a key, and by nothing else."""

    @http.route("/mikopbx/event", type="http", auth="public", methods=["POST"], csrf=False, save_session=False)
    def event(self):
        """Events of the bridge: {"events": […]}; each has its answer in {"results": […]}."""
        if (request.httprequest.content_length or LARGEST + 1) > LARGEST:
            return self._refuse(413, f"at most {LARGEST} bytes, and their number in Content-Length")
        connection, refusal = self._authenticate()
        if refusal:
            return refusal
        try:
            events = json.loads(request.httprequest.get_data(as_text=True))["events"]
            if not isinstance(events, list) or len(events) > MOST:
                raise ValueError
        except (ValueError, KeyError, TypeError):
            return self._refuse(400, f'JSON with a list "events" of at most {MOST} is expected')
        return request.make_json_response({"results": connection._take_events(events)})

    @http.route("/mikopbx/responsible", type="http", auth="public", methods=["GET"], save_session=False, readonly=True)
    def responsible(self, number="", did="", form="json"):
        """Whose extension rings first for this caller; `form=text` answers with the extension alone."""
        connection, refusal = self._authenticate()
        if refusal:
            return refusal
        found = connection._get_responsible_of(number[:64], did[:64])
        if form == "text":
            return request.make_response(found["extension"], [("Content-Type", "text/plain; charset=utf-8")])
        return request.make_json_response(found)

    def _authenticate(self):
        """(exchange as the system, None) or (None, refusal)."""
        address = request.httprequest.remote_addr
        kind, _space, key = request.httprequest.headers.get("Authorization", "").partition(" ")
        # What knows a key needs no rights besides; whoever guesses keys is soon heard no more.
        connections = request.env["mikopbx.connection"].sudo()
        connection = connections._find_by_key(key.strip()) if kind == "Bearer" and key else connections
        if not connection:
            if not STRANGERS.take(address):
                return None, self._refuse(429, "too many wrong keys")
            return None, self._refuse(401, "the key is wrong or was replaced")
        if not KNOWN.take(connection.id):
            return None, self._refuse(429, "too many questions, wait a second")
        language = connection.company_id.partner_id.lang
        return connection.with_company(connection.company_id).with_context(lang=language), None

    @staticmethod
    def _refuse(status, why):
        headers = [("Retry-After", "1")] if status == 429 else []
        return request.make_json_response({"error": why}, headers=headers, status=status)

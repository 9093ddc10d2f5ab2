import logging

from odoo import api, models
from odoo.exceptions import UserError

from ..tools import rest

_logger = logging.getLogger(__name__)

# "mikopbx:<id of the exchange>:<number of the row there>"
PREFIX = "mikopbx:"


class CrmPhoneCall(models.Model):
    """Recordings stay at the exchange: whoever may hear one gets an address that holds for an hour."""

    _inherit = "crm.phone.call"

    def _can_be_heard(self):
        return self._find_recording()[0].state == "done" or super()._can_be_heard()

    @api.model
    def _split_recording(self, reference):
        _prefix, connection, row = (reference or "").split(":")
        return int(connection), int(row)

    def _find_recording(self):
        """(exchange, number of the row there); the exchange is empty when the recording is not kept by one."""
        connections = self.env["mikopbx.connection"].sudo()  # what keeps a recording is no business of who hears it
        if not (self.recording_ref or "").startswith(PREFIX):
            return connections, 0
        connection, row = self._split_recording(self.recording_ref)
        return connections.browse(connection).exists(), row

    def _get_recording_url(self):
        connection, row = self._find_recording()
        if connection.state != "done":
            return super()._get_recording_url()
        try:
            return connection._ask_recording(row)
        except rest.PbxError as error:
            _logger.info("Recording of call %s: %s", self.id, error)
            raise UserError(self.env._("The telephone exchange does not answer: try again in a minute.")) from None

import logging

from odoo import api, models
from odoo.exceptions import MissingError, UserError

from ..tools import rest

_logger = logging.getLogger(__name__)

# "mikopbx:<id of the exchange>:<number of the row there>"
PREFIX = "mikopbx:"


class CrmPhoneCall(models.Model):
    """Recordings stay at the exchange: whoever may hear one gets an address that holds for an hour."""

    _inherit = "crm.phone.call"

    def _can_be_heard(self):
        return bool(self._find_recording()[0]) or super()._can_be_heard()

    @api.model
    def _split_recording(self, reference):
        _prefix, connection, row = (reference or "").split(":")
        return int(connection), int(row)

    def _find_recording(self):
        """(exchange that works, number of the row there); without an exchange the recording is not kept by one."""
        connections = self.env["mikopbx.connection"].sudo()  # what keeps a recording is no business of who hears it
        if not (self.recording_ref or "").startswith(PREFIX):
            return connections, 0
        number, row = self._split_recording(self.recording_ref)
        connection = connections.browse(number)
        try:
            # Read through the cache: a list of calls asks for each of them.
            return (connection if connection.state == "done" else connections), row
        except MissingError:
            return connections, row

    def _get_recording_url(self):
        connection, row = self._find_recording()
        if not connection:
            return super()._get_recording_url()
        try:
            return connection._ask_recording(row)
        except rest.PbxError as error:
            _logger.info("Recording of call %s: %s", self.id, error)
            raise UserError(self.env._("The telephone exchange does not answer: try again in a minute.")) from None

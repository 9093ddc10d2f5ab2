from odoo import api, models

from ..tools import mail as mail_reader
from ..tools.fetch import SafeConnection

WATCHED_FIELDS = {"name", "active", "state", "server_type"}


class FetchmailServer(models.Model):
    """An incoming mail server marks a mail of the intake as read only after it is stored."""

    _inherit = "fetchmail.server"

    @api.model_create_multi
    def create(self, vals_list):
        servers = super().create(vals_list)
        servers._tell_sources()
        return servers

    def write(self, vals):
        result = super().write(vals)
        if WATCHED_FIELDS & vals.keys():
            self._tell_sources()
        return result

    def unlink(self):
        result = super().unlink()
        self._tell_sources()
        return result

    @api.model
    def _tell_sources(self):
        # Whoever keeps servers need not be allowed to see the sources.
        self.env["crm.intake.source"].sudo()._sync_servers()

    def _connect__(self, allow_archived=False):  # noqa: PLW3201 (core's name)
        connection = super()._connect__(allow_archived=allow_archived)
        if self.object_id.model not in (False, "crm.inbound.event"):
            return connection
        return SafeConnection(connection, self._is_stored, self._describe_refused)

    def _is_stored(self, raw):
        """True unless the mail is one of the intake that the database does not have."""
        if not self.env["mail.thread"]._is_for_intake(self.object_id.model, raw):
            return True
        events = self.env["crm.inbound.event"]
        # The mail was stored in a transaction of its own, which this one cannot see.
        with events._storing_env() as env:
            return bool(env[events._name].sudo()._find_stored(mail_reader.get_key(raw, mail_reader.read_headers(raw))))

    def _describe_refused(self, number):
        return self.env._("%s mails could not be stored and stay unread in the mailbox.", number)

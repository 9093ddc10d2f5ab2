import logging

from odoo import api, models

from ..tools import mail as mail_reader

_logger = logging.getLogger(__name__)


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def message_process(
        self, model, message, custom_values=None, save_original=False, strip_attachments=False, thread_id=None
    ):
        """Store what came for the intake and go on; everything else takes core's way.

        Nothing is interpreted here, so nothing can fail that would bounce the mail to its sender, switch the
        alias off or mark the mail as read without a trace.
        """
        raw = self._get_raw_mail(message)
        if self._is_for_intake(model, raw):
            server = self.env.context.get("default_fetchmail_server_id")
            return self.env["crm.inbound.event"]._store_mail(raw, f"server:{server}" if server else "gateway")
        return super().message_process(
            model,
            message,
            custom_values=custom_values,
            save_original=save_original,
            strip_attachments=strip_attachments,
            thread_id=thread_id,
        )

    @api.model
    def _get_raw_mail(self, message):
        """Bytes of a mail as the mail server's agent, XML-RPC or the incoming server hands it over."""
        data = getattr(message, "data", message)
        return data.encode("utf-8", "surrogateescape") if isinstance(data, str) else bytes(data)

    @api.model
    def _is_for_intake(self, model, raw):
        """True when an incoming server or the recipient's alias points to the inbound events."""
        if model == "crm.inbound.event":
            return True
        recipients = mail_reader.read_headers(raw).get_recipients()
        if not recipients:
            return False
        # The mail server's agent logs in as whoever it was given: aliases are read for it.
        aliases = self.env["mail.alias"].sudo()
        locals_ = [address.partition("@")[0] for address in recipients]
        return bool(
            aliases.search_count(
                [
                    ("alias_model_id.model", "=", "crm.inbound.event"),
                    "|",
                    ("alias_full_name", "in", recipients),
                    "&",
                    ("alias_name", "in", locals_),
                    ("alias_incoming_local", "=", True),
                ],
                limit=1,
            )
        )

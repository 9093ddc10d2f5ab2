import logging
from datetime import timedelta

import psycopg2

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formataddr

from ..tools import letter as letter_tools

_logger = logging.getLogger(__name__)

BATCH = 100
# Whoever wrote longer ago has been answered otherwise, or a full mailbox is being read in for the first time.
FRESH = timedelta(days=3)
PHOTO = "image_256"


class CrmLetter(models.Model):
    """The part of an automatic letter that writes it by its template and hands it to the queue of mails."""

    _inherit = "crm.letter"

    @api.model
    def _cron_send(self):
        """Write the planned letters, oldest first, each in a transaction of its own."""
        last = 0
        while ids := self.search([("state", "=", "planned"), ("id", ">", last)], order="id", limit=BATCH).ids:
            for letter_id in ids:
                self.browse(letter_id)._send_safely()
                if not self.env["ir.cron"]._commit_progress(1):
                    return
            last = ids[-1]

    def _send_safely(self):
        """Write one letter; what goes wrong is undone and written down on it, the next one is not concerned."""
        self.ensure_one()
        if not self.try_lock_for_update() or self.state != "planned":
            return
        try:
            with self.env.cr.savepoint():
                self._send()
        except psycopg2.OperationalError:
            # Another transaction was faster: the letter stays planned for the next run.
            self.env.cr.rollback()
        except Exception as error:  # an edited template may raise anything
            _logger.info("Letter %s failed: %s: %s", self.id, type(error).__name__, error)
            self.error = self.env._("The text could not be written: %s", error)

    def _send(self):
        reason = self._get_cancel_reason()
        if reason:
            return self._cancel(reason)
        template = self.env.ref(self.template_xmlid or "", raise_if_not_found=False)
        if not template:
            raise UserError(self.env._("its template was deleted."))
        written = template.with_context(template_preview_lang=self.lang)
        values = self._prepare_mail_values()
        mail = written.send_mail(self.id, email_values=values)
        self.write({"mail_id": mail, "sent_at": fields.Datetime.now()})
        self._note_on_appeal()
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        return True

    def _get_cancel_reason(self):
        """One sentence why the letter is not to be sent any more, or None; others may know more reasons."""
        self.ensure_one()
        if self.kind == "acknowledgement":
            return self._get_stale_reason()
        if self.kind == "introduction" and self.lead_id.user_id != self.user_id:
            return self.env._("Another manager was named meanwhile.")
        if self.kind == "introduction" and not self.lead_id._is_in_work():
            return self.env._("The lead was closed meanwhile.")
        if self.kind == "reminder" and self.question_id.closed_at:
            return self.env._("The question was settled meanwhile.")
        return None

    def _get_stale_reason(self):
        if self.appeal_id.state == "rejected":
            return self.env._("It turned out to be no request.")
        answered = self.in_reply_to and self.env["mail.message"].search(
            [("message_id", "=", self.in_reply_to)], limit=1
        )
        if answered and answered.date < fields.Datetime.now() - FRESH:
            return self.env._("The mail that it answers is older than three days.")
        return None

    def _prepare_mail_values(self):
        """Values of the mail that the template does not know: where it belongs, from whom, headers."""
        self.ensure_one()
        record = self._get_record()
        sender = self._get_sender()
        values = {
            "model": record._name,
            "res_id": record.id,
            "email_from": formataddr((letter_tools.clean_name(self._get_sender_name()), sender)),
            "email_to": formataddr((letter_tools.clean_name(self.writer), self.address)),
            "email_cc": False,
            "recipient_ids": [],
            "reply_to": sender,
            "author_id": self._get_author().id,
            "references": self._get_references(),
            "headers": repr(self._prepare_headers()),
            "auto_delete": False,
        }
        if self.partner_id:
            values["partner_ids"] = [Command.link(self.partner_id.id)]
        if self.kind == "introduction" and self.company_id.introduce_with_photo and self.user_id[PHOTO]:
            values["attachment_ids"] = [Command.link(self._make_photo().id)]
        return values

    def _prepare_headers(self):
        """By RFC 3834 nobody's robot shall answer; by Microsoft's habit no absence note shall come back."""
        kind = "auto-replied" if self.kind == "acknowledgement" else "auto-generated"
        headers = {"Auto-Submitted": kind, "X-Auto-Response-Suppress": "All"}
        if self.in_reply_to:
            headers["In-Reply-To"] = self.in_reply_to
        return headers

    def _get_references(self):
        """What the answered mail referred to, and that mail itself."""
        known = letter_tools.find_message_ids(self.references)
        return " ".join(dict.fromkeys([*known[-20:], *filter(None, [self.in_reply_to])])) or False

    def _get_sender(self):
        """The intake's address where there is one, so that an answer comes back the safe way."""
        alias = self.env.ref("sales_leads.mail_alias_intake", raise_if_not_found=False)
        address = alias and alias.alias_name and alias.alias_full_name or ""
        sender = address if "@" in address else self.company_id.partner_id.email_normalized
        if not sender:
            raise UserError(self.env._("the company has no e-mail to write from."))
        return sender

    def _get_sender_name(self):
        return self.user_id.name if self.kind != "acknowledgement" and self.user_id else self.company_id.name

    def _get_author(self):
        return (
            self.user_id.partner_id if self.kind != "acknowledgement" and self.user_id else self.company_id.partner_id
        )

    def _make_photo(self):
        name = f"{letter_tools.clean(self.user_id.name)}.png"
        values = {"name": name, "datas": self.user_id[PHOTO], "res_model": self._name, "res_id": self.id}
        return self.env["ir.attachment"].create([values])

    def _note_on_appeal(self):
        """The dispatcher reads the appeal, the correspondence stands in the lead: the appeal says that it went."""
        if self.appeal_id:
            self.appeal_id._message_log(body=self.env._("Acknowledgement sent to %s.", self.address))

import email
import email.policy
import logging

from odoo import models
from odoo.exceptions import UserError

from ..tools import form
from ..tools import mail as mail_reader

_logger = logging.getLogger(__name__)


class CrmInboundEvent(models.Model):
    """The part of an inbound event that reads mails."""

    _inherit = "crm.inbound.event"

    def _interpret_mail(self, raw):
        mail = mail_reader.read(raw)
        reason = self._get_ignore_reason(mail)
        if reason:
            if mail.get_robot_reason() == "bounce":
                self._note_bounce(raw)
            return self._finish("ignored", reason)
        parent = self._find_parent_message(mail)
        if parent:
            return self._answer_thread(parent, mail, raw)
        contact = self.env["crm.mail.rule"]._read_contact(mail)
        if not contact.get("email") and not contact.get("phone") and not form.is_readable(contact["text"]):
            raise UserError(self.env._("Neither a sender nor anything readable: look at the mail as it came."))
        outcome = self.env["crm.intake"]._receive(contact, mail=mail, event=self)
        return self._finish("processed", self._describe_remarks(mail), **outcome)

    def _describe_remarks(self, mail):
        """Sentences on what was wrong with a mail that could be read all the same."""
        texts = {
            "no_message_id": self.env._("The mail has no Message-Id."),
            "no_sender": self.env._("The mail has no sender."),
            "unknown_charset": self.env._("Unknown character set:"),
            "wrong_charset": self.env._("Wrong character set:"),
            "slow_rule": self.env._("A mail rule was stopped since its pattern took too long:"),
            "unreadable_part": self.env._("Unreadable attachment:"),
        }
        return "\n".join(f"{texts.get(code, code)} {detail}".strip() for code, detail in mail.remarks)

    # --- what is not a request -------------------------------------------------------------------

    def _get_ignore_reason(self, mail):
        """One sentence why the mail is no request, or None."""
        reasons = {
            "bounce": self.env._("A report that a mail of ours was not delivered."),
            "auto_reply": self.env._("An automatic reply."),
            "mailing_list": self.env._("A mailing list or bulk mail."),
        }
        reason = mail.get_robot_reason()
        if reason:
            return reasons[reason]
        if self._is_own_mail(mail):
            return self.env._("A mail that we sent ourselves.")
        if self._is_visitors_copy(mail):
            return self.env._("The copy that the site sends to its visitor.")
        return None

    def _is_own_mail(self, mail):
        """True for mails that left this database and came back."""
        if mail.get("X-Odoo-Message-Id") or mail.get("X-Odoo-Objects"):
            return True
        if any("-loop-detection-bounce-email@" in reference for reference in mail.references):
            return True
        if mail.message_id and self.env["mail.message"].search_count(
            [("message_id", "=", mail.message_id), ("message_type", "!=", "email")], limit=1
        ):
            return True
        owner = self.env["crm.mail.rule"]._get_owner
        _name, sender = mail.get_address("From")
        _name, answer_to = mail.get_address("Reply-To")
        # A site may well write from our own address: then the visitor stands in Reply-To.
        return owner(sender) == "alias" and (not answer_to or owner(answer_to) == "alias")

    def _is_visitors_copy(self, mail):
        """True for what a site sends its visitor about his own form: we have the form itself."""
        if form.is_visitors_copy(mail.subject, mail.text):
            return True
        _name, sender = mail.get_address("From")
        _name, answer_to = mail.get_address("Reply-To")
        robot = sender and form.NO_REPLY.match(sender)
        return bool(robot) and self.env["crm.mail.rule"]._get_owner(answer_to) == "alias"

    def _note_bounce(self, raw):
        """Let core mark the notification that did not arrive; a report that it cannot read changes nothing."""
        try:
            with self.env.cr.savepoint():
                message = email.message_from_bytes(raw, policy=email.policy.SMTP)
                thread = self.env["mail.thread"]
                parsed = thread.message_parse(message)
                if parsed.get("is_bounce"):
                    thread._routing_handle_bounce(message, parsed)
        except Exception as error:  # reports come in all shapes, most of them not by the book
            _logger.info("Bounce in event %s not understood: %s", self.id, error)

    # --- replies ---------------------------------------------------------------------------------

    def _find_parent_message(self, mail):
        """The message of a record's thread that the mail answers, nearest first."""
        known = mail.references and self.env["mail.message"].search(
            [("message_id", "in", mail.references), ("model", "!=", False), ("res_id", "!=", 0)]
        )
        if not known:
            return self.env["mail.message"]
        nearest = max(known, key=lambda message: (mail.references.index(message.message_id), message.id))
        alive = nearest.model in self.env and self.env[nearest.model].browse(nearest.res_id).exists()
        return nearest if alive and hasattr(alive, "message_post") else self.env["mail.message"]

    def _answer_thread(self, parent, mail, raw):
        """Post the mail into the thread, by core's own means, if its sender takes part in it."""
        record = self.env[parent.model].browse(parent.res_id)
        if not self._takes_part(record, mail):
            raise UserError(
                self.env._(
                    "It answers “%(thread)s”, in which neither %(sender)s nor anybody of that company takes part.",
                    thread=record.display_name,
                    sender=mail.get_address("From")[1] or self.env._("an unknown sender"),
                )
            )
        self._post_by_core(record, raw)
        leads = {"lead_id": record.id} if record._name == "crm.lead" else {}
        requests = {"request_id": record.id} if record._name == "crm.customer.request" else {}
        return self._finish("processed", self._describe_remarks(mail), **leads, **requests)

    def _takes_part(self, record, mail):
        """True when the sender, or somebody of the sender's company, has part in the thread of `record`."""
        _name, sender = mail.get_address("From")
        if not sender:
            return False
        messages = self.env["mail.message"].search([("model", "=", record._name), ("res_id", "=", record.id)])
        partners = messages.author_id | messages.partner_ids | messages.notified_partner_ids
        partners |= record.message_partner_ids | record._mail_get_partners()[record.id]
        senders = self.env["res.partner.contact.point"]._match(emails=[sender])
        if senders.commercial_partner_id & partners.commercial_partner_id:
            return True
        written = " ".join(filter(None, messages.mapped("email_from"))).lower()
        return sender in form.find_emails(written)

    def _post_by_core(self, record, raw):
        # Core would take a mail to another model's alias for a forward, so the route is given, not searched.
        message = email.message_from_bytes(raw, policy=email.policy.SMTP)
        thread = self.env["mail.thread"]
        parsed = thread.message_parse(message)
        route = (record._name, record.id, {}, self.env.uid, self.env["mail.alias"])
        parsed.update(thread._message_parse_post_process(message, parsed, [route]))
        thread._message_route_process(message, parsed, [route])

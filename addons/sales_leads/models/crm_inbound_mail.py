import email
import email.policy
import logging
from collections import namedtuple

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import form
from ..tools import mail as mail_reader

_logger = logging.getLogger(__name__)

# What a mail of somebody becomes who is no customer yet.
HEARD_UNLESS_SPAM = ("appeal", "note")

Verdict = namedtuple("Verdict", "kind reason records reading spam_rule_id", defaults=(None, None, None, False))


class CrmInboundEvent(models.Model):
    """The part of an inbound event that reads mails."""

    _inherit = "crm.inbound.event"

    spam_rule_id = fields.Many2one("crm.spam.rule", index="btree_not_null", readonly=True, ondelete="set null")

    def _interpret_mail(self, raw):
        mail = mail_reader.read(raw)
        verdict = self._judge(mail)
        if verdict.kind == "failed":
            raise UserError(verdict.reason)
        if verdict.kind == "ignored":
            if mail.get_robot_reason() == "bounce":
                self._note_bounce(raw)
            return self._finish("ignored", verdict.reason, spam_rule_id=verdict.spam_rule_id)
        if verdict.kind == "answer":
            return self._answer_thread(verdict.records, mail, raw)
        outcome = self.env["crm.intake"]._receive(verdict.reading.contact, mail=mail, event=self)
        return self._finish("processed", self._describe_remarks(mail), **outcome)

    @api.model
    def _judge(self, mail):
        """What a mail is and will become; writes nothing.

        :return: Verdict of kind "ignored" or "failed" (with the reason), "answer" (to the thread of a record), or
            what `crm.intake._decide` says
        """
        reason = self._get_ignore_reason(mail)
        if reason:
            return Verdict("ignored", reason=reason)
        record = self._find_answered(mail)
        if record:
            reason = self._get_refusal(record, mail)
            spam = self._judge_spam(mail.get_address("From")[1])
            return spam or Verdict("failed" if reason else "answer", reason=reason, records=record)
        reading = self.env["crm.mail.rule"]._read(mail)
        contact = reading.contact
        if not contact["email"] and not contact["phone"] and not form.is_readable(contact["text"]):
            reason = self.env._("Neither a sender nor anything readable: look at the mail as it came.")
            return Verdict("failed", reason=reason, reading=reading)
        intake = self.env["crm.intake"]
        kind, records = intake._decide(intake._match(contact))
        spam = kind in HEARD_UNLESS_SPAM and self._judge_spam(contact["email"], reading)
        return spam or Verdict(kind, records=records, reading=reading)

    @api.model
    def _judge_spam(self, address, reading=None):
        """The verdict on somebody who was marked as spam, or None; whoever is a customer by now never is.

        An open lead of his does not protect him: somebody marked him in spite of it.
        """
        rule = self.env["crm.spam.rule"]._find_rule(address)
        intake = self.env["crm.intake"]
        if not rule or intake._decide(intake._match({"email": address}))[0] not in HEARD_UNLESS_SPAM:
            return None
        return Verdict("ignored", reason=rule._get_reason(), reading=reading, spam_rule_id=rule.id)

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
        remarks = dict.fromkeys(mail.remarks)
        return "\n".join(f"{texts.get(code, code)} {detail}".strip() for code, detail in remarks)

    # --- what is not a request -------------------------------------------------------------------

    @api.model
    def _get_ignore_reason(self, mail):
        """One sentence why the mail is no request, or None."""
        reasons = {
            "bounce": self.env._("A report that a mail of ours was not delivered."),
            "auto_reply": self.env._("An automatic reply."),
            "generated": self.env._("A mail that a program made (Auto-Submitted)."),
            "mailing_list": self.env._("A mailing list or bulk mail."),
        }
        reason = mail.get_robot_reason()
        if reason and not self._is_wanted(reason, mail):
            return reasons[reason]
        if self._is_own_mail(mail):
            return self.env._("A mail that we sent ourselves.")
        if self._is_visitors_copy(mail):
            return self.env._("The copy that the site sends to its visitor.")
        return None

    @api.model
    def _is_wanted(self, reason, mail):
        """True for what a site marks as made by a program or as bulk mail though it is a visitor's form."""
        return reason in ("generated", "mailing_list") and self.env["crm.mail.rule"]._find_rule(mail)[0].automatic

    @api.model
    def _is_own_domain(self, address):
        domain = (address or "").rpartition("@")[2]
        return bool(domain) and bool(self.env["mail.alias.domain"].search_count([("name", "=", domain)], limit=1))

    @api.model
    def _is_own_mail(self, mail):
        """True for mails that left this database and came back."""
        if any("-loop-detection-bounce-email@" in reference for reference in mail.references):
            return True
        own_ids = [value for value in (mail.message_id, mail.get("X-Odoo-Message-Id")) if value]
        if own_ids and self.env["mail.message"].search_count(
            [("message_id", "in", own_ids), ("message_type", "!=", "email")], limit=1
        ):
            return True
        owner = self.env["crm.mail.rule"]._get_owner
        _name, sender = mail.get_address("From")
        # Customers and suppliers that use Odoo send such headers too: it is ours when it names us as the sender.
        if mail.get("X-Odoo-Objects") and (owner(sender) or self._is_own_domain(sender)):
            return True
        _name, answer_to = mail.get_address("Reply-To")
        # A site may well write from our own address: then the visitor stands in Reply-To.
        return owner(sender) == "alias" and (not answer_to or owner(answer_to) == "alias")

    @api.model
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

    @api.model
    def _find_answered(self, mail):
        """The record whose thread the mail answers, by the nearest message; None when there is none.

        What was archived, as lead of "not a request", is read by nobody: whoever answers there is heard anew.
        """
        known = mail.references and self.env["mail.message"].search(
            [("message_id", "in", mail.references), ("model", "!=", False), ("res_id", "!=", 0)]
        )
        if not known:
            return None
        nearest = max(known, key=lambda message: (mail.references.index(message.message_id), message.id))
        record = self.env[nearest.model].browse(nearest.res_id).exists() if nearest.model in self.env else None
        asleep = not record or (record._active_name and not record[record._active_name])
        return None if asleep or not hasattr(record, "message_post") else record

    @api.model
    def _get_refusal(self, record, mail):
        """Why the mail is not posted into the thread it answers, or None."""
        if self._takes_part(record, mail):
            return None
        return self.env._(
            "It answers “%(thread)s”, in which neither %(sender)s nor anybody of that company takes part.",
            thread=record.display_name,
            sender=mail.get_address("From")[1] or self.env._("an unknown sender"),
        )

    def _answer_thread(self, record, mail, raw):
        """Post the mail into the thread, by core's own means."""
        self._post_by_core(record, raw)
        leads = {"lead_id": record.id} if record._name == "crm.lead" else {}
        requests = {"request_id": record.id} if record._name == "crm.customer.request" else {}
        return self._finish("processed", self._describe_remarks(mail), **leads, **requests)

    @api.model
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

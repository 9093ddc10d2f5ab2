from collections import namedtuple

from odoo import api, models

from ..tools import findings, form, forward, signature
from .crm_mail_rule import TIMEOUT

# passed: rules that were tried before and why they do not fit; sources: {field: (where it was found, detail)}
Reading = namedtuple("Reading", "rule passed contact sources")
# A talk in a chat is read to its end, as long as people type.
SPOKEN = 200_000


class CrmMailRule(models.Model):
    """The part of a rule that reads who writes what."""

    _inherit = "crm.mail.rule"

    @api.model
    def _read_contact(self, mail):
        """Who writes what, by the first rule that fits.

        :return: dict with channel, contact_name, company_name, email, phone, subject, text (all that is
            visible, nothing dropped), needs (the customer's own words); empty values are False
        """
        return self._read(mail).contact

    @api.model
    def _read(self, mail):
        """The same as a `Reading`, which says where each value was found.

        What the administrator's pattern takes is better than what a label says, and that than the sender.
        """
        rule, passed = self._find_rule(mail)
        found = findings.Findings()
        self._take_by_pattern(rule, mail, found)
        if rule.reading != "plain":
            labels = self.env["crm.mail.label"]._get_labels()
            found.add("label", form.read_labels(mail.text, labels))
            found.add("table", form.pick_pairs(mail.pairs, labels))
        original = self._find_original(mail)
        if original:
            found.add("forward", {"contact_name": original.name, "email": original.email})
        else:
            self._take_sender(rule, mail, found)
        self._take_from_text(mail, original.text if original else mail.text, found)
        found.add("subject", {"subject": mail.subject})
        contact = {name: found.get(name) for name in ("contact_name", "company_name", "email", "phone", "subject")}
        contact |= {"channel": rule.channel, "text": mail.text, "needs": self._read_needs(rule, mail, found, original)}
        return Reading(rule, passed, contact, found.sources)

    @api.model
    def _take_by_pattern(self, rule, mail, found):
        for name, pattern in rule.fields:
            try:
                match = pattern.search(mail.text[:SPOKEN], timeout=TIMEOUT)
            except TimeoutError:
                self._note_slow(rule, mail)
                continue
            if match:
                found.add("pattern", {name: (match[1] or "").strip()}, pattern.pattern)

    @api.model
    def _find_original(self, mail):
        """The mail that one of our people forwards; whoever else forwards something asks for himself."""
        if self._get_owner(mail.get_address("From")[1]) != "user":
            return None
        original = forward.find_original(mail)
        # A colleague's answer that is handed around is no customer's mail.
        return original if original and not self._get_owner(original.email) else None

    @api.model
    def _read_needs(self, rule, mail, found, original):
        said = self._find_speaker(rule, mail) if rule.speaker and not original else []
        lines = (line if isinstance(line, str) else line[0] for line in said)
        spoken = "\n".join(line.strip() for line in lines)
        return spoken or found.get("text") or (original and original.text) or mail.text

    @api.model
    def _find_speaker(self, rule, mail):
        try:
            return rule.speaker.findall(mail.text[:SPOKEN], timeout=TIMEOUT)
        except TimeoutError:
            self._note_slow(rule, mail)
            return []

    @api.model
    def _take_sender(self, rule, mail, found):
        """Name and address of the sender; of a robot, or who reads no answers, only whom he asks to answer."""
        answer_name, answer_to = mail.get_address("Reply-To")
        name, sender = mail.get_address("From")
        mute = answer_to and sender and form.NO_REPLY.match(sender)
        if not (rule.robot or mute or self._get_owner(sender)):
            found.add("sender", {"contact_name": name, "email": sender})
        elif answer_to and answer_to != sender:
            # A robot asks to answer its visitor; a colleague hands on what reached him.
            found.add("answer_to", {"contact_name": answer_name, "email": answer_to})

    @api.model
    def _take_from_text(self, mail, words, found):
        """Fill what neither sender nor form says: name and number of the signature, address, company.

        :param words: the mail, or the forwarded one in it
        """
        if not found.get("email"):
            addresses = [address for address in form.find_emails(words) if not self._get_owner(address)]
            found.add("text", {"email": next(iter(addresses), False)})
            found.add("sender", {"email": self._get_reachable_sender(mail)})
        if not found.get("contact_name"):
            found.add("signature", {"contact_name": signature.find_name(words)})
        if not found.get("phone"):
            signed = form.find_phones("\n".join(signature.find_signature(words)))
            found.add("signature", {"phone": next(iter(signed), False)})
        if not found.get("phone"):
            found.add("text", {"phone": next(iter(self._find_phones(words)), False)})
        if not found.get("company_name"):
            ours = self.env.company.name
            names = [name for name in form.find_companies(words) if name != ours]
            found.add("text", {"company_name": next(iter(names), False)})

    @api.model
    def _find_phones(self, words):
        """Numbers of the text, those of the mail that it answers last: they are as a rule our own."""
        return form.find_phones(signature.own_words(words)) or form.find_phones(words)

    @api.model
    def _get_reachable_sender(self, mail):
        """The sender's address when it is somebody's who can read an answer: better than nobody to ask."""
        _name, sender = mail.get_address("From")
        return bool(sender) and not form.NO_REPLY.match(sender) and not self._get_owner(sender) and sender

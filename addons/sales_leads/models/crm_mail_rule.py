from collections import namedtuple

import regex

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..tools import form, forward

Rule = namedtuple("Rule", "id reading robot channel patterns speaker")
PATTERN_FIELDS = ("sender_pattern", "subject_pattern", "body_pattern")
# Patterns look for marks of a form near its beginning, not through whole catalogues.
SEARCHED = 20_000
# A talk in a chat is read to its end, as long as people type.
SPOKEN = 200_000
# Seconds that one pattern may take: some would run for ever on some texts, and nobody can tell them beforehand.
TIMEOUT = 0.5


class CrmMailRule(models.Model):
    """How a kind of mail is read: the first active rule whose patterns all fit is taken."""

    _name = "crm.mail.rule"
    _inherit = "crm.mail.reading"
    _description = "Mail Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    sender_pattern = fields.Char("Sender is like", help="Regular expression searched for in the sender's address.")
    subject_pattern = fields.Char("Subject is like", help="Regular expression searched for in the subject.")
    body_pattern = fields.Char("Text is like", help="Regular expression searched for in the text.")
    reading = fields.Selection(
        [("labels", "Form: lines “label: value”"), ("transcript", "Chat transcript"), ("plain", "Written by hand")],
        "Read as",
        required=True,
        default="labels",
    )
    robot = fields.Boolean(
        "Sent by a robot", help="The sender is the site: the customer stands in Reply-To or in the text."
    )
    channel = fields.Selection(
        [("mail", "Mail"), ("form", "Site form"), ("chat", "Chat")], required=True, default="form"
    )
    speaker_pattern = fields.Char(
        "Visitor's line is like",
        help="Regular expression for a line of the visitor in a chat; its first group is what he said.",
    )

    @api.constrains(*PATTERN_FIELDS, "speaker_pattern")
    def _check_patterns(self):
        for rule in self:
            for name in (*PATTERN_FIELDS, "speaker_pattern"):
                try:
                    compiled = regex.compile(rule[name] or "")
                except regex.error as error:
                    raise ValidationError(
                        self.env._(
                            "“%(pattern)s” is no regular expression: %(error)s.", pattern=rule[name], error=error
                        )
                    ) from error
                if name == "speaker_pattern" and rule[name] and not compiled.groups:
                    raise ValidationError(self.env._("The pattern of the visitor's line needs a group in parentheses."))

    @api.model
    @tools.ormcache()
    def _get_rules(self):
        """Active rules in their order, compiled; kept in memory since every mail asks for them."""
        # Mails are read for everybody alike, whoever started it.
        return [
            Rule(
                rule.id,
                rule.reading,
                rule.robot,
                rule.channel,
                [regex.compile(rule[name], regex.IGNORECASE) if rule[name] else None for name in PATTERN_FIELDS],
                regex.compile(rule.speaker_pattern, regex.IGNORECASE | regex.MULTILINE)
                if rule.speaker_pattern
                else None,
            )
            for rule in self.sudo().search([])
        ]

    @api.model
    def _find_rule(self, mail):
        """First rule that fits the mail; a mail that no rule fits was written by hand."""
        searched = (mail.get_address("From")[1] or "", mail.subject, mail.text[:SEARCHED])
        for rule in self._get_rules():
            try:
                if self._fits(rule, searched):
                    return rule
            except TimeoutError:
                self._note_slow(rule, mail)
        return Rule(False, "plain", False, "mail", [], None)

    @api.model
    def _fits(self, rule, searched):
        pairs = zip(rule.patterns, searched, strict=True)
        return all(not pattern or pattern.search(text, timeout=TIMEOUT) for pattern, text in pairs)

    @api.model
    def _note_slow(self, rule, mail):
        """The rule is passed over for this mail, and the event says so."""
        # Mails are read for everybody alike, whoever started it.
        mail.remarks.append(("slow_rule", self.sudo().browse(rule.id).name))

    @api.model
    def _read_contact(self, mail):
        """Who writes what, by the first rule that fits.

        :return: dict with channel, contact_name, company_name, email, phone, subject, text (all that is
            visible, nothing dropped), needs (the customer's own words); empty values are False
        """
        rule = self._find_rule(mail)
        labels = self.env["crm.mail.label"]._get_labels()
        read = form.read_labels(mail.text, labels) if rule.reading != "plain" else {}
        needs = self._read_needs(rule, mail, read)
        original = self._find_original(mail)
        if original:
            needs = read.get("text") or original.text or needs
        sender = original and {"contact_name": original.name, "email": original.email}
        contact = sender or self._read_sender(rule, mail)
        contact |= {name: value for name, value in read.items() if name != "text"}
        contact = self._complete_from_text(contact, mail)
        contact["subject"] = contact.get("subject") or mail.subject
        return {name: value or False for name, value in contact.items()} | {
            "channel": rule.channel,
            "text": mail.text,
            "needs": needs,
        }

    @api.model
    def _find_original(self, mail):
        """The mail that one of our people forwards; whoever else forwards something asks for himself."""
        if self._get_owner(mail.get_address("From")[1]) != "user":
            return None
        original = forward.find_original(mail)
        # A colleague's answer that is handed around is no customer's mail.
        return original if original and not self._get_owner(original.email) else None

    @api.model
    def _read_needs(self, rule, mail, read):
        said = self._find_speaker(rule, mail) if rule.speaker else []
        lines = (line if isinstance(line, str) else line[0] for line in said)
        return "\n".join(line.strip() for line in lines) or read.get("text") or mail.text

    @api.model
    def _find_speaker(self, rule, mail):
        try:
            return rule.speaker.findall(mail.text[:SPOKEN], timeout=TIMEOUT)
        except TimeoutError:
            self._note_slow(rule, mail)
            return []

    @api.model
    def _read_sender(self, rule, mail):
        """Name and address of the sender; of a robot, or who reads no answers, only whom he asks to answer."""
        answer_name, answer_to = mail.get_address("Reply-To")
        name, sender = mail.get_address("From")
        mute = answer_to and sender and form.NO_REPLY.match(sender)
        if rule.robot or mute or self._get_owner(sender):
            # A robot asks to answer its visitor; a colleague hands on what reached him.
            name, sender = (answer_name, answer_to) if answer_to != sender else ("", False)
        return {"contact_name": name, "email": sender}

    @api.model
    def _complete_from_text(self, contact, mail):
        """Fill what neither sender nor form says from the text: address, number, company."""
        if not contact.get("email"):
            found = [address for address in form.find_emails(mail.text) if not self._get_owner(address)]
            contact["email"] = next(iter(found), False) or self._get_reachable_sender(mail)
        if not contact.get("phone"):
            contact["phone"] = next(iter(form.find_phones(mail.text)), False)
        if not contact.get("company_name"):
            ours = self.env.company.name
            names = [name for name in form.find_companies(mail.text) if name != ours]
            contact["company_name"] = next(iter(names), False)
        return contact

    @api.model
    def _get_reachable_sender(self, mail):
        """The sender's address when it is somebody's who can read an answer: better than nobody to ask."""
        _name, sender = mail.get_address("From")
        return bool(sender) and not form.NO_REPLY.match(sender) and not self._get_owner(sender) and sender

    @api.model
    def _get_owner(self, address):
        """ "alias" for an address of this database, "user" for one of our people, else None; one query."""
        if not address:
            return None
        for model in ("mail.alias", "mail.alias.domain", "res.partner.contact.point", "res.users"):
            self.env[model].flush_model()
        local, _at, domain = address.partition("@")
        rows = self.env.execute_query(
            SQL(
                """SELECT 'alias' FROM mail_alias WHERE alias_full_name = %(address)s
                   UNION ALL
                   SELECT 'alias' FROM mail_alias_domain
                    WHERE name = %(domain)s AND %(local)s IN (bounce_alias, catchall_alias)
                   UNION ALL
                   SELECT 'user' FROM res_partner_contact_point p JOIN res_users u ON u.partner_id = p.partner_id
                    WHERE p.kind = 'email' AND p.value = %(address)s AND u.active AND NOT u.share
                   LIMIT 1""",
                address=address,
                domain=domain,
                local=local,
            )
        )
        return rows[0][0] if rows else None

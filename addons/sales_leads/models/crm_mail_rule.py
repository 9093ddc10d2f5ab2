from collections import namedtuple

import regex

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.tools import SQL

# conditions: [(kind, name of the header, compiled pattern)], all of them to be met; fields: [(field, compiled pattern)]
Rule = namedtuple("Rule", "id reading robot automatic channel conditions fields speaker")
BY_HAND = Rule(False, "plain", False, False, "mail", [], [], None)
CONDITIONS = ("sender", "subject", "header", "body")
PATTERN_FIELDS = tuple(f"{condition}_pattern" for condition in CONDITIONS)
# Patterns look for marks of a form near its beginning, not through whole catalogues.
SEARCHED = 20_000
FLAGS = regex.IGNORECASE | regex.MULTILINE
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
    header_name = fields.Char(
        "Header", help="Name of a header of the mail, as X-Mailer; without a pattern it must be there."
    )
    header_pattern = fields.Char("Header is like", help="Regular expression searched for in each value of the header.")
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
    automatic = fields.Boolean(
        "Even if marked as automatic",
        help="Some sites mark their forms as made by a program or as bulk mail. Such mails are read all the same, while "
        "automatic replies and reports of delivery stay ignored.",
    )
    channel = fields.Selection(
        [("mail", "Mail"), ("form", "Site form"), ("chat", "Chat")], required=True, default="form"
    )
    speaker_pattern = fields.Char(
        "Visitor's line is like",
        help="Regular expression for a line of the visitor in a chat; its first group is what he said.",
    )
    field_ids = fields.One2many("crm.mail.rule.field", "rule_id", "Fields by pattern", copy=True)

    _header_needs_name = models.Constraint(
        "CHECK(header_pattern IS NULL OR header_pattern = '' OR (header_name IS NOT NULL AND header_name != ''))",
        "Name the header that the pattern is searched in.",
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
        return [rule._compile() for rule in self.sudo().search([])]

    def _compile(self):
        self.ensure_one()
        return Rule(
            self.id,
            self.reading,
            self.robot,
            self.automatic,
            self.channel,
            self._compile_conditions(),
            [(line.field, regex.compile(line.pattern, FLAGS)) for line in self.field_ids],
            regex.compile(self.speaker_pattern, FLAGS) if self.speaker_pattern else None,
        )

    def _compile_conditions(self):
        self.ensure_one()
        patterns = {name: self[f"{name}_pattern"] for name in CONDITIONS}
        if self.header_name:
            patterns["header"] = patterns["header"] or "."
        header = (self.header_name or "").strip(" :").lower()
        return [(name, header, regex.compile(text, regex.IGNORECASE)) for name, text in patterns.items() if text]

    @api.model
    def _find_rule(self, mail):
        """First rule that fits the mail; a mail that no rule fits was written by hand.

        :return: (rule, [(id of a rule that was tried before, why it does not fit: a condition or "slow")])
        """
        texts = {"sender": mail.get_address("From")[1] or "", "subject": mail.subject, "body": mail.text}
        passed = []
        for rule in self._get_rules():
            try:
                misfit = self._get_misfit(rule, mail, texts)
            except TimeoutError:
                self._note_slow(rule, mail)
                misfit = "slow"
            if not misfit:
                return rule, passed
            passed.append((rule.id, misfit))
        return BY_HAND, passed

    @api.model
    def _get_misfit(self, rule, mail, texts):
        """The first condition of the rule that the mail does not meet, or None."""
        for condition, header, pattern in rule.conditions:
            values = mail.headers.get(header, ()) if condition == "header" else (texts[condition],)
            if not any(pattern.search(value[:SEARCHED], timeout=TIMEOUT) for value in values):
                return condition
        return None

    @api.model
    def _note_slow(self, rule, mail):
        """The rule is passed over for this mail, and the event says so."""
        # Mails are read for everybody alike, whoever started it.
        mail.remarks.append(("slow_rule", self.sudo().browse(rule.id).name))

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

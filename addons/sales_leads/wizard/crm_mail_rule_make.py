import base64
import re

from odoo import Command, api, fields, models

from ..models.crm_mail_label import LABELLED
from ..tools import form
from ..tools import mail as mail_reader

# Two labels make a form; one colon stands in many a letter.
FORM_LABELS = 2
LONGEST_EXAMPLE = 120
NUMBERS = re.compile(r"\d+")


class CrmMailRuleMake(models.TransientModel):
    """A mail rule and new labels, offered from a mail that came."""

    _name = "crm.mail.rule.make"
    _description = "Make a Mail Rule"

    event_id = fields.Many2one("crm.inbound.event", "Mail", required=True, readonly=True)
    name = fields.Char(required=True)
    sender_pattern = fields.Char("Sender is like")
    subject_pattern = fields.Char("Subject is like")
    reading = fields.Selection(
        [("labels", "Form: lines “label: value”"), ("transcript", "Chat transcript"), ("plain", "Written by hand")],
        "Read as",
        required=True,
    )
    channel = fields.Selection(
        [("mail", "Mail"), ("form", "Site form"), ("chat", "Chat")], required=True, default="form"
    )
    robot = fields.Boolean("Sent by a robot")
    automatic = fields.Boolean("Even if marked as automatic")
    speaker_pattern = fields.Char("Visitor's line is like")
    line_ids = fields.One2many("crm.mail.rule.make.line", "make_id", "Labels that nobody knows yet")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        event = self.env["crm.inbound.event"].browse(values.get("event_id")).exists()
        if event:
            raw = event.with_context(bin_size=False).raw or b""
            values |= self._prepare_offer(mail_reader.read(base64.b64decode(raw)))
        return values

    @api.model
    def _prepare_offer(self, mail):
        """Values of a rule that would fit mails as this one."""
        name, sender = mail.get_address("From")
        pairs = self._list_pairs(mail)
        talk = self._find_talk(mail)
        kind = talk and "transcript" or (len(pairs) >= FORM_LABELS and "labels") or "plain"
        answer_to = mail.get_address("Reply-To")[1]
        return {
            "name": self.env._("Mails of %s", name or sender or mail.subject or "?"),
            "sender_pattern": f"^{re.escape(sender)}$" if sender else False,
            # Numbers of orders and chats change from mail to mail.
            "subject_pattern": self._escape_subject(mail.subject),
            "reading": kind,
            "channel": {"transcript": "chat", "labels": "form"}.get(kind, "mail"),
            "robot": kind != "plain" and bool(answer_to != sender or form.NO_REPLY.match(sender or "")),
            "automatic": mail.get_robot_reason() in ("generated", "mailing_list"),
            "speaker_pattern": talk,
            "line_ids": [
                Command.create({"wording": label, "example": value[:LONGEST_EXAMPLE]})
                for label, value in self._find_unknown(pairs).items()
            ],
        }

    @api.model
    def _list_pairs(self, mail):
        return list(dict.fromkeys([*form.list_labels(mail.text), *mail.pairs]))

    @api.model
    def _find_unknown(self, pairs):
        """{label: first value} of the labels that no line of the labels knows."""
        known, unknown = self.env["crm.mail.label"]._get_labels(), {}
        for label, value in pairs:
            if form.normalise_label(label) not in known:
                unknown.setdefault(label, value)
        return unknown

    @api.model
    def _find_talk(self, mail):
        """The pattern of the visitor's line of a chat rule that finds such lines in the mail."""
        # The first rule of a talk is as good as any: the pattern is shown and can be changed.
        for rule in self.env["crm.mail.rule"].search(
            [("reading", "=", "transcript"), ("speaker_pattern", "!=", False)]
        ):
            if self.env["crm.mail.rule"]._find_speaker(rule._compile(), mail):
                return rule.speaker_pattern
        return False

    @api.model
    def _escape_subject(self, subject):
        return NUMBERS.sub(r"\\d+", re.escape(subject)) if subject else False

    def action_apply(self):
        """Make the rule, before the one that read such mails until now, and show how the mail is read."""
        self.ensure_one()
        self.env["crm.mail.label"]._learn({line.wording: line.field for line in self.line_ids if line.field})
        names = ("name", "sender_pattern", "subject_pattern", "reading", "channel", "robot", "automatic")
        values = {name: self[name] for name in (*names, "speaker_pattern")}
        first = self.env["crm.mail.rule"].search([], limit=1).sequence
        self.env["crm.mail.rule"].create([values | {"sequence": first - 1}])
        return self.event_id.action_try_rules()


class CrmMailRuleMakeLine(models.TransientModel):
    _name = "crm.mail.rule.make.line"
    _description = "Unknown Label of a Mail"

    make_id = fields.Many2one("crm.mail.rule.make", required=True, ondelete="cascade")
    wording = fields.Char("Label", required=True)
    example = fields.Char("Its value in this mail")
    field = fields.Selection(LABELLED, "What it labels", help="Left empty, it stays in the text.")

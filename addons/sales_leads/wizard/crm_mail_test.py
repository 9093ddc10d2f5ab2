import base64
import email

from odoo import api, fields, models

from ..models.crm_mail_rule import CONDITIONS
from ..tools import form
from ..tools import mail as mail_reader

SHOWN = 20_000
READ_FIELDS = ("contact_name", "company_name", "email", "phone", "subject", "text")


class CrmMailTest(models.TransientModel):
    """Test box: how the rules read a mail and what would become of it. Nothing of it is written."""

    _name = "crm.mail.test"
    _description = "Try a Mail"

    event_id = fields.Many2one("crm.inbound.event", "Mail that came", domain=[("source", "=", "mail")])
    upload = fields.Binary("Mail as a file (.eml)", attachment=False)
    upload_name = fields.Char()
    raw = fields.Text("Or the mail as it came, with its headers")
    result = fields.Html("What would become of it", compute="_compute_result")

    @api.depends("event_id", "upload", "raw")
    def _compute_result(self):
        for test in self:
            raw = test._get_raw()
            test.result = self.env["ir.qweb"]._render(
                "sales_leads.crm_mail_test_result", test._prepare_result(raw) if raw else {"empty": True}
            )

    def action_try(self):
        """Read it anew, after a rule was changed."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_leads.crm_mail_test_action")
        return action | {"res_id": self.id}

    def _get_raw(self):
        """Bytes of the mail that was chosen, uploaded or pasted."""
        # bin_size is what a form asks binaries with: their size in place of what they hold.
        test = self.with_context(bin_size=False)
        # Whose mail it is does not matter here: dispatchers read every event.
        stored = test.event_id.sudo().raw or test.upload
        return base64.b64decode(stored) if stored else self._encode((self.raw or "").lstrip())

    @api.model
    def _encode(self, text):
        """Bytes of a pasted mail: in the character set that it says it has, for that is how they will be read."""
        charset = email.message_from_string(text.partition("\n\n")[0] + "\n\n").get_content_charset() or "utf-8"
        try:
            return text.encode(charset)
        except (LookupError, UnicodeError):
            return text.encode("utf-8", "surrogateescape")

    # --- what is shown ------------------------------------------------------------------------------

    def _prepare_result(self, raw):
        """Values of the template that shows the outcome."""
        mail = mail_reader.read(raw)
        # What a mail becomes does not depend on the rights of whoever tries it.
        events = self.env["crm.inbound.event"].sudo()
        verdict = events._judge(mail)
        # Also of what is ignored it is worth knowing how it would be read.
        reading = verdict.reading or self.env["crm.mail.rule"].sudo()._read(mail)
        rules = self.env["crm.mail.rule"].sudo().browse
        return {
            "empty": False,
            "outcome": self._describe_outcome(verdict),
            "level": {"failed": "danger", "ignored": "warning"}.get(verdict.kind, "success"),
            "rule": rules(reading.rule.id).name,
            "passed": [(rules(rule_id).name, self._get_conditions()[reason]) for rule_id, reason in reading.passed],
            "later": [rules(rule_id).name for rule_id in self._get_later(reading)],
            "fields": self._list_fields(reading, mail),
            "ignored": self._list_ignored(reading, mail),
            "remarks": events._describe_remarks(mail),
            "text": mail.text[:SHOWN] + ("…" if len(mail.text) > SHOWN else ""),
            "attachments": [attachment.name for attachment in mail.attachments],
        }

    def _describe_outcome(self, verdict):
        names = ", ".join(verdict.records.mapped("display_name")) if verdict.records else ""
        texts = {
            "ignored": self.env._("Ignored, and listed among the inbound events. %s", verdict.reason),
            "failed": self.env._("Waits among the failed events. %s", verdict.reason),
            "answer": self.env._("Posted into the correspondence of “%s”.", names),
            "ask": self.env._("A customer request that asks which of them it is: %s.", names),
            "request": self.env._("A customer request of %s.", names),
            "note": self.env._("A note in the open lead “%s”.", names),
            "appeal": self.env._("A new appeal of %s, who is a potential customer already.", names)
            if names
            else self.env._("A new appeal with a potential customer and a lead."),
        }
        return texts[verdict.kind]

    def _get_conditions(self):
        """{reason: words} why a rule does not fit."""
        rule = self.env["crm.mail.rule"]
        labels = {name: rule._fields[f"{name}_pattern"]._description_string(self.env) for name in CONDITIONS}
        reasons = {name: self.env._("does not fit: “%s”", label) for name, label in labels.items()}
        return reasons | {"slow": self.env._("was stopped: a pattern took too long")}

    @api.model
    def _get_later(self, reading):
        """Ids of the rules that were not tried since an earlier one fits."""
        tried = {rule_id for rule_id, _reason in reading.passed} | {reading.rule.id}
        return [rule.id for rule in self.env["crm.mail.rule"]._get_rules() if rule.id not in tried]

    def _list_fields(self, reading, mail):
        """[(label, value, where it was found)]; a field without value says that nothing was found."""
        labels = dict(self.env["crm.mail.label"]._fields["field"]._description_selection(self.env))
        found = reading.contact | {"text": reading.contact["needs"]}
        sources = {"text": ("all", "")} | reading.sources
        return [
            (labels[name], found[name], self._describe_source(name, *sources.get(name, ("none", "")), mail))
            for name in READ_FIELDS
        ]

    def _describe_source(self, name, source, detail, mail):
        texts = {
            "pattern": self.env._("by the pattern %s", detail),
            "label": self.env._("by the label “%s”", self._find_label(name, form.list_labels(mail.text))),
            "table": self.env._("by the label “%s” in a table", self._find_label(name, mail.pairs)),
            "forward": self.env._("of the mail that was forwarded"),
            "sender": self.env._("of the sender"),
            "answer_to": self.env._("of Reply-To"),
            "signature": self.env._("in the signature"),
            "text": self.env._("in the text"),
            "subject": self.env._("the subject of the mail"),
            "all": self.env._("what the customer wrote: no label says where it begins"),
            "none": self.env._("not found: no pattern, no known label, neither sender nor text say it"),
        }
        return texts[source]

    def _find_label(self, name, pairs):
        labels = self.env["crm.mail.label"]._get_labels()
        return next((label for label, _value in pairs if labels.get(form.normalise_label(label)) == name), "")

    def _list_ignored(self, reading, mail):
        """[(label, value, why it was not taken)]: what stays in the text alone."""
        if reading.rule.reading == "plain":
            return []
        labels, seen, ignored = self.env["crm.mail.label"]._get_labels(), set(), []
        for label, value in dict.fromkeys([*form.list_labels(mail.text), *mail.pairs]):
            name = labels.get(form.normalise_label(label))
            if not name:
                ignored.append((label, value, self.env._("unknown label")))
            elif name in seen and value not in (reading.contact.get(name), ""):
                ignored.append((label, value, self.env._("a second value of the same kind")))
            seen.add(name)
        return ignored

import base64
import hashlib
from datetime import date, datetime

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import uploads

CALL_SOURCES = ("reference", "result", "remark", "next_date")
EMAIL_HEADINGS = ("email address", "email", "e-mail", "адрес электронной почты")
DATE_HEADINGS = ("UNSUB_TIME", "CLEAN_TIME", "LAST_CHANGED")
DATE_SHAPES = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y", "%d.%m.%y", "%m/%d/%Y")
MAILCHIMP = "MailChimp"


def read_date(text):
    """The day that somebody wrote, in whichever of the usual shapes; None when it is none."""
    for shape in DATE_SHAPES:
        try:
            return datetime.strptime(text.strip(), shape).date()
        except ValueError:
            continue
    return None


class MarketingResultUpload(models.TransientModel):
    """What comes back: a phone list that was filled in, and the lists that MailChimp gives out."""

    _name = "marketing.result.upload"
    _description = "Upload of Results"

    kind = fields.Selection(
        [
            ("calls", "Phone list that was filled in"),
            ("unsubscribed", "MailChimp: unsubscribed"),
            ("cleaned", "MailChimp: cleaned or bounced"),
        ],
        "What it is",
        required=True,
        default="calls",
    )
    file = fields.Binary(required=True, attachment=False)
    file_name = fields.Char()
    campaign_id = fields.Many2one("marketing.call.campaign", "Phone campaign", help="Empty: calls of no campaign.")
    report = fields.Html(readonly=True, sanitize=False)

    def action_upload(self):
        """Take the file over; doing it twice changes nothing the second time."""
        self.ensure_one()
        self.env["marketing.consent"].check_access("create")
        try:
            rows = uploads.read_table(base64.b64decode(self.file))
        except ValueError as error:
            raise UserError(
                self.env._("This file cannot be read: upload the workbook or the CSV as it was saved.")
            ) from error
        taken, known, unknown = self._take_calls(rows) if self.kind == "calls" else self._take_addresses(rows)
        self.report = self._prepare_report(taken, known, unknown)
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("marketing_export.marketing_result_upload_action"),
            "res_id": self.id,
        }

    def _prepare_report(self, taken, known, unknown):
        text = self.env._
        parts = [
            text("Taken over: %s", taken),
            text("Known already: %s", known),
            text("Not understood: %s", len(unknown)),
        ]
        lines = Markup().join(Markup("<li>%s</li>") % f"{words} — {why}" for words, why in unknown)
        return Markup("<p>%s</p><ul>%s</ul>") % (". ".join(parts), lines)

    # --- phone lists ---------------------------------------------------------------------------------------

    def _take_calls(self, rows):
        headings = self._find_headings(rows)
        lines = [line for line in (self._read_line(row, headings) for row in rows) if any(line[1:])]
        contacts = self._find_contacts(lines)
        known = self._find_known(lines)
        outcomes, opened = self._get_outcomes(), self._find_open_calls(contacts.values())
        taken, unknown = 0, []
        for line in lines:
            reference, result, remark, next_date = line
            contact, key = contacts.get(reference), self._make_key(line)
            outcome = outcomes.get(result.lower()) if result else "later" if next_date else "reached"
            if not contact:
                unknown.append((" · ".join(line), self.env._("no such number in the mailing base")))
            elif not outcome:
                unknown.append((" · ".join(line), self.env._("no such result")))
            elif key not in known:
                known.add(key)
                call = opened.pop(contact.key, None) or self._make_call(contact)
                call.write({"remark": remark or call.remark, "next_date": read_date(next_date), "result_key": key})
                call._apply(outcome)
                taken += 1
        return taken, len(lines) - taken - len(unknown), unknown

    def _find_headings(self, rows):
        """{source: heading of this file}, whichever language it was written in."""
        present, found = set(rows[0]) if rows else set(), {}
        columns = self.env["marketing.export.column"].search([("source", "in", CALL_SOURCES)])
        for code in self._get_languages():
            for column in columns.with_context(lang=code):
                if column.heading in present:
                    found.setdefault(column.source, column.heading)
        if "reference" not in found:
            raise UserError(
                self.env._(
                    "The column with the number in the mailing base is missing: upload the list that was exported."
                )
            )
        return found

    @api.model
    def _get_languages(self):
        """Languages in which the list may have been exported; the words of the source are always there."""
        return dict.fromkeys([*(code for code, _name in self.env["res.lang"].get_installed()), "en_US"])

    @api.model
    def _read_line(self, row, headings):
        return tuple((row.get(headings.get(source)) or "").strip() for source in CALL_SOURCES)

    def _find_contacts(self, lines):
        """{number as written: contact}."""
        numbers = {int(line[0]) for line in lines if line[0].isdigit() and len(line[0]) < 10}
        return {
            str(contact.id): contact for contact in self.env["marketing.contact"].search([("id", "in", list(numbers))])
        }

    @api.model
    def _make_key(self, line):
        return hashlib.sha256("\x1f".join(line).encode()).hexdigest()

    def _find_known(self, lines):
        keys = [self._make_key(line) for line in lines]
        # Marketers read the outcomes; who took a line over before may have been another one.
        return set(self.env["marketing.call"].sudo().search([("result_key", "in", keys)]).mapped("result_key"))

    def _find_open_calls(self, contacts):
        keys = [contact.key for contact in contacts]
        domain = [("contact_key", "in", keys), ("state", "=", "open")]
        if self.campaign_id:
            domain.append(("campaign_id", "=", self.campaign_id.id))
        # The calls are the managers'; a list that comes back closes them.
        return {call.contact_key: call for call in self.env["marketing.call"].sudo().search(domain, order="id desc")}

    def _make_call(self, contact):
        manager = contact.user_id or self.env.user
        campaign = self.campaign_id or self.env["marketing.call.campaign"]
        values = campaign._prepare_call(contact, manager.id, fields.Date.context_today(self))
        return self.env["marketing.call"].sudo().create(values)  # as above

    def _get_outcomes(self):
        """{label in lower case: code} in all languages."""
        found = {}
        for lang in self._get_languages():
            field = self.env["marketing.call"].with_context(lang=lang)._fields["outcome"]
            labels = field._description_selection(self.env(context={**self.env.context, "lang": lang}))
            found.update({label.lower(): code for code, label in labels})
        return found

    # --- MailChimp -----------------------------------------------------------------------------------------

    def _take_addresses(self, rows):
        said, unknown = self._read_addresses(rows)
        state = "refused" if self.kind == "unsubscribed" else "bounced"
        consents = self.env["marketing.consent"]
        domain = [("value", "in", list(said)), ("state", "=", state), ("source", "=", MAILCHIMP)]
        known = set(consents.search(domain).mapped("value"))
        consents.create(
            [
                {"value": value, "state": state, "date": day, "source": MAILCHIMP}
                for value, day in said.items()
                if value not in known
            ]
        )
        if state == "refused":
            consents._stop(said)
        present = set(self.env["marketing.contact"].search([("key", "in", list(said))]).mapped("key"))
        unknown += [
            (value, self.env._("not in the mailing base; noted all the same")) for value in said if value not in present
        ]
        return len(said.keys() - known), len(known), unknown

    def _read_addresses(self, rows):
        """({address: day}, rows that hold none)."""
        heading = next((name for name in (rows[0] if rows else ()) if name.lower() in EMAIL_HEADINGS), None)
        if rows and not heading:
            raise UserError(self.env._("There is no column “Email Address” in this file."))
        normalise = self.env["res.partner.contact.point"]._normalise
        said, unknown = {}, []
        for row in rows:
            value = normalise("email", row.get(heading) or "")[0]
            if value:
                said[value] = self._read_day(row)
            elif any(row.values()):
                unknown.append((row.get(heading) or "", self.env._("no e-mail address")))
        return said, unknown

    @api.model
    def _read_day(self, row):
        days = filter(None, (read_date(row.get(name) or "") for name in DATE_HEADINGS))
        return min(next(days, date.max), fields.Date.context_today(self))

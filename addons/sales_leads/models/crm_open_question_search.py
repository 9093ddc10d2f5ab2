import re
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import html2plaintext

from .crm_open_question import HORIZON

# A mail that answers a request closes it, a manager's own mailbox a little later.
CLOSED_BY_MAIL = timedelta(minutes=15)
QUOTE = re.compile(r"<blockquote|data-o-mail-quote")


class CrmOpenQuestion(models.Model):
    """The part of open questions that reads the correspondence: what we asked last, and whether he was heard of since.

    Everything is read in groups, whatever the number of threads.
    """

    _inherit = "crm.open.question"

    @api.model
    def _get_asked_domain(self, model):
        """Our mails to customers: written by one of our people, not by the system, and mailed to somebody outside.

        From here it goes by a notification; what somebody sent from his own mailbox names its recipients.
        """
        outside = Domain("res_partner_id.partner_share", "=", True) | Domain("mail_email_address", "!=", False)
        mailed = Domain("notification_ids", "any", Domain("notification_type", "=", "email") & outside)
        written = Domain("message_type", "=", "email") & Domain("partner_ids", "any", [("partner_share", "=", True)])
        robot = self.env["ir.model.data"]._xmlid_to_res_id("base.partner_root")
        return (
            Domain("model", "=", model)
            & Domain("message_type", "in", ("comment", "email"))
            & Domain("author_id.partner_share", "=", False)
            & Domain("author_id", "not in", (False, robot))
            & (mailed | written)
        )

    @api.model
    def _get_answer_domain(self, model):
        """What customers write, by mail or in the portal."""
        unknown = Domain("author_id", "=", False) & Domain("message_type", "=", "email")
        known = Domain("author_id.partner_share", "=", True) & Domain("message_type", "in", ("comment", "email"))
        return Domain("model", "=", model) & (known | unknown)

    @api.model
    def _get_open_domain(self, model):
        """Records in which an answer may still be waited for."""
        if model == "crm.lead":
            return Domain("won_status", "=", "pending")
        return Domain("state", "in", ("new", "answered"))

    @api.model
    def _find_unanswered(self, model, company, due):
        """{record: our last mail} of records in work whose customer was not heard of since, asked before `due`."""
        messages = self.env["mail.message"]
        asked = self._get_asked_domain(model) & Domain("date", ">=", due - HORIZON)
        last = dict(messages._read_group(asked, ["res_id"], ["id:max"]))
        found = messages.search([("id", "in", list(last.values())), ("date", "<", due)])
        found -= self.search([("message_id", "in", found.ids)]).message_id
        ours = Domain("company_id", "in", (company.id, False)) & Domain("id", "in", found.mapped("res_id"))
        records = self.env[model].search(ours & self._get_open_domain(model))
        by_record = {message.res_id: message for message in found}
        waiting = {record: by_record[record.id] for record in records}
        settled = self._find_outcomes(waiting)
        return {record: message for record, message in waiting.items() if record not in settled}

    @api.model
    def _find_outcomes(self, asked):
        """{record: outcome} of those whose question is settled.

        :param dict asked: {record: message in which we asked}, all of one model
        """
        records = self.env[next(iter(asked))._name].browse(record.id for record in asked) if asked else ()
        if not records:
            return {}
        outcomes = {}
        for outcome, find in (
            ("asked", self._find_asked_again),
            ("called", self._find_called),
            ("answered", self._find_answered),
            ("closed", self._find_closed),
        ):
            # What is found later tells more.
            outcomes |= dict.fromkeys(find(records, asked), outcome)
        return outcomes

    @api.model
    def _find_closed(self, records, asked):
        alive = records.filtered_domain(self._get_open_domain(records._name) & Domain("active", "=", True))
        if records._name == "crm.customer.request":
            alive = alive.filtered(lambda one: one.state == "new" or self._asks(one, asked[one]))
        return records - alive

    @api.model
    def _asks(self, request, message):
        """True when a request was closed by the very mail in which we ask something back."""
        by_it = request.answered_at and request.answered_at - message.date < CLOSED_BY_MAIL
        own = QUOTE.split(str(message.body or ""))[0]
        return bool(by_it) and "?" in html2plaintext(own)

    @api.model
    def _find_asked_again(self, records, asked):
        return self._find_later(records, asked, self._get_asked_domain(records._name))

    @api.model
    def _find_answered(self, records, asked):
        written = self._find_later(records, asked, self._get_answer_domain(records._name))
        return written | self._find_heard(records, asked, "crm.customer.request", "received_at", Domain.TRUE)

    @api.model
    def _find_later(self, records, asked, domain):
        """Records in whose thread such a message came after our mail.

        The order of arrival says it, as clocks are wrong; of what was fetched from a mailbox later its date does.
        """
        threads = domain & Domain("res_id", "in", records.ids)
        rows = self.env["mail.message"]._read_group(threads, ["res_id"], ["id:max", "date:max"])
        last = {record_id: moments for record_id, *moments in rows}
        return records.filtered(
            lambda record: (
                record.id in last and (last[record.id][0] > asked[record].id or last[record.id][1] > asked[record].date)
            )
        )

    @api.model
    def _find_called(self, records, asked):
        answered = Domain("state", "=", "answered") & Domain("direction", "!=", "inner")
        spoken = self._find_heard(records, asked, "crm.phone.call", "started_at", answered)
        field = "lead_id" if records._name == "crm.lead" else "request_id"
        calls = answered & Domain(field, "in", records.ids)
        last = dict(self.env["crm.phone.call"]._read_group(calls, [field], ["started_at:max"]))
        return spoken | records.filtered(lambda one: one in last and last[one] > asked[one].date)

    @api.model
    def _find_heard(self, records, asked, model, moment, domain):
        """Records whose customer, or anybody of his company, was heard of in another way after our mail."""
        customers = records.partner_id.commercial_partner_id
        since = min(message.date for message in asked.values())
        domain &= Domain("partner_id.commercial_partner_id", "in", customers.ids) & Domain(moment, ">", since)
        last = {}
        for partner, latest in self.env[model]._read_group(domain, ["partner_id"], [f"{moment}:max"]):
            customer = partner.commercial_partner_id
            last[customer] = max(last.get(customer, latest), latest)
        return records.filtered(
            lambda one: last.get(one.partner_id.commercial_partner_id, asked[one].date) > asked[one].date
        )

from odoo import fields, models

from odoo.addons.sales_base.tools import contact as contact_tools

from ..tools import mail as mail_reader


class CrmInboundEvent(models.Model):
    """The part of an inbound event that came from a manager's own mailbox."""

    _inherit = "crm.inbound.event"

    mailbox_id = fields.Many2one(
        "crm.own.mailbox", "Own mailbox", readonly=True, index="btree_not_null", ondelete="set null"
    )
    box = fields.Selection([("in", "Received"), ("out", "Sent")], "Own mail", readonly=True)

    def _interpret_mail(self, raw):
        return self._interpret_own_mail(raw) if self.box else super()._interpret_mail(raw)

    def _interpret_own_mail(self, raw):
        """It goes to the correspondence, once; nothing of it ever becomes an appeal."""
        mail = mail_reader.read(raw)
        messages = self.env["mail.message"]
        if mail.message_id and messages.search_count(
            [("message_id", "=", mail.message_id), ("res_id", "!=", 0)], limit=1
        ):
            return self._finish("ignored", self.env._("It is in the correspondence already."))
        return self._keep_sent(mail) if self.box == "out" else self._receive_own(mail, raw)

    def _receive_own(self, mail, raw):
        reason = self._get_ignore_reason(mail)
        if reason:
            return self._finish("ignored", reason)
        customers = self._get_writers(mail.get("From"))
        if not customers:
            return self._give_up(self.env._("Its sender is no known customer any more."))
        record = self._find_answered(mail)
        if record and self._takes_part(record, mail):
            return self._answer_thread(record, mail, raw)
        if len(customers) == 1 and not self._is_addressed(mail):
            self._keep_in(customers, mail)
            return self._finish("processed", self.env._("A copy for information: kept with the customer."))
        return self._make_own_request(customers, mail)

    def _make_own_request(self, customers, mail):
        """A request like others; where nobody is responsible, whoever was written to has to answer."""
        contact = self.env["crm.mail.rule"]._read_contact(mail)
        # His mailbox was read because of the sender: no number in the text makes it somebody else's.
        contact |= {"phone": False, "email": mail.get_address("From")[1]}
        outcome = self.env["crm.intake"]._receive(contact, mail=mail, event=self)
        request = self.env["crm.customer.request"].browse(outcome.get("request_id"))
        owner = self.mailbox_id.user_id
        if request and mail.date:
            # It lay in his mailbox before we looked there.
            request.received_at = min(mail.date, request.received_at)
        if len(customers) == 1 and request and not request.user_id and owner.active:
            request.activity_unlink(["sales_leads.mail_activity_type_sort"])
            request.user_id = owner
            request._remind()
        return self._finish("processed", self._describe_remarks(mail), **outcome)

    def _keep_sent(self, mail):
        """What the manager wrote stands where it answers, else with the customer; it answers his request."""
        customers = self._get_writers(mail.get("To"), mail.get("Cc"), mail.get("Bcc"))
        if not customers:
            return self._give_up(self.env._("None of its recipients is a known customer any more."))
        record = self._find_answered(mail) or self._find_only_matter(customers)
        self._keep_in(record or customers, mail)
        values = {}
        sent_at = min(mail.date or fields.Datetime.now(), fields.Datetime.now())
        if record and record._name == "crm.customer.request":
            values["request_id"] = record.id
            if record.state == "new" and record.partner_id:
                record._close("answered", max(sent_at, record.received_at))
        elif record and record._name == "crm.lead":
            values["lead_id"] = record.id
            record._note_first_answer(sent_at)
        return self._finish("processed", self._describe_remarks(mail), **values)

    def _find_only_matter(self, customers):
        """The one open lead or deal that the manager has with the customer: what he writes anew is about it."""
        if len(customers) > 1:
            return None
        his = [("user_id", "=", self.mailbox_id.user_id.id), ("won_status", "=", "pending")]
        leads = self.env["crm.lead"].search([*his, ("partner_id", "child_of", customers.id)], limit=2)
        return leads if len(leads) == 1 else None

    def _keep_in(self, records, mail):
        """Put the mail into the threads of the records, under the name of whoever wrote it."""
        intake = self.env["crm.intake"]
        author, recipients = self.mailbox_id.user_id.partner_id, None
        if self.box == "in":
            author = intake._match({"email": mail.get_address("From")[1]})[:1]
        else:
            recipients = intake._match({"email": ", ".join(filter(None, map(mail.get, ("To", "Cc", "Bcc"))))})
        for record in records:
            intake._keep_mail(mail, record, record, author, recipients)

    def _get_writers(self, *headers):
        """Known customers whom the addresses of these headers belong to."""
        addresses = {address for header in headers for address in contact_tools.split_emails(header)}
        found = self.env["crm.own.mailbox"]._get_customers(addresses)
        customers = self.env["res.partner"]
        for partners in found.values():
            customers |= self._narrow(partners)
        return customers

    def _narrow(self, partners):
        """Of several customers with one address those of this manager, if there are any."""
        owner = self.mailbox_id.user_id
        his = partners.filtered(lambda partner: owner in partner.responsible_ids.user_id)
        return his if len(partners) > 1 and his and self.box == "out" else partners

    def _is_addressed(self, mail):
        """False when the manager stands among the copies only."""
        box = self.mailbox_id
        own = {address for text in (box.login, box.user_id.email) for address in contact_tools.split_emails(text)}
        to, copies = (set(contact_tools.split_emails(mail.get(name))) for name in ("To", "Cc"))
        return bool(own & to) or not own & copies

    def _give_up(self, reason):
        """It turned out to be nobody's: what is no customer's mail is not kept."""
        self.write({"raw": False, "raw_dropped_at": fields.Datetime.now(), "name": False, "sender": False})
        return self._finish("ignored", reason)

from odoo import api, models
from odoo.tools import plaintext2html

CONTACT_FIELDS = ("contact_name", "company_name", "email", "phone", "subject", "text")


class CrmIntake(models.AbstractModel):
    """Where a mail or call goes once it is known who it comes from. Holds no data."""

    _name = "crm.intake"
    _description = "Intake"

    @api.model
    def _receive(self, contact, mail=None, event=None, call=None, found=None):
        """Make of an incoming mail or call what it has to become.

        A known customer: a request, told to the manager responsible. A potential customer with an open lead:
        a note there. Anybody else: an appeal. Several customers: a request that asks which of them it is.

        :param dict contact: channel, contact_name, company_name, email, phone, subject, text, needs
        :param mail: tools.mail.Mail, for its attachments and its place in the thread
        :param event: crm.inbound.event that it came as
        :param call: crm.phone.call
        :param found: the partners whom the addresses and numbers belong to, where they were looked up before
        :return: {field of the event or call: id of the record that was made or extended}
        """
        found = self._fold_customer(self._match(contact) if found is None else found)
        kind, records = self._decide(found)
        if kind == "ask":
            return self._make_request(contact, found, mail, event, call, candidates=records)
        if kind == "request":
            return self._make_request(contact, found, mail, event, call)
        if kind == "note":
            return self._extend_lead(records, contact, mail, call)
        return self._make_appeal(contact, found, mail, event, call)

    @api.model
    def _decide(self, found):
        """What it becomes when `found` are the partners it may come from; writes nothing.

        :return: ("ask", customers of whom one is meant), ("request", customer), ("note", open lead) or
            ("appeal", partner who is to be its customer, if any)
        """
        found = self._fold_customer(found)
        customers = found.commercial_partner_id
        if len(customers) > 1:
            return "ask", customers
        if customers and customers._is_known():
            return "request", customers
        lead = self._find_open_lead(found | customers)
        return ("note", lead) if lead else ("appeal", found[:1])

    @api.model
    def _fold_customer(self, found):
        """The one customer when all that was found are legal entities of his; else `found` as it is."""
        entities = found.commercial_partner_id
        if len(entities) < 2:
            return found
        customers = entities._get_customers()
        return customers if len(customers) == 1 else found

    @api.model
    def _match(self, contact):
        """Partners whom the addresses and numbers belong to; our own people are nobody's customer."""
        found = self.env["res.partner.contact.point"]._match(
            emails=[contact["email"]] if contact.get("email") else [],
            phones=[contact["phone"]] if contact.get("phone") else [],
        )
        return self._leave_out_own_people(found)

    @api.model
    def _leave_out_own_people(self, found):
        return found and found.filtered(lambda partner: partner.partner_share or not partner.active)

    @api.model
    def _find_open_lead(self, partners):
        if not partners:
            return self.env["crm.lead"]
        domain = [("partner_id", "in", partners.ids), ("won_status", "=", "pending")]
        return self.env["crm.lead"].search(domain, order="id desc", limit=1)

    @api.model
    def _prepare_values(self, contact, event, call):
        values = {name: contact.get(name) or False for name in CONTACT_FIELDS}
        received = (call and call.started_at) or (event and event.received_at)
        values |= {
            "channel": contact.get("channel") or "hand",
            "event_id": event.id if event else False,
            "call_id": call.id if call else False,
        }
        return values | ({"received_at": received} if received else {})

    @api.model
    def _make_appeal(self, contact, found, mail, event, call):
        values = self._prepare_values(contact, event, call)
        values |= {"needs": contact.get("needs") or False, "partner_id": found[:1].id}
        values |= self._prepare_origin(mail)
        # There is no history yet that tracking could lose.
        silent = {"tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True}
        appeal = self.env["crm.appeal"].with_context(**silent).create([values])
        if mail:
            self._keep_mail(mail, appeal, appeal.lead_id, appeal.partner_id)
        return {"appeal_id": appeal.id, "lead_id": appeal.lead_id.id}

    @api.model
    def _make_request(self, contact, found, mail, event, call, candidates=None):
        values = self._prepare_values(contact, event, call)
        if candidates:
            values["candidate_ids"] = candidates.ids
        else:
            values |= {"partner_id": found.commercial_partner_id.id, "contact_id": found[:1].id}
        silent = {"mail_create_nolog": True, "mail_create_nosubscribe": True}
        request = self.env["crm.customer.request"].with_context(**silent).create([values])
        if mail:
            self._keep_mail(mail, request, request, request.contact_id)
        return {"request_id": request.id}

    @api.model
    def _extend_lead(self, lead, contact, mail, call):
        """The customer came back about a lead that is open: it is noted there, and its manager is told."""
        if mail:
            self._keep_mail(mail, lead, lead, lead.partner_id)
        lead._tell_came_back(contact, call)
        return {"lead_id": lead.id, "appeal_id": lead.appeal_id.id}

    @api.model
    def _keep_mail(self, mail, owner, thread, author, recipients=None):
        """Keep the mail's attachments on `owner` and put the mail, as its sender wrote it, into `thread`.

        `recipients` are the partners whom it was sent to already, by whoever wrote it.

        Answers find back to the thread by its Message-Id. The message is written directly: nobody needs a
        notification besides the activity that tells who has to act.
        """
        values = {
            "model": thread._name,
            "res_id": thread.id,
            "message_type": "email",
            "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment"),
            "author_id": author.id,
            "email_from": mail.get("From")[:500] or author.email or False,
            "subject": mail.subject[:500] or False,
            "reply_to": False,
            "body": mail.html or plaintext2html(mail.text),
            "date": mail.date or self.env.cr.now(),
            "attachment_ids": self._keep_attachments(mail, owner).ids,
        }
        if recipients:
            values["partner_ids"] = recipients.ids
        if mail.message_id:
            values["message_id"] = mail.message_id
        return self.env["mail.message"].create([values])

    @api.model
    def _keep_attachments(self, mail, owner):
        attachments = self.env["ir.attachment"]
        if not mail.attachments:
            return attachments
        return attachments.create(
            [
                {
                    "name": attachment.name,
                    "raw": attachment.content,
                    "mimetype": attachment.mimetype,
                    "res_model": owner._name,
                    "res_id": owner.id,
                }
                for attachment in mail.attachments
            ]
        )

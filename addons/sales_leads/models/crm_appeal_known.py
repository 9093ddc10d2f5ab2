from odoo import api, models

from .crm_intake import CONTACT_FIELDS

REACHED_BY = ("email", "phone")


class CrmAppeal(models.Model):
    """An appeal whose writer turns out to be a customer whom we know: it goes on as his request."""

    _inherit = "crm.appeal"

    def write(self, vals):
        learnt = {name: vals[name] for name in REACHED_BY if vals.get(name)}
        new = self.filtered(lambda appeal: learnt and appeal.state == "new" and appeal.lead_id)
        known = new and self._find_known(learnt)
        if known:
            for appeal in new:
                request = appeal._become_request(known, vals)
                self.env.user._pop_up(request, request._tell_known(), request.subject or "")
        return super().write(vals)

    @api.model
    def _find_known(self, contact):
        """Whom an address or number belongs to, when a known customer is among them."""
        intake = self.env["crm.intake"].sudo()  # a customer is recognised whoever types his address
        found = intake._match(contact)
        return found if any(customer._is_known() for customer in found.commercial_partner_id) else found.browse()

    def _become_request(self, found, told):
        """Make the request of the customer who it was, or one that asks which of several, and close the appeal.

        :param found: partners that the address or number belongs to which was learnt
        :param dict told: what was learnt besides, as values of the appeal
        :return: crm.customer.request
        """
        self.ensure_one()
        appeal = self.sudo()  # whoever spoke with the customer knows; appeals are the dispatcher's
        calls = appeal.env["crm.phone.call"].search([("appeal_id", "=", appeal.id)])
        # A talk says more than the call that was missed before it.
        call = calls.sorted(lambda call: (call.state == "answered", call.started_at))[-1:]
        if call:
            call.rule_id = appeal.env["crm.call.rule"]._find(call, True)
        contact = appeal._prepare_request_contact(told, call)
        outcome = appeal.env["crm.intake"]._receive(
            contact, event=appeal.event_id, call=call, found=found - appeal.partner_id
        )
        request = appeal.env["crm.customer.request"].browse(outcome["request_id"])
        gone = {"request_id": request.id, "appeal_id": False, "lead_id": False}
        calls.write(gone | {"partner_id": request.partner_id.id})
        appeal.env["crm.inbound.event"].search([("appeal_id", "=", appeal.id)]).write(gone)
        appeal._hand_over_to(request)
        return request.with_env(self.env)

    def _prepare_request_contact(self, told, call):
        contact = {name: told.get(name) or self[name] for name in CONTACT_FIELDS} | {"channel": self.channel}
        said = dict.fromkeys(filter(None, (told.get("needs") or self.needs, contact["text"])))
        subject = call._describe() if call else contact["subject"]
        return contact | {"text": "\n\n".join(said), "subject": subject}

    def _hand_over_to(self, request):
        """What was written and sent goes with the request; the number leads to the customer from now on."""
        if self.state == "sorted":
            self._take_back()
        files = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "=", self.id), ("res_field", "=", False)]
        )
        files.write({"res_model": request._name, "res_id": request.id})
        self.lead_id.message_change_thread(request)
        if request.partner_id and self.partner_id.counterparty_kind == "potential":
            self.partner_id._give_contact_points(request.contact_id or request.partner_id)
        self.action_reject()
        self._message_log(body=self.env._("It is a customer's: the request “%s” goes on.", request.display_name))


class CrmCustomerRequest(models.Model):
    _inherit = "crm.customer.request"

    def _tell_known(self):
        """One sentence for whoever learnt that it was a customer."""
        self.ensure_one()
        if not self.partner_id:
            return self.env._("Several customers have this address: the dispatcher says which of them it is.")
        if not self.user_id:
            return self.env._("%s is a customer of ours: the dispatcher names a manager.", self.partner_id.name)
        return self.env._(
            "%(customer)s is a customer of ours: %(manager)s has the request.",
            customer=self.partner_id.name,
            manager=self.user_id.name,
        )

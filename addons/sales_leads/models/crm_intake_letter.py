import base64
from datetime import timedelta

from odoo import api, fields, models

from ..tools import letter as letter_tools
from ..tools import mail as mail_reader

WRITTEN = ("mail", "form", "chat")
FRESH = timedelta(days=3)
# Characters of a raw mail, as it is kept, in which its headers stand; a multiple of four.
HEADERS = 1 << 18


class CrmIntakeMixin(models.AbstractModel):
    """The part of appeals and requests that lets whoever wrote know that his words have come."""

    _inherit = "crm.intake.mixin"

    def _acknowledge(self):
        """Plan an acknowledgement for whatever came in writing, just now, where the company wants one."""
        # Whoever enters what came does not write letters: the system does.
        letters = self.env["crm.letter"].sudo()
        for record in self.sudo().filtered(lambda record: record._wants_acknowledgement()):
            mail = mail_reader.read_headers(base64.b64decode((record.event_id.raw or b"")[:HEADERS]))
            if record.channel != "mail" or not letter_tools.asks_for_silence(mail):
                letters._plan(record._prepare_acknowledgement(mail))

    def _wants_acknowledgement(self):
        self.ensure_one()
        fresh = self.received_at > fields.Datetime.now() - FRESH
        written = self.email and self.event_id and self.channel in WRITTEN
        return bool(written and fresh and self._is_acknowledged())

    def _is_acknowledged(self):
        """True where the company's settings say so; each model has its own switches."""
        return False

    def _prepare_acknowledgement(self, mail):
        """Values of the letter; other addons may add theirs.

        :param mail: tools.mail.Mail with the headers of what is answered
        """
        self.ensure_one()
        own = letter_tools.find_message_ids(mail.message_id)[:1] if self._wrote_himself(mail) else []
        return {
            "kind": "acknowledgement",
            "address": self.email,
            "writer": self.contact_name or self.company_name,
            # What a stranger typed into a form goes to nobody: the address in it may be anybody's.
            "subject": self.subject if own else False,
            "day": self.env["res.users.absence"]._get_today(),
            "lang": self._get_letter_lang(),
            "company_id": self.company_id.id,
            "in_reply_to": own[0] if own else False,
            "references": " ".join(mail.references) if own else False,
        }

    def _wrote_himself(self, mail):
        """True when the mail is the writer's own: the id of a form or of a colleague's forward tells him nothing."""
        return self.channel == "mail" and mail.get_address("From")[1] == letter_tools.normalise(self.email)

    def _get_letter_lang(self):
        """Language of the answer: what he writes in, else that of his country."""
        country = self.partner_id.country_id or self.partner_id.commercial_partner_id.country_id
        needs = self["needs"] if "needs" in self._fields else False
        text = f"{needs or self.text or ''}\n{self.subject or ''}"
        return self.company_id._choose_letter_lang(text, country.code, self.email)


class CrmAppeal(models.Model):
    _inherit = "crm.appeal"

    letter_ids = fields.One2many("crm.letter", "appeal_id", string="Automatic letters")

    @api.model_create_multi
    def create(self, vals_list):
        appeals = super().create(vals_list)
        appeals._acknowledge()
        return appeals

    def _is_acknowledged(self):
        return self.company_id[f"acknowledge_{self.channel}"]

    def _prepare_acknowledgement(self, mail):
        # The correspondence stands in the lead, where answers come back to.
        return super()._prepare_acknowledgement(mail) | {
            "appeal_id": self.id,
            "lead_id": self.lead_id.id,
            "partner_id": self.partner_id.id,
            "template_xmlid": f"sales_leads.mail_template_acknowledge_{self.channel}",
        }


class CrmCustomerRequest(models.Model):
    _inherit = "crm.customer.request"

    letter_ids = fields.One2many("crm.letter", "request_id", string="Automatic letters")

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        requests._acknowledge()
        return requests

    def _is_acknowledged(self):
        return self.company_id.acknowledge_requests

    def _prepare_acknowledgement(self, mail):
        return super()._prepare_acknowledgement(mail) | {
            "request_id": self.id,
            "user_id": self.user_id.id,
            "partner_id": (self.contact_id or self.partner_id).id,
            "template_xmlid": "sales_leads.mail_template_acknowledge_request",
        }

from odoo import fields, models

INTRODUCTION = "sales_leads.mail_template_introduction"


class CrmLead(models.Model):
    """The part of a lead that tells the customer who takes care of him."""

    _inherit = "crm.lead"

    letter_ids = fields.One2many("crm.letter", "lead_id", string="Automatic letters")
    open_question_ids = fields.One2many("crm.open.question", "lead_id", "Questions without an answer")

    def write(self, vals):
        nobodys = self.filtered(lambda lead: lead._is_named_by(vals))
        result = super().write(vals)
        nobodys._introduce_manager()
        return result

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        # What was written stays listed, whoever merges; who introduced himself here already need not be told twice.
        letters = opportunities.sudo().letter_ids
        known = self.sudo().letter_ids.filtered(lambda letter: letter.kind == "introduction").user_id
        for letter in letters.filtered(lambda letter: letter.kind == "introduction"):
            if letter.user_id in known:
                letters -= letter
            known |= letter.user_id
        letters.lead_id = self
        opportunities.sudo().open_question_ids.lead_id = self
        return result

    def _is_named_by(self, vals):
        """True when these values give a lead its first manager."""
        return bool(vals.get("user_id")) and self.type == "lead" and not self.user_id

    def _assign(self, user):
        """Whoever is named by the head introduces himself, also where another one was named before."""
        result = super()._assign(user)
        self._introduce_manager()
        return result

    def _introduce_manager(self):
        """Plan the letter in which the manager says who he is; each manager writes it once a lead."""
        # Whoever names a manager does not write letters: the system does.
        letters = self.env["crm.letter"].sudo()
        for lead in self.sudo().filtered(lambda lead: lead._wants_introduction()):
            letters._plan(lead._prepare_introduction())

    def _wants_introduction(self):
        self.ensure_one()
        company = self.company_id or self.env.company
        return company.introduce_manager and self.team_id and self.user_id.active and self._is_in_work()

    def _is_in_work(self):
        return self.active and self.won_status == "pending"

    def _prepare_introduction(self):
        """Values of the letter; other addons may add theirs."""
        self.ensure_one()
        mail = self._get_last_mail()
        return {
            "kind": "introduction",
            "lead_id": self.id,
            "user_id": self.user_id.id,
            "company_id": (self.company_id or self.env.company).id,
            "address": self.email_from or self.partner_id.email,
            "writer": self.contact_name or self.partner_id.name,
            "partner_id": self.partner_id.id,
            "subject": mail.subject or False,
            "in_reply_to": mail.message_id or False,
            "lang": self._get_letter_lang(),
            "template_xmlid": INTRODUCTION,
        }

    def _get_last_mail(self):
        """The customer's last mail in this thread, which a letter goes on from."""
        domain = [("model", "=", self._name), ("res_id", "=", self.id), ("message_type", "=", "email")]
        return self.env["mail.message"].search(domain, order="id desc", limit=1)

    def _get_letter_lang(self):
        """Language of letters to this customer: what he wrote in, else that of his country."""
        self.ensure_one()
        if self.appeal_id:
            return self.appeal_id._get_letter_lang()
        country = self.partner_id.country_id or self.partner_id.commercial_partner_id.country_id
        company = self.company_id or self.env.company
        return company._choose_letter_lang(self.needs or self.name, country.code, self.email_from)

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize, plaintext2html

CANDIDATES = 10
FILLED = ("contact_name", "company_name", "email", "phone", "subject")


class CrmAppeal(models.Model):
    """One matter that came twice: the second appeal goes into the first, nothing of either is lost."""

    _inherit = "crm.appeal"

    merged_into_id = fields.Many2one(
        "crm.appeal", "Merged into", index="btree_not_null", copy=False, readonly=True, ondelete="set null"
    )
    merged_ids = fields.One2many("crm.appeal", "merged_into_id", "Merged from", readonly=True)

    def action_merge(self):
        """Open the dialog that shows what the appeal may belong to."""
        self.ensure_one()
        self._check_state("new")
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_leads.crm_appeal_merge_action")
        wizard = self.env["crm.appeal.merge"].create([{"appeal_id": self.id}])
        return action | {"res_id": wizard.id}

    # --- candidates --------------------------------------------------------------------------------

    def _get_merge_candidates(self):
        """Appeals that may be about the same, the likeliest first.

        :return: [(crm.appeal, reason in words)]
        """
        self.ensure_one()
        partners = self.env["crm.intake"]._match({"email": self.email, "phone": self.phone}) or self.partner_id
        same = Domain("partner_id", "in", (partners | self.partner_id).ids)
        if self.company_domain:
            same |= Domain("company_domain", "=", self.company_domain)
        if self.company_name:
            same |= Domain("company_name", "=ilike", self.company_name)
        domain = Domain("id", "!=", self.id) & Domain("state", "in", ["new", "sorted"]) & same
        found = self.search(domain, order="received_at desc, id desc", limit=CANDIDATES)
        # Who may be read by the dispatcher is told by the appeals; their customers need not be.
        ranked = sorted(found, key=lambda other: self._rank_candidate(other, partners))
        return [(other, self._describe_candidate(other, partners)) for other in ranked]

    def _rank_candidate(self, other, partners):
        return (not self._has_same_address(other), other.partner_id not in partners, other.state != "new")

    def _has_same_address(self, other):
        address = email_normalize(self.email or "", strict=False)
        return bool(address) and address == email_normalize(other.email or "", strict=False)

    def _describe_candidate(self, other, partners):
        if self._has_same_address(other):
            return self.env._("same address")
        if other.partner_id in partners:
            return self.env._("same number or customer")
        if self.company_domain and self.company_domain == other.company_domain:
            return self.env._("same company: %s", self.company_domain)
        return self.env._("same company: %s", self.company_name)

    # --- merging -----------------------------------------------------------------------------------

    def _merge_into(self, target):
        """Put what these appeals say into another one; their leads and potential customers are archived.

        Answers to mails about them arrive at the other's lead, and whoever wrote them is recognised as a contact
        of the other's customer.

        :param target: crm.appeal, new or sorted
        """
        self.check_access("write")
        self._check_merge(target)
        for appeal in self:
            target.write(appeal._prepare_merged_values(target))
            appeal._hand_over_thread(target)
            appeal._hand_over_customer(target)
        now = fields.Datetime.now()
        self.write({"state": "merged", "merged_into_id": target.id, "sorted_at": now, "sorted_by_id": self.env.uid})
        self.lead_id.sudo().action_archive()  # see _sort
        self.activity_feedback(["sales_leads.mail_activity_type_sort", "sales_leads.mail_activity_type_call_back"])

    def _check_merge(self, target):
        self._check_state("new")
        if not target or target in self:
            raise UserError(self.env._("Choose another appeal to merge into."))
        if target.state not in ("new", "sorted") or not target.active:
            raise UserError(self.env._("%s is no longer open: choose another appeal to merge into.", target.number))
        if self.company_id - target.company_id:
            raise UserError(self.env._("%s belongs to another company.", target.number))

    def _prepare_merged_values(self, target):
        """What the other appeal learns: texts are put one after the other, empty fields are filled."""
        self.ensure_one()
        head = self.env._("From appeal %s:", self.number)
        values = {name: self[name] for name in FILLED if self[name] and not target[name]}
        for name in ("needs", "text"):
            if self[name] and self[name] != target[name]:
                values[name] = "\n\n".join(filter(None, (target[name], f"{head}\n{self[name]}")))
        return values

    def _hand_over_thread(self, target):
        """Attachments are copied, the correspondence moves to the lead that stays, both appeals tell of it."""
        self.ensure_one()
        # The dispatcher may not see every lead, and files follow their record.
        files = self.env["ir.attachment"].sudo()
        ours = files.search([("res_model", "=", self._name), ("res_id", "=", self.id), ("res_field", "=", False)])
        for file in ours:
            file.copy({"res_id": target.id})
        lead, kept = self.lead_id.sudo(), target.lead_id.sudo()
        if lead and kept:
            lead.message_change_thread(kept)
            said = self.needs or self.text
            if said:
                body = self.env._("Appeal %s, merged into this one:", self.number)
                kept._message_log(body=Markup("<p>%s</p>%s") % (body, plaintext2html(said)))
        target._message_log(body=self.env._("Appeal %s was merged into this one.", self.number))
        self._message_log(body=self.env._("Merged into %s.", target.number))

    def _hand_over_customer(self, target):
        """The potential customer of this appeal alone becomes a contact of the other's customer."""
        single = self._get_single_customers()
        partner, kept = self.partner_id.sudo(), target.partner_id.sudo()  # see _make_customers
        if not kept or partner == kept or partner not in single or partner.child_ids:
            return
        partner.write({"parent_id": kept.commercial_partner_id.id, "is_company": False, "type": "contact"})
        partner.action_archive()

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.sales_base.tools import contact


class CrmSpamRule(models.Model):
    """An address or a domain whose mails are no requests. Marked by a dispatcher, taken back by one."""

    _name = "crm.spam.rule"
    _inherit = "crm.mail.reading"
    _description = "Spam Rule"
    _order = "id desc"
    _rec_name = "value"

    value = fields.Char("Address or domain", required=True, readonly=True)
    active = fields.Boolean(default=True)
    kind = fields.Selection([("address", "One address"), ("domain", "A whole domain")], compute="_compute_kind")
    event_ids = fields.One2many("crm.inbound.event", "spam_rule_id", "Ignored mails", readonly=True)
    appeal_ids = fields.One2many("crm.appeal", "spam_rule_id", "Appeals marked as spam", readonly=True)
    hit_count = fields.Integer("Mails ignored", compute="_compute_hits")
    last_hit = fields.Datetime("Last one", compute="_compute_hits")

    _value_uniq = models.UniqueIndex("(value)", "This address or domain has a spam rule already.")

    @api.depends("value")
    def _compute_kind(self):
        for rule in self:
            rule.kind = "address" if "@" in (rule.value or "") else "domain"

    @api.depends("event_ids")
    def _compute_hits(self):
        rows = self.env["crm.inbound.event"]._read_group(
            [("spam_rule_id", "in", self.ids)], ["spam_rule_id"], ["__count", "received_at:max"]
        )
        hits = {rule: (count, last) for rule, count, last in rows}
        for rule in self:
            rule.hit_count, rule.last_hit = hits.get(rule, (0, False))

    @api.constrains("value", "active")
    def _check_value(self):
        for rule in self.filtered("active"):
            refusal = self._get_refusal(rule.value)
            if refusal:
                raise ValidationError(refusal)

    # --- what may be marked ------------------------------------------------------------------------

    @api.model
    def _get_value(self, address, scope):
        """What a rule for the sender is about: his address, or his domain unless everybody has an address there."""
        address = next(iter(contact.split_emails(address)), "")
        domain = address.rpartition("@")[2]
        return domain if scope == "domain" and not self.env["res.free.mail.domain"]._is_free(domain) else address

    @api.model
    def _get_refusal(self, value):
        """Why no spam rule may be made of an address or domain, or None."""
        local, _at, domain = value.rpartition("@")
        if not local and self.env["res.free.mail.domain"]._is_free(domain):
            return self.env._("Everybody can have an address at %s: mark the address alone.", domain)
        if self._is_ours(value):
            return self.env._("%s is our own: mails of our own people are no spam.", value)
        known = self._find_known(value)
        if known:
            return self.env._(
                "%(value)s belongs to %(customer)s, who is no potential customer any more: nothing of his is spam.",
                value=value,
                customer=known.display_name,
            )
        return None

    @api.model
    def _is_ours(self, value):
        local, _at, domain = value.rpartition("@")
        events, rules = self.env["crm.inbound.event"].sudo(), self.env["crm.mail.rule"].sudo()
        return events._is_own_domain(f"x@{domain}") or bool(local and rules._get_owner(value))

    @api.model
    def _find_known(self, value):
        """A known customer, or one of our people, who has the address or an address at the domain."""
        known = Domain("partner_id.commercial_partner_id.counterparty_kind", "!=", "potential")
        return self._find_points(value, known, limit=1).partner_id.commercial_partner_id

    @api.model
    def _find_points(self, value, domain=Domain.TRUE, limit=None):
        """E-mail addresses of anybody that a rule for the address or domain is about."""
        # Whose the address is must count even where the dispatcher sees no such customer.
        points = self.env["res.partner.contact.point"].sudo().with_context(active_test=False)
        written = Domain("value", "=", value) if "@" in value else Domain("value", "=like", f"%@{value}")
        return points.search(Domain("kind", "=", "email") & written & domain, limit=limit)

    @api.model
    def _find_open_leads(self, value):
        """Leads in a department whose customer a rule would silence."""
        partners = self._find_points(value).partner_id
        open_leads = [("partner_id", "in", partners.ids), ("won_status", "=", "pending"), ("team_id", "!=", False)]
        # That there is a lead is told to the dispatcher, who sees no leads.
        return self.env["crm.lead"].sudo().search(open_leads) if partners else self.env["crm.lead"]

    # --- applying -----------------------------------------------------------------------------------

    @api.model
    @tools.ormcache()
    def _get_active(self):
        """{address or domain: id} of the active rules; kept in memory since every appeal asks for them."""
        # Mails are read for everybody alike, whoever started it.
        return {rule.value: rule.id for rule in self.sudo().search([])}

    @api.model
    def _find_rule(self, address):
        """The rule that the address, or its domain, falls under; empty when none does."""
        active = self._get_active()
        if not address or not active:
            return self.browse()
        address = next(iter(contact.split_emails(address)), "")
        found = active.get(address) or active.get(address.rpartition("@")[2])
        return self.browse(found or [])

    def _get_reason(self):
        self.ensure_one()
        return self.env._(
            "Spam: %(value)s was marked by %(user)s on %(date)s.",
            value=self.value,
            user=self.create_uid.name,
            date=tools.format_date(self.env, self.create_date),
        )

    # --- marking and taking back --------------------------------------------------------------------

    @api.model
    def _mark(self, values):
        """Rules for the addresses and domains, those that were taken back before included.

        :return: {value: rule}
        """
        rules = self.with_context(active_test=False).search([("value", "in", list(values))])
        rules.filtered(lambda rule: not rule.active).action_unarchive()
        new = [value for value in dict.fromkeys(values) if value not in rules.mapped("value")]
        rules |= self.create([{"value": value} for value in new])
        return {rule.value: rule for rule in rules}

    def action_undo(self):
        """It was no spam: the rules end, their appeals stand among the new ones again, their mails are shown."""
        self.action_archive()
        self.appeal_ids.filtered(lambda appeal: appeal.state == "rejected").action_restore()
        return self.action_open_events() if any(self.mapped("hit_count")) else True

    def action_open_events(self):
        """The mails that the rules had ignored."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_leads.crm_inbound_event_action")
        return action | {"domain": [("spam_rule_id", "in", self.ids)], "context": {}}

    def action_run_again(self):
        """Interpret the mails that these rules ignored anew, in the background since there may be many."""
        self.check_access("write")
        if any(self.mapped("active")):
            raise UserError(self.env._("Take the rule back first: it would ignore the mails again."))
        events = self.event_ids.filtered(lambda event: event.state == "ignored")
        events.write({"state": "new", "error": False, "spam_rule_id": False})
        # The dispatcher has no right to scheduled actions.
        events.sudo()._wake()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": self.env._("%s mails are being read again.", len(events))},
        }

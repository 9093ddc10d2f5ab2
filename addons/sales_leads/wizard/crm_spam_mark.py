from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date
from odoo.tools.misc import clean_context

from odoo.addons.sales_base.tools import contact


class CrmSpamMark(models.TransientModel):
    """Shows which rules would be made of the senders before they are made."""

    _name = "crm.spam.mark"
    _description = "Mark as Spam"

    appeal_ids = fields.Many2many("crm.appeal", string="Appeals")
    event_ids = fields.Many2many("crm.inbound.event", string="Inbound events")
    scope = fields.Selection(
        [("address", "This address"), ("domain", "Everybody at this domain")],
        "Ignore from now on",
        required=True,
        default="address",
        help="Of a free mail service, where anybody has an address, only the address itself is ignored.",
    )
    preview = fields.Text("Rules", compute="_compute_preview")
    refusal = fields.Text(compute="_compute_preview")
    other_ids = fields.Many2many("crm.appeal", string="Their other new appeals", compute="_compute_preview")
    with_others = fields.Boolean("Reject these too", default=True)

    @api.depends("appeal_ids", "event_ids", "scope")
    def _compute_preview(self):
        for wizard in self:
            values = wizard._get_values()
            lines, refusals = [], []
            for value in values:
                refusal = self.env["crm.spam.rule"]._get_refusal(value)
                (refusals if refusal else lines).append(refusal or wizard._describe(value))
            wizard.preview = "\n".join(lines)
            wizard.refusal = "\n".join(refusals)
            wizard.other_ids = wizard._find_others(values)

    def _describe(self, value):
        if "@" in value:
            lines = [self.env._("Mails of %s are ignored.", value)]
        else:
            lines = [self.env._("Mails of everybody at %s are ignored.", value)]
        leads = self.env["crm.spam.rule"]._find_open_leads(value)
        return "\n".join(lines + [self._describe_lead(lead) for lead in leads])

    def _describe_lead(self, lead):
        return self.env._(
            "This also silences an open lead of %(owner)s, from %(date)s.",
            owner=lead.user_id.name or lead.team_id.name,
            date=format_date(self.env, lead.create_date),
        )

    def _get_senders(self):
        """{appeal or event: normalised address} of those that have a sender."""
        pairs = [(appeal, appeal.email) for appeal in self.appeal_ids]
        pairs += [(event, event.sender) for event in self.event_ids]
        addresses = ((record, next(iter(contact.split_emails(text or "")), "")) for record, text in pairs)
        return {record._origin or record: address for record, address in addresses if address}

    def _get_values(self):
        """Addresses and domains that rules would be made of."""
        rule = self.env["crm.spam.rule"]
        return list(dict.fromkeys(rule._get_value(address, self.scope) for address in self._get_senders().values()))

    def _find_others(self, values):
        """New appeals of the same senders besides those that were chosen."""
        if not values:
            return self.env["crm.appeal"]
        pattern = ("email", "=ilike")
        senders = Domain.OR([[(*pattern, value if "@" in value else f"%@{value}")] for value in values])
        chosen = self.appeal_ids._origin.ids
        return self.env["crm.appeal"].search(Domain("state", "=", "new") & Domain("id", "not in", chosen) & senders)

    def action_apply(self):
        self.ensure_one()
        # Rules have appeals and events as well: the defaults of this dialog are none of theirs.
        self = self.with_context(clean_context(self.env.context))
        if self.refusal:
            raise UserError(self.refusal)
        senders = self._get_senders()
        silent = self.appeal_ids.filtered(lambda appeal: appeal not in senders)
        if silent or not senders:
            raise UserError(
                self.env._(
                    "%s has no e-mail address: use “Not a Request”.", silent[:1].display_name or self.env._("It")
                )
            )
        rules = self.env["crm.spam.rule"]._mark(self._get_values())
        appeals = self.appeal_ids | (self.other_ids if self.with_others else self.env["crm.appeal"])
        by_appeal = {appeal: rules[self._get_value_of(appeal.email)] for appeal in appeals}
        appeals._reject_as_spam(by_appeal)
        failed = self.event_ids.filtered(lambda event: event.state == "failed")
        if failed:
            failed.action_run_again()
        return {"type": "ir.actions.act_window_close"}

    def _get_value_of(self, address):
        return self.env["crm.spam.rule"]._get_value(address, self.scope)

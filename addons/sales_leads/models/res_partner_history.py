from odoo import api, fields, models


class ResPartner(models.Model):
    """Requests, calls, leads and deals of a customer, seen from each of its legal entities, sites and people."""

    _inherit = "res.partner"

    customer_request_count = fields.Integer("Number of requests", compute="_compute_history_counts")
    phone_call_count = fields.Integer("Number of calls", compute="_compute_history_counts")
    lead_count = fields.Integer("Number of leads", compute="_compute_history_counts")
    family_responsible_ids = fields.Many2many(
        "res.users",
        string="Managers of the whole customer",
        compute="_compute_family_responsible_ids",
        help="Managers of this contact, its owners and the customer's other legal entities, in all departments.",
    )

    @api.model
    def _get_history(self):
        """{field of the count: (model, domain)} of what the card lists; the models name the customer `partner_id`."""
        return {
            "customer_request_count": ("crm.customer.request", []),
            "phone_call_count": ("crm.phone.call", []),
            "lead_count": ("crm.lead", [("type", "=", "lead")]),
        }

    @api.depends("customer_request_ids")
    def _compute_history_counts(self):
        families = self._group_family()
        everybody = {member for members in families.values() for member in members}
        for name, (model, domain) in self._get_history().items():
            self[name] = 0
            if not self.env[model].has_access("read"):
                continue
            counts = self.env[model]._read_group(
                [("partner_id", "in", list(everybody)), *domain], ["partner_id"], ["__count"]
            )
            found = {partner.id: count for partner, count in counts}
            for partner in self:
                partner[name] = sum(found.get(member, 0) for member in families[partner.id])

    @api.depends("responsible_ids.user_id", "parent_id")
    def _compute_family_responsible_ids(self):
        families = self._group_family()
        lines = self.env["res.partner.responsible"].search(
            [
                ("partner_id", "in", [member for members in families.values() for member in members]),
                ("user_id.active", "=", True),
            ]
        )
        users = {}
        for line in lines:
            users.setdefault(line.partner_id.id, self.env["res.users"])
            users[line.partner_id.id] |= line.user_id
        for partner in self:
            named = [users[member] for member in families[partner.id] if member in users]
            partner.family_responsible_ids = self.env["res.users"].union(*named)

    def _get_history_action(self, xmlid, name, **context):
        self.ensure_one()
        _model, domain = self._get_history()[name]
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return action | {"domain": [("partner_id", "in", self._get_family().ids), *domain], "context": context}

    def action_open_customer_requests(self):
        return self._get_history_action(
            "sales_leads.crm_customer_request_action", "customer_request_count", default_partner_id=self.id
        )

    def action_open_phone_calls(self):
        return self._get_history_action("sales_leads.crm_phone_call_action", "phone_call_count")

    def action_open_leads(self):
        return self._get_history_action(
            "sales_leads.crm_lead_department_action", "lead_count", active_test=False, default_type="lead"
        )

    def _get_contact_opportunities_domain(self):
        """Deals are counted and listed for the whole customer, too; leads have a list of their own."""
        return [("partner_id", "in", self._get_family().ids), ("type", "=", "opportunity")]

    def _compute_opportunity_count(self):
        self.opportunity_count = 0
        if not self.env["crm.lead"].has_access("read"):
            return
        families = self._group_family()
        domain = self._get_contact_opportunities_domain()
        leads = self.env["crm.lead"].with_context(active_test=False)
        found = {partner.id: count for partner, count in leads._read_group(domain, ["partner_id"], ["__count"])}
        for partner in self:
            partner.opportunity_count = sum(found.get(member, 0) for member in families[partner.id])

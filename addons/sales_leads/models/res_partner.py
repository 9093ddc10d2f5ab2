from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    appeal_id = fields.Many2one(
        "crm.appeal", "First appeal", index="btree_not_null", readonly=True, copy=False, ondelete="set null"
    )
    customer_request_ids = fields.One2many("crm.customer.request", "partner_id", "Customer requests")
    customer_request_count = fields.Integer("Number of requests", compute="_compute_customer_request_count")

    @api.depends("customer_request_ids")
    def _compute_customer_request_count(self):
        self.customer_request_count = 0
        if not self.env["crm.customer.request"].has_access("read"):
            return
        counts = dict(
            self.env["crm.customer.request"]._read_group([("partner_id", "in", self.ids)], ["partner_id"], ["__count"])
        )
        for partner in self:
            partner.customer_request_count = counts.get(partner, 0)

    def _get_responsible_team(self):
        """Department that has known the customer longest; empty when none has."""
        self.ensure_one()
        partner = self
        while partner:
            lines = partner.responsible_ids.filtered("user_id.active")
            if lines:
                return lines[0].team_id
            partner = partner.parent_id
        return self.env["crm.team"]

    def action_open_customer_requests(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_leads.crm_customer_request_action")
        return action | {"domain": [("partner_id", "=", self.id)], "context": {"default_partner_id": self.id}}

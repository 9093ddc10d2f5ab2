from odoo import api, fields, models


class ResPartnerResponsible(models.Model):
    _name = "res.partner.responsible"
    _description = "Responsible Manager"
    _order = "since, id"
    _rec_name = "user_id"

    partner_id = fields.Many2one("res.partner", "Customer", required=True, index=True, ondelete="cascade")
    team_id = fields.Many2one("crm.team", "Department", required=True, index=True, ondelete="cascade")
    user_id = fields.Many2one(
        "res.users", "Manager", required=True, index=True, ondelete="cascade", domain=[("share", "=", False)]
    )
    since = fields.Date(required=True, default=fields.Date.context_today)
    acting_user_id = fields.Many2one(
        "res.users",
        "Acting today",
        compute="_compute_acting_user_id",
        help="The manager, his deputy while he is absent, or the head of the department.",
    )

    _partner_team_uniq = models.UniqueIndex(
        "(partner_id, team_id)", "This customer already has a responsible manager in this department."
    )

    @api.depends("user_id", "team_id.user_id")
    def _compute_acting_user_id(self):
        deputies = self.env["res.users.absence"]._get_deputies()
        for line in self:
            present = line._counts_in(line.team_id)
            line.acting_user_id = present and (line.user_id._follow(deputies) or line.team_id.user_id._follow(deputies))

    def _counts_in(self, team):
        """False for a line of another department and for a manager who has left."""
        return self.user_id.active and (not team or self.team_id == team)

    def _get_acting(self):
        """First of the managers of these lines, or of their departments' heads, who is there or has a deputy."""
        deputies = self.env["res.users.absence"]._get_deputies()
        for user in [*self.user_id, *self.team_id.user_id]:
            if acting := user._follow(deputies):
                return acting
        return self.env["res.users"]

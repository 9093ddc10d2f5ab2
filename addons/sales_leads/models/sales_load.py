from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# Keys of the lines stay the same while people come and go.
USERS_PER_TEAM = 100_000


class SalesLoad(models.Model):
    """One line per department and manager, heads included."""

    _name = "sales.load"
    _description = "Load of Managers"
    _inherit = ["sales.load.mixin"]
    _auto = False
    _order = "team_id, user_id"
    _rec_name = "user_id"
    _depends = {
        "crm.team": ["active", "company_id", "user_id"],
        "crm.team.member": ["active", "crm_team_id", "user_id"],
        "res.users": ["active"],
    }

    team_id = fields.Many2one("crm.team", "Department", readonly=True)
    user_id = fields.Many2one(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """SELECT place.team_id * %s + place.user_id AS id, place.team_id, place.user_id, team.company_id
                 FROM (SELECT crm_team_id AS team_id, user_id FROM crm_team_member WHERE active
                        UNION
                       SELECT id, user_id FROM crm_team WHERE user_id IS NOT NULL) place
                 JOIN crm_team team ON team.id = place.team_id AND team.active
                 JOIN res_users person ON person.id = place.user_id AND person.active""",
            USERS_PER_TEAM,
        )

    def action_open_work(self):
        """Leads and deals that the manager has open."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Leads and deals of %s", self.user_id.name),
            "res_model": "crm.lead",
            "views": [(False, "list"), (False, "form")],
            "domain": [("user_id", "=", self.user_id.id), ("won_status", "=", "pending")],
            "context": {"group_by": "type"},
        }

    def action_hand_over(self):
        """The dialog in which everything of the manager goes to others."""
        self.ensure_one()
        return self.env["sales.handover"]._get_dialog(self.user_id)


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _get_load_figures(self):
        """What counts as load: {field of sales.load.mixin: (model, domain)}; the models name the manager `user_id`.

        An addon that adds a figure adds its field, too.
        """
        pending = Domain("won_status", "=", "pending")
        today = self.env["res.users.absence"]._get_today()
        return {
            "open_leads": ("crm.lead", pending & Domain("type", "=", "lead")),
            "open_deals": ("crm.lead", pending & Domain("type", "=", "opportunity")),
            "open_requests": ("crm.customer.request", Domain("state", "=", "new")),
            "overdue_tasks": ("mail.activity", Domain("date_deadline", "<", today)),
        }

    def _get_load(self):
        """{user id: {figure: number}} of these users: one grouped query per figure."""
        load = {user_id: {} for user_id in self.ids}
        for name, (model, domain) in self._get_load_figures().items():
            # Work in departments that the head does not see loads his manager as well; he sees its number only.
            counts = (
                self.env[model].sudo()._read_group(domain & Domain("user_id", "in", self.ids), ["user_id"], ["__count"])
            )
            found = {user.id: count for user, count in counts}
            for user_id in load:
                load[user_id][name] = found.get(user_id, 0)
        return load

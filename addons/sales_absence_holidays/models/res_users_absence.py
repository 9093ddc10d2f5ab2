from odoo import api, fields, models


class ResUsersAbsence(models.Model):
    _inherit = "res.users.absence"

    @api.model
    def _get_deputies(self):
        """Who is on approved time off is absent too; an absence written down in sales says more and stands before it."""
        # Who stands in for whom decides where work goes: it must not depend on the reader's rights.
        leaves = self.env["hr.leave"].sudo()
        away = leaves.search(leaves._get_away_domain(self._get_today(), fields.Datetime.now()), order="id")
        # Of two kinds of time off on one day the one that names a deputy counts.
        deputies = {leave.user_id: leave.deputy_id for leave in away.sorted(lambda leave: bool(leave.deputy_id))}
        return deputies | super()._get_deputies()

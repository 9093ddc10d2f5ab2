"""Who answers for which customer, by department."""

from odoo import api, fields, models

from .onec_alias import fold


class OnecTargetResponsibles(models.AbstractModel):
    _name = "onec.target.responsibles"
    _description = "Responsible Managers from 1C"
    _inherit = ["onec.target"]

    _onec_kind = "responsibles"
    _onec_model = "res.partner.responsible"

    @api.model
    def _prepare(self, batch, items):
        people = self._get_people()
        teams = {
            fold(team.name): team
            for team in self.env["crm.team"].search([("company_id", "in", (False, self.env.company.id))])
        }
        found = self._find_partners([item.values for item in items])
        for item, candidates in zip(items, found, strict=True):
            partner = self._choose_partner(item, candidates, item.values)
            user = self._choose_manager(item, people)
            team = self._choose_team(batch, item, teams, user)
            if partner and user and team:
                item.vals = {
                    "partner_id": partner.id,
                    "team_id": team.id,
                    "user_id": user.id,
                    "since": item.values.get("since") or fields.Date.today(),
                }
        self._find_existing([item for item in items if item.vals and not item.known])

    @api.model
    def _choose_manager(self, item, people):
        name = item.values.get("manager")
        user = self._find_person(people, name) if name else None
        if not user:
            item.refuse(self.env._("Nobody here is called “%s”: make the user first.", name), "manager", name)
        return user

    @api.model
    def _choose_team(self, batch, item, teams, user):
        name = item.values.get("department")
        team = teams.get(fold(name)) if name else batch.team_id or (user and user.sale_team_id)
        if not team:
            item.refuse(
                self.env._(
                    "Department “%s” is not known: choose one for rows that name none, or make it first.", name or ""
                ),
                "department",
                name,
            )
        return team

    @api.model
    def _find_existing(self, items):
        lines = self.env["res.partner.responsible"].search(
            [
                ("partner_id", "in", [item.vals["partner_id"] for item in items]),
                ("team_id", "in", [item.vals["team_id"] for item in items]),
            ]
        )
        known = {(line.partner_id.id, line.team_id.id): line for line in lines}
        for item in items:
            item.existing = known.get((item.vals["partner_id"], item.vals["team_id"]))

    @api.model
    def _get_fixed_fields(self):
        return {"partner_id", "team_id", "since"}

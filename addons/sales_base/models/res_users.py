from odoo import api, fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    visible_team_ids = fields.Many2many(
        "crm.team",
        "res_users_visible_team_rel",
        "user_id",
        "team_id",
        "Visible departments",
        # Deleting or archiving a department must never widen what its people see.
        ondelete="restrict",
        context={"active_test": False},
        help="Departments whose leads, deals and appeals the user may see. None chosen means all.",
    )
    absence_ids = fields.One2many("res.users.absence", "user_id", "Absences")
    usual_deputy_id = fields.Many2one(
        "res.users",
        "Usual deputy",
        index="btree_not_null",
        ondelete="set null",
        domain=[("share", "=", False)],
        help="Proposed as the deputy of each absence, and as the one who gets the work when the employee leaves.",
    )

    _usual_deputy_is_another = models.Constraint(
        "CHECK(usual_deputy_id IS NULL OR usual_deputy_id != id)", "Nobody can be his own deputy."
    )

    @api.model
    def _get_invalidation_fields(self):
        # Domains of record rules are cached per user.
        return super()._get_invalidation_fields() | {"visible_team_ids"}

    def _get_acting(self):
        """Who does this user's work today.

        :return: the user himself, or the last of his chain of deputies; empty when the chain ends at
            somebody absent, comes back to itself, or meets an archived user
        """
        self.ensure_one()
        return self._follow(self.env["res.users.absence"]._get_deputies())

    def _get_first_acting(self):
        """Who does the work of the first of these, in their order, whose work somebody does today; else the first."""
        deputies = self.env["res.users.absence"]._get_deputies()
        acting = (user._follow(deputies) for user in self)
        return next(filter(None, acting), self[:1])

    @api.model
    def _get_directors(self):
        """Directors who are at work; without one who is named or there the administrators.

        Who they are does not depend on the reader's rights.
        """
        named = self.env.ref("sales_base.group_director").sudo().user_ids
        for group in (named, self.env.ref("sales_base.group_administrator").sudo().user_ids):
            acting = self.browse()
            for user in group.filtered(lambda user: user.active and not user.share):
                acting |= user._get_acting()
            if acting:
                return acting.with_env(self.env)
        return named.filtered("active").with_env(self.env)

    def _follow(self, deputies):
        """End of the chain of deputies that begins here; `deputies` is {absent user: deputy or empty}."""
        acting, seen = self, set()
        while acting in deputies and acting not in seen:
            seen.add(acting)
            acting = deputies[acting]
        # The deputies come from a superuser's reading: the caller gets them with his own rights.
        return acting.filtered("active").with_env(self.env) if acting not in seen else self.browse()

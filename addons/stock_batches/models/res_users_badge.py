import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import hmac

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 20
PREFIX = "BDG-"


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users", "stock.label.mixin"]

    badge_code = fields.Char(
        "Badge",
        copy=False,
        readonly=True,
        groups="base.group_system",
        help="Only a hash: the code itself is on the badge.",
    )
    has_badge = fields.Boolean(compute="_compute_has_badge", compute_sudo=True)

    _badge_code_uniq = models.UniqueIndex("(badge_code) WHERE badge_code IS NOT NULL", "This badge is somebody else's.")

    @api.depends("badge_code")
    def _compute_has_badge(self):
        for user in self:
            user.has_badge = bool(user.badge_code)

    def write(self, vals):
        """Whoever leaves has no badge any more."""
        result = super().write(vals)
        if vals.get("active") is False:
            # Whoever may archive people need not be an administrator.
            self.sudo().badge_code = False
        return result

    @api.model
    def _hash_badge(self, code):
        return hmac(self.env(su=True), "stock_batches.badge", code.strip().upper())

    @api.model
    def _find_by_badge(self, code):
        """The user whose badge was scanned; nobody for a wrong, revoked or archived one."""
        if not code or not code.strip().upper().startswith(PREFIX):
            return self.browse()
        # Whoever stands before the scanner is not known yet.
        found = self.sudo().search([("badge_code", "=", self._hash_badge(code))], limit=1)
        return found.with_env(self.env)

    def _issue_badge(self):
        """A new random code; the one before is worth nothing from now on. It is kept nowhere but on the badge."""
        self.ensure_one()
        if not self.env.user.has_group("stock_batches.group_supervisor"):
            raise AccessError(self.env._("Only a warehouse supervisor gives out badges."))
        if not self.has_group("stock_batches.group_worker"):
            raise UserError(self.env._("%s does not work in the warehouse.", self.name))
        code = PREFIX + "".join(secrets.choice(ALPHABET) for _letter in range(LENGTH))
        # Supervisors write nothing else on users.
        self.sudo().badge_code = self._hash_badge(code)
        return code

    def action_revoke_badge(self):
        """The badge was lost."""
        if not self.env.user.has_group("stock_batches.group_supervisor"):
            raise AccessError(self.env._("Only a warehouse supervisor revokes badges."))
        workers = self.filtered(lambda user: user.has_group("stock_batches.group_worker"))
        workers.sudo().badge_code = False  # as above

    def _get_label_data(self):
        """Printing a badge gives out a new one: the old code is known to nobody."""
        self.ensure_one()
        return {
            "title": self.name,
            "lines": [("", self.company_id.name)],
            "content": self._issue_badge(),
            "is_gs1": False,
        }

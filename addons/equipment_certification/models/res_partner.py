from odoo import fields, models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    _inherit = "res.partner"

    is_certification_body = fields.Boolean("Certification body", help="Issues certificates, attestations and the like.")

    def write(self, vals):
        if vals.get("active") is False:
            self._check_no_open_requests()
        return super().write(vals)

    def _check_no_open_requests(self):
        """A body that works on our requests is not put away; what it issued stays valid without it."""
        # Whoever archives partners need not see certificates.
        waiting = self.env["equipment.certificate"].sudo()._search_at_body(self)
        if waiting:
            raise UserError(
                self.env._(
                    "%(body)s still works on “%(certificates)s”: enter its answer or name another body first.",
                    body=waiting[0].body_id.name,
                    certificates=", ".join(waiting.mapped("display_name")),
                )
            )

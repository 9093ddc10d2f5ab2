from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """When appeals are sorted, and who is told when they are not."""

    _inherit = "res.company"

    dispatch_time_ids = fields.One2many("crm.dispatch.time", "company_id", "Sorting times")
    dispatch_remind_minutes = fields.Integer(
        "Remind before", default=30, help="Minutes before a sorting time at which the dispatchers are reminded."
    )
    dispatch_margin_minutes = fields.Integer(
        "Margin", default=15, help="What came in the last minutes before a sorting time may wait for the next one."
    )
    dispatch_deputy_id = fields.Many2one(
        "res.users",
        "Deputy of the dispatcher",
        domain=[("share", "=", False)],
        help="Is told, with the director, of what is unsorted after a sorting time.",
    )

    _dispatch_minutes_positive = models.Constraint(
        "CHECK(dispatch_remind_minutes >= 0 AND dispatch_margin_minutes >= 0)",
        "Minutes before a sorting time cannot be negative.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        # Whoever makes companies need not be the one who says when appeals are sorted.
        self.env["crm.dispatch.time"].sudo()._set_up(companies.sudo())
        return companies

    @api.constrains("dispatch_deputy_id")
    def _check_dispatch_deputy(self):
        for company in self:
            deputy = company.dispatch_deputy_id
            if deputy and not deputy.has_group("sales_base.group_dispatcher"):
                raise ValidationError(
                    self.env._("%s may not sort appeals: give him the role of dispatcher first.", deputy.name)
                )

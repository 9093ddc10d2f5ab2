from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.sales_base.tools import contact


class CrmPhoneLine(models.Model):
    """A number of ours that customers call, with the name by which people speak of it."""

    _name = "crm.phone.line"
    _description = "Phone Line"
    _order = "sequence, name, id"
    _rec_names_search = ["name", "did"]

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    did = fields.Char("Number", required=True, help="As the telephone exchange tells it: the number that was called.")
    did_key = fields.Char(compute="_compute_did_key", store=True, index=True)
    team_id = fields.Many2one(
        "crm.team",
        "Department",
        index="btree_not_null",
        help="Whose line it is: its manager of a customer is asked first, and calls count for it.",
    )
    call_ids = fields.One2many("crm.phone.call", "line_id", "Calls")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)

    _did_uniq = models.UniqueIndex("(company_id, did_key)", "Another line has this number.")

    @api.depends("did")
    def _compute_did_key(self):
        for line in self:
            line.did_key = self._key_of(line.did)

    @api.model
    def _key_of(self, did):
        """What numbers of lines are compared by: the last ten digits, or all of a shorter one."""
        return contact.digits_of(did or "")[-contact.LAST_DIGITS :] or False

    @api.constrains("did")
    def _check_did(self):
        for line in self:
            if not line.did_key:
                raise ValidationError(self.env._("“%s” is no number of a line: write its digits.", line.did))

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._name_calls()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if "did" in vals:
            self._name_calls()
        return result

    def _name_calls(self):
        """Calls that came in before their line was entered show it too, and those of a changed number no longer."""
        calls = self.env["crm.phone.call"].sudo()  # lines are the administrator's, calls of all departments
        found = calls.search([("did_key", "in", self.mapped("did_key"))]) | self.sudo().call_ids
        self.env.add_to_compute(calls._fields["line_id"], found)

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import measures


class OnecImportTotal(models.Model):
    """One control total: what 1C states, what stands here."""

    _name = "onec.import.total"
    _description = "Control Total of a 1C Import"
    _order = "measure, label, id"
    _rec_name = "label"

    import_id = fields.Many2one("onec.import", required=True, readonly=True, index=True, ondelete="cascade")
    measure = fields.Selection(measures.MEASURES, required=True, readonly=True)
    label = fields.Char("Of", readonly=True)
    stated = fields.Float("1C", readonly=True, digits=(16, 3))
    found = fields.Float("Odoo", readonly=True, digits=(16, 3))
    difference = fields.Float(compute="_compute_difference", store=True, digits=(16, 3))
    reason = fields.Char("Why it may differ")
    state = fields.Selection(related="import_id.state")

    @api.depends("stated", "found")
    def _compute_difference(self):
        for total in self:
            total.difference = round(total.found - total.stated, 3)

    def write(self, vals):
        if set(vals) - {"reason", "difference"} and not self.env.su:
            raise UserError(self.env._("Control totals are computed; write down why they may differ."))
        if "reason" in vals and self.filtered(lambda total: total.import_id.state == "signed"):
            raise UserError(self.env._("This import is signed off."))
        return super().write(vals)

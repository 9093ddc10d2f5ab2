from odoo import fields, models


class SalesReportMixin(models.AbstractModel):
    """What every report of the head has in common: whose work it is, in which department, of which company."""

    _name = "sales.report.mixin"
    _description = "Report of Sales"

    name = fields.Char("What", readonly=True)
    user_id = fields.Many2one("res.users", "Manager", readonly=True)
    team_id = fields.Many2one("crm.team", "Department", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    def action_open_record(self):
        """Open what the line is about."""
        self.ensure_one()
        model, record_id = self._get_reported()
        return self.env[model].browse(record_id)._get_records_action()

    def _get_reported(self):
        """(model, id) of the record that the line tells of: of itself, unless the report knows better."""
        return self._name, self.id

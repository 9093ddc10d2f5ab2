from odoo import api, fields, models


class ServiceVisitDetail(models.AbstractModel):
    """What a visit consists of: it is part of what the customer signed, and stays with it."""

    _name = "service.visit.detail"
    _description = "Detail of a Visit"

    visit_id = fields.Many2one("service.visit", required=True, index=True, ondelete="cascade")

    @api.model_create_multi
    def create(self, vals_list):
        details = super().create(vals_list)
        details._check_visit_is_open()
        return details

    def write(self, vals):
        self._check_visit_is_open()
        return super().write(vals)

    def unlink(self):
        self._check_visit_is_open()
        return super().unlink()

    def _check_visit_is_open(self):
        if not self.env.su:
            self.visit_id._check_open()

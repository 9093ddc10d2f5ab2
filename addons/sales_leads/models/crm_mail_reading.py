from odoo import api, models


class CrmMailReading(models.AbstractModel):
    """What mails are read by is kept in memory: every change of it makes that memory void."""

    _name = "crm.mail.reading"
    _description = "Mail Reading"

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    form_status = fields.Selection(related="company_id.form_status", readonly=False)
    form_stamp = fields.Image(related="company_id.form_stamp", readonly=False)
    form_stamp_printed = fields.Boolean(related="company_id.form_stamp_printed", readonly=False)

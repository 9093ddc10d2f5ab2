from odoo import fields, models


class MarketingStale(models.Model):
    """What has changed under the mailing base since it was refreshed last; written by the triggers of its sources."""

    _name = "marketing.stale"
    _description = "Change That the Mailing Base Has Not Taken Over Yet"
    _log_access = False

    kind = fields.Selection(
        [("key", "Address or number"), ("partner", "Customer"), ("appeal", "Appeal"), ("lead", "Lead")], required=True
    )
    ref = fields.Integer()
    value = fields.Char()

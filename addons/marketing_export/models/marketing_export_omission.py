from odoo import api, fields, models


class MarketingExportOmission(models.Model):
    _name = "marketing.export.omission"
    _description = "What an Export Left Out"
    _order = "export_id, count desc, id"
    _rec_name = "reason"

    export_id = fields.Many2one("marketing.export", required=True, index=True, ondelete="cascade")
    reason = fields.Selection(
        [
            ("no_email", "No e-mail address"),
            ("opted_out", "Opted out"),
            ("bounced", "Mail came back"),
            ("invalid", "Address is not valid"),
            ("role", "Role address that MailChimp refuses"),
            ("refused", "Refused mail"),
            ("no_consent", "Was not asked"),
            ("no_phone", "No phone number"),
            ("no_call", "Not to be called"),
            ("bad_phone", "Number without country code"),
            ("before", "Was in an earlier file"),
            ("phone", "Only the number was withheld: not to be called"),
            ("duplicate", "Folded: another card or lead with the same address"),
        ],
        required=True,
    )
    count = fields.Integer(required=True)
    drops_row = fields.Boolean("Whole row", required=True, help="Not set: the row is there without the number.")

    _reason_uniq = models.UniqueIndex("(export_id, reason)", "Each reason is counted once.")

    @api.model
    def _get_dropping_reasons(self):
        """Reasons that keep the whole row out of a file."""
        return set(dict(self._fields["reason"].selection)) - {"phone", "duplicate"}

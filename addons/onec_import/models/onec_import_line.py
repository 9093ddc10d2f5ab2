from odoo import fields, models


class OnecImportLine(models.Model):
    """Something about one row of the file: why it was refused, what is odd about it, what people changed here."""

    _name = "onec.import.line"
    _description = "Row of a 1C Import"
    _order = "id"
    _rec_name = "text"
    _log_access = False

    import_id = fields.Many2one("onec.import", required=True, readonly=True, index=True, ondelete="cascade")
    level = fields.Selection(
        [
            ("file", "File"),
            ("error", "Refused"),
            ("kept", "Kept as it is here"),
            ("warning", "Warning"),
            ("undo", "Taken back"),
        ],
        required=True,
        readonly=True,
    )
    file = fields.Char(readonly=True)
    sheet = fields.Char(readonly=True)
    row = fields.Integer(readonly=True, aggregator=None)
    column = fields.Char(readonly=True)
    key = fields.Char("1C id", readonly=True)
    value = fields.Char(readonly=True)
    code = fields.Char(readonly=True)
    text = fields.Char("What is wrong and what to do", readonly=True)
    values = fields.Json(readonly=True, help="The row as it was read, for the file of refused rows.")
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(readonly=True, model_field="res_model")
    is_dry = fields.Boolean("Found by the check", readonly=True, index=True)

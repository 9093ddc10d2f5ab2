from odoo import fields, models


class OnecImportChange(models.Model):
    """What a record said before an import changed it."""

    _name = "onec.import.change"
    _description = "Change by a 1C Import"
    _order = "id"
    _rec_name = "name"
    _log_access = False

    import_id = fields.Many2one("onec.import", required=True, readonly=True, index=True, ondelete="cascade")
    name = fields.Char(required=True, readonly=True)
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(required=True, readonly=True, model_field="res_model")
    before = fields.Json(readonly=True)
    after = fields.Json(readonly=True)

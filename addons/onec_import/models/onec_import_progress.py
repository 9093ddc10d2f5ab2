from odoo import fields, models


class OnecImportProgress(models.Model):
    """How far an import is. A row of its own, so that whoever presses “Pause” never collides with the worker."""

    _name = "onec.import.progress"
    _description = "Progress of a 1C Import"
    _log_access = False

    import_id = fields.Many2one("onec.import", required=True, readonly=True, ondelete="cascade", index=True)
    is_dry = fields.Boolean(readonly=True)
    position = fields.Integer(readonly=True, help="Records and problems of the file that are dealt with.")
    expected = fields.Integer(readonly=True)
    made = fields.Integer(readonly=True)
    changed = fields.Integer(readonly=True)
    unchanged = fields.Integer(readonly=True)
    refused = fields.Integer(readonly=True)
    kept = fields.Integer(readonly=True)
    warned = fields.Integer(readonly=True)

    _import_uniq = models.UniqueIndex("(import_id, is_dry)")

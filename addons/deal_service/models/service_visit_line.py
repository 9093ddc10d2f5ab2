from odoo import api, fields, models

from odoo.addons.deal_stages.tools.numbers import plain


class ServiceVisitLine(models.Model):
    _name = "service.visit.line"
    _description = "Line of a Checklist"
    _inherit = ["service.visit.detail", "service.check"]
    _order = "visit_id, piece_id, sequence, id"

    piece_id = fields.Many2one("service.piece", index="btree_not_null", ondelete="restrict")
    name = fields.Char("What is checked", required=True)
    unit = fields.Char()
    is_checked = fields.Boolean("Done")
    value = fields.Float("Measured", digits=(16, 3))
    is_measured = fields.Boolean("Was measured", compute="_compute_is_measured", store=True, readonly=False)
    words = fields.Char("In words")
    is_known = fields.Boolean("Filled in", compute="_compute_is_known", store=True)
    is_outside = fields.Boolean("Outside the limits", compute="_compute_is_outside", store=True)

    @api.depends("value")
    def _compute_is_measured(self):
        """A zero may be a measured value: then it is ticked by hand."""
        for line in self:
            line.is_measured = line.is_measured or bool(line.value)

    @api.depends("kind", "is_checked", "is_measured", "words")
    def _compute_is_known(self):
        for line in self:
            answers = {"check": line.is_checked, "number": line.is_measured, "text": bool((line.words or "").strip())}
            line.is_known = answers.get(line.kind, False)

    @api.depends("kind", "has_limits", "is_measured", "value", "value_min", "value_max")
    def _compute_is_outside(self):
        for line in self:
            limited = line.kind == "number" and line.has_limits and line.is_measured
            line.is_outside = limited and not line.value_min <= line.value <= line.value_max

    def _get_value_words(self):
        """What the engineer found, as the act prints it."""
        self.ensure_one()
        if self.kind == "check":
            return self.env._("done") if self.is_checked else self.env._("not done")
        if self.kind == "text":
            return self.words or ""
        return f"{plain(self.env, self.value)} {self.unit or ''}".strip() if self.is_measured else ""

    def _get_limit_words(self):
        self.ensure_one()
        if not self.has_limits:
            return ""
        low, high = plain(self.env, self.value_min), plain(self.env, self.value_max)
        return f"{low} … {high} {self.unit or ''}".strip()

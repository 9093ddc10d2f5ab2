import regex

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .crm_mail_label import LABELLED


class CrmMailRuleField(models.Model):
    """A piece of data that a rule takes by a pattern, where no label stands in front of it."""

    _name = "crm.mail.rule.field"
    _inherit = "crm.mail.reading"
    _description = "Field of a Mail Rule"
    _order = "rule_id, sequence, id"
    _rec_name = "field"

    rule_id = fields.Many2one("crm.mail.rule", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    field = fields.Selection(LABELLED, "What is taken", required=True)
    pattern = fields.Char(
        required=True,
        help="Regular expression searched for in the text; the group in parentheses is what is taken. "
        "The first pattern that finds something counts.",
    )

    @api.constrains("pattern")
    def _check_pattern(self):
        for line in self:
            try:
                compiled = regex.compile(line.pattern)
            except regex.error as error:
                raise ValidationError(
                    self.env._("“%(pattern)s” is no regular expression: %(error)s.", pattern=line.pattern, error=error)
                ) from error
            if not compiled.groups:
                raise ValidationError(
                    self.env._("“%s” needs a group in parentheses: it says what is taken.", line.pattern)
                )

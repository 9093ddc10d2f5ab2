from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.numbers import plain


class CrmDealRequirement(models.Model):
    _name = "crm.deal.requirement"
    _description = "Technical Requirement of a Deal"
    _order = "deal_id, sequence, id"

    deal_id = fields.Many2one("crm.lead", required=True, index=True, ondelete="cascade")
    parameter_id = fields.Many2one("equipment.parameter", required=True, ondelete="restrict", index=True)
    sequence = fields.Integer(related="parameter_id.sequence", store=True)
    kind = fields.Selection(related="parameter_id.kind")
    unit = fields.Char(related="parameter_id.unit")
    value_min = fields.Float("Value, from", digits=(16, 4))
    value_max = fields.Float("To", digits=(16, 4))
    value_text = fields.Char("In words")
    choice_id = fields.Many2one(
        "equipment.parameter.choice", ondelete="restrict", domain="[('parameter_id', '=', parameter_id)]"
    )
    is_known = fields.Boolean(
        "Known",
        compute="_compute_is_known",
        store=True,
        readonly=False,
        help="Set by itself when a value is entered; set it by hand where the value is zero.",
    )
    summary = fields.Char("Requirement", compute="_compute_summary")

    _parameter_uniq = models.UniqueIndex("(deal_id, parameter_id)", "The deal has this requirement already.")

    @api.depends("value_min", "value_max", "value_text", "choice_id")
    def _compute_is_known(self):
        for line in self:
            entered = line.value_min or line.value_max or line.value_text or line.choice_id
            line.is_known = bool(entered) or line.is_known

    @api.depends("parameter_id", "value_min", "value_max", "value_text", "choice_id", "is_known")
    @api.depends_context("lang")
    def _compute_summary(self):
        for line in self:
            line.summary = line._prepare_summary() if line.is_known else False

    @api.constrains("value_min", "value_max", "parameter_id")
    def _check_range(self):
        for line in self:
            if line.kind == "range" and line.is_known and line.value_min > line.value_max:
                raise ValidationError(
                    self.env._("“%s”: the first value is greater than the second.", line.parameter_id.name)
                )

    @api.constrains("choice_id", "parameter_id")
    def _check_choice(self):
        for line in self:
            if line.choice_id and line.choice_id.parameter_id != line.parameter_id:
                raise ValidationError(
                    self.env._(
                        "“%(choice)s” is no value of “%(parameter)s”.",
                        choice=line.choice_id.name,
                        parameter=line.parameter_id.name,
                    )
                )

    def _prepare_summary(self):
        """The requirement as a person reads it: «10…40 °C»."""
        if self.kind == "text":
            return self.value_text
        if self.kind == "choice":
            return self.choice_id.name
        words = plain(self.env, self.value_min)
        if self.kind == "range":
            words += f"…{plain(self.env, self.value_max)}"
        return f"{words} {self.unit}" if self.unit else words

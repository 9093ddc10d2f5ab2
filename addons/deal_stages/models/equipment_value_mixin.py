from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.numbers import plain


class EquipmentValueMixin(models.AbstractModel):
    """A typed value of a technical parameter: what a deal wants of it, or what a product has."""

    _name = "equipment.value.mixin"
    _description = "Value of an Equipment Parameter"

    parameter_id = fields.Many2one("equipment.parameter", required=True, ondelete="restrict", index=True)
    sequence = fields.Integer(related="parameter_id.sequence", store=True)
    kind = fields.Selection(related="parameter_id.kind")
    unit = fields.Char(related="parameter_id.unit", string="Own unit")
    has_units = fields.Boolean(related="parameter_id.has_units")
    unit_id = fields.Many2one(
        "equipment.parameter.unit",
        ondelete="restrict",
        domain="[('parameter_id', '=', parameter_id)]",
        help="Unit that the value is given in; empty: the parameter's own.",
    )
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
    base_min = fields.Float("From, in the own unit", compute="_compute_base", store=True)
    base_max = fields.Float("To, in the own unit", compute="_compute_base", store=True)
    summary = fields.Char("In words and numbers", compute="_compute_summary")

    @api.depends("value_min", "value_max", "value_text", "choice_id")
    def _compute_is_known(self):
        for line in self:
            entered = line.value_min or line.value_max or line.value_text or line.choice_id
            line.is_known = bool(entered) or line.is_known

    @api.depends("value_min", "value_max", "unit_id.factor", "unit_id.offset", "parameter_id.kind")
    def _compute_base(self):
        for line in self:
            last = line.value_max if line.kind == "range" else line.value_min
            line.base_min = line.unit_id._to_base(line.value_min)
            line.base_max = line.unit_id._to_base(last)

    @api.depends("parameter_id", "unit_id", "value_min", "value_max", "value_text", "choice_id", "is_known")
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

    @api.constrains("choice_id", "unit_id", "parameter_id")
    def _check_of_parameter(self):
        for line in self:
            for chosen in (line.choice_id, line.unit_id):
                if chosen and chosen.parameter_id != line.parameter_id:
                    raise ValidationError(
                        self.env._(
                            "“%(choice)s” is no value of “%(parameter)s”.",
                            choice=chosen.name,
                            parameter=line.parameter_id.name,
                        )
                    )

    def _prepare_summary(self):
        """The value as a person reads it: «10…40 °C»."""
        if self.kind == "text":
            return self.value_text
        if self.kind == "choice":
            return self.choice_id.name
        words = plain(self.env, self.value_min)
        if self.kind == "range":
            words += f"…{plain(self.env, self.value_max)}"
        unit = self.unit_id.name or self.unit
        return f"{words} {unit}" if unit else words

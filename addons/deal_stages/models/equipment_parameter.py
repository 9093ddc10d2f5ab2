from odoo import api, fields, models
from odoo.exceptions import ValidationError

# What a product may be asked for, by kind of the parameter; the first is proposed. Words are judged by people.
RULES = {"number": ("at_least", "at_most", "equal"), "range": ("cover", "inside"), "choice": (False,)}


class EquipmentParameter(models.Model):
    _name = "equipment.parameter"
    _inherit = ["equipment.catalogue"]
    _description = "Equipment Parameter"

    kind = fields.Selection(
        [("number", "Number"), ("range", "Range"), ("choice", "Choice"), ("text", "Text")],
        default="number",
        required=True,
    )
    unit = fields.Char(translate=True, help="Unit that the values are stored in, for example m³/h.")
    type_ids = fields.Many2many("equipment.type", string="Equipment types", help="Types that are asked for it.")
    choice_ids = fields.One2many("equipment.parameter.choice", "parameter_id", "Choices", copy=True)
    unit_ids = fields.One2many("equipment.parameter.unit", "parameter_id", "Other units", copy=True)
    has_units = fields.Boolean(compute="_compute_has_units")
    rule = fields.Selection(
        [
            ("at_least", "At least as much as is asked for"),
            ("at_most", "At most as much as is asked for"),
            ("equal", "As much as is asked for"),
            ("cover", "The product's range covers the one asked for"),
            ("inside", "The product's range lies inside the one asked for"),
        ],
        "A product fits when it has",
        compute="_compute_rule",
        store=True,
        readonly=False,
        precompute=True,
    )
    tolerance = fields.Float("Tolerance, %", help="A difference up to that still fits.")

    _tolerance_positive = models.Constraint("CHECK (tolerance >= 0)", "A tolerance cannot be below zero.")

    @api.depends("unit_ids")
    def _compute_has_units(self):
        for parameter in self:
            parameter.has_units = bool(parameter.unit_ids)

    @api.depends("kind")
    def _compute_rule(self):
        for parameter in self:
            allowed = RULES.get(parameter.kind, (False,))
            parameter.rule = parameter.rule if parameter.rule in allowed else allowed[0]

    @api.constrains("kind", "rule")
    def _check_rule(self):
        for parameter in self:
            if parameter.rule not in RULES.get(parameter.kind, (False,)):
                raise ValidationError(self.env._("“%s”: this rule is for another kind of value.", parameter.name))

    @api.constrains("kind", "choice_ids")
    def _check_choices(self):
        for parameter in self:
            if parameter.kind == "choice" and not parameter.choice_ids:
                raise ValidationError(self.env._("Give “%s” at least one value to choose from.", parameter.name))

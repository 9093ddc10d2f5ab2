from odoo import fields, models


class EquipmentParameterUnit(models.Model):
    """Another unit that people give the value of a parameter in; stored it is always in the parameter's own."""

    _name = "equipment.parameter.unit"
    _description = "Unit of an Equipment Parameter"
    _order = "sequence, id"

    parameter_id = fields.Many2one("equipment.parameter", required=True, index=True, ondelete="cascade")
    name = fields.Char("Unit", required=True, translate=True)
    sequence = fields.Integer(default=10)
    factor = fields.Float("Multiply by", required=True, default=1.0, digits=(16, 8))
    offset = fields.Float("Then add", digits=(16, 6), help="For units with another zero: °F into °C, for example.")

    _factor_positive = models.Constraint("CHECK (factor > 0)", "A value is multiplied by a number above zero.")
    _name_uniq = models.UniqueIndex("(parameter_id, name)", "The parameter has this unit already.")

    def _to_base(self, value):
        """The value in the parameter's own unit; without another unit it is in that already."""
        return value * self.factor + self.offset if self else value

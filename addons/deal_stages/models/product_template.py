from odoo import api, fields, models
from odoo.fields import Command


class ProductTemplate(models.Model):
    _inherit = "product.template"

    equipment_type_id = fields.Many2one("equipment.type", "Equipment type", index="btree_not_null")
    equipment_scope_ids = fields.Many2many(
        "equipment.scope", string="Scopes of application", help="None chosen: fit for any."
    )
    equipment_material_ids = fields.Many2many(
        "equipment.material", string="Materials handled", help="None chosen: fit for any."
    )
    equipment_value_ids = fields.One2many(
        "product.equipment.value",
        "product_tmpl_id",
        "Technical values",
        compute="_compute_equipment_value_ids",
        store=True,
        readonly=False,
        copy=True,
    )

    @api.depends("equipment_type_id")
    def _compute_equipment_value_ids(self):
        for product in self:
            product.equipment_value_ids = product._prepare_value_commands()

    def _prepare_value_commands(self):
        """What is asked for this type of equipment; values that are known stay, whatever the type is now."""
        wanted = self.equipment_type_id.parameter_ids
        lines = self.equipment_value_ids
        foreign = lines.filtered(lambda line: not line.is_known and line.parameter_id not in wanted)
        return [
            *(Command.delete(line.id) for line in foreign),
            *(Command.create({"parameter_id": new._origin.id}) for new in wanted - lines.parameter_id),
        ]

    def _get_technical_summary(self):
        """Technical values in one line: «Flow: 60 m³/h; Head: 50 m»."""
        known = self.equipment_value_ids.filtered("is_known")
        return "; ".join(f"{line.parameter_id.name}: {line.summary}" for line in known)

from odoo import api, fields, models


class CrmStage(models.Model):
    _inherit = "crm.stage"

    code = fields.Selection(
        [
            ("selection", "Equipment selection"),
            ("production", "Production"),
            ("sale", "Sale from stock"),
            ("installation", "Installation"),
            ("service", "Service"),
            ("closed", "Closed"),
        ],
        copy=False,
        help="What the stage means to the programme. The name may be changed, the meaning stays.",
    )
    next_stage_ids = fields.Many2many(
        "crm.stage",
        "crm_stage_next_rel",
        "stage_id",
        "next_stage_id",
        "May go to",
        copy=False,
        help="Stages that a deal may be moved to from here. Nothing chosen: to any.",
    )
    required_field_ids = fields.Many2many(
        "ir.model.fields",
        string="Required data",
        domain="[('model', '=', 'crm.lead'), ('store', '=', True)]",
        groups="base.group_system",
        help="Fields of the deal that must be filled in before it may enter this stage.",
    )

    _code_uniq = models.Constraint("unique(code)", "Another stage has this meaning already.")

    @api.model
    def _get_by_code(self, code):
        """The stage with this code, whatever it is called; empty when an administrator deleted it."""
        return self.search([("code", "=", code)], limit=1)

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache("templates")
        return super().create(vals_list)

    def write(self, vals):
        if "required_field_ids" in vals:
            # The form that asks for what is missing is built of these fields.
            self.env.registry.clear_cache("templates")
        return super().write(vals)

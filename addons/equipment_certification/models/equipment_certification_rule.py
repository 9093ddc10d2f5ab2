from odoo import api, fields, models

KINDS = [
    ("certificate", "Certificate"),
    ("attestation", "Attestation"),
    ("declaration", "Declaration"),
    ("calibration", "Calibration"),
]
SCOPES = [("product", "Product"), ("series", "Series"), ("serial", "Each serial number")]
LEVELS = [("none", "Nothing"), ("warn", "Warn"), ("block", "Block")]
MOMENTS = [("at_shipment", "Shipment"), ("at_act", "Commissioning act"), ("at_closing", "Closing")]


class EquipmentCertificationRule(models.Model):
    """Which document the equipment of a type needs, and what happens where it is missing."""

    _name = "equipment.certification.rule"
    _description = "Rule of Certification"
    _order = "equipment_type_id, kind, id"
    _rec_name = "equipment_type_id"

    equipment_type_id = fields.Many2one("equipment.type", required=True, index=True, ondelete="cascade")
    active = fields.Boolean("Needed", default=True, help="Switched off, the step does not appear for this type.")
    kind = fields.Selection(KINDS, "Document", required=True, default="attestation")
    standard = fields.Char("Standard or regulation")
    scope = fields.Selection(SCOPES, "Issued for", required=True, default="serial")
    body_ids = fields.Many2many(
        "res.partner",
        "equipment_certification_rule_body_rel",
        "rule_id",
        "partner_id",
        "Bodies",
        domain="[('is_certification_body', '=', True)]",
        help="Who may issue it; empty: any body.",
    )
    lead_days = fields.Integer("Days it takes", default=30, help="Usual time from the request to the document.")
    cost = fields.Monetary("Usual cost")
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    valid_months = fields.Integer("Valid for, months", default=12, help="Zero: without an end.")
    renew_days = fields.Integer(
        "Remind ahead, days", default=60, help="The task to renew it is made so many days before its end."
    )
    at_shipment = fields.Selection(LEVELS, "Before shipment", required=True, default="warn")
    at_act = fields.Selection(LEVELS, "Before the act", required=True, default="none")
    at_closing = fields.Selection(LEVELS, "Before closing", required=True, default="block")
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        domain="[('share', '=', False)]",
        index="btree_not_null",
        help="Who asks the bodies for it; empty: the manager of the deal.",
    )

    _type_kind_uniq = models.UniqueIndex(
        "(equipment_type_id, kind)", "This type has a rule for this document already: change that one."
    )
    _numbers_not_negative = models.Constraint(
        "CHECK (lead_days >= 0 AND valid_months >= 0 AND renew_days >= 0 AND cost >= 0)",
        "Days, months and cost of a rule cannot be below zero.",
    )

    @api.model
    def _get_by_type(self, types, moment=None):
        """{equipment type: its rules}, those only that say something at the moment where one is given."""
        domain = [("equipment_type_id", "in", types.ids)]
        if moment:
            domain.append((moment, "!=", "none"))
        return self.search(domain).grouped("equipment_type_id")

    @api.model
    def _get_types(self):
        """Equipment types that need any document."""
        return self.env["equipment.type"].union(*(kind for [kind] in self._read_group([], ["equipment_type_id"])))

    def _get_level(self, moment=None):
        """What a missing document does at the moment: none, warn, block; without a moment the worst of all."""
        self.ensure_one()
        order = [code for code, _label in LEVELS]
        return max((self[name] for name in ([moment] if moment else dict(MOMENTS))), key=order.index)

    def _is_for_product(self, product):
        """Goods without numbers can be certified as a product only."""
        return self.scope == "product" or product.tracking == "none"

    def _get_lead_days(self, product):
        """Days that this product waits for the document before it may be shipped."""
        return self.lead_days if self.at_shipment == "block" else 0

    def _get_blocking_kinds(self):
        """Documents without which nothing is shipped."""
        return set(self.filtered(lambda rule: rule.at_shipment == "block").mapped("kind"))

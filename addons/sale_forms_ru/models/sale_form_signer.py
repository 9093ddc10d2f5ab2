from odoo import api, fields, models


class SaleFormSigner(models.Model):
    """Who signs which papers from when until when, and in whose name."""

    _name = "sale.form.signer"
    _description = "Signatory"
    _order = "role, sequence, id"

    sequence = fields.Integer(default=10)
    role = fields.Selection(
        [
            ("director", "Head of the company"),
            ("accountant", "Chief accountant"),
            ("shipper", "Hands the goods over"),
            ("responsible", "Answers for the paper"),
        ],
        required=True,
        default="director",
    )
    name = fields.Char("Name on paper", required=True, help="Surname and initials.")
    position = fields.Char(required=True)
    basis = fields.Char(help="Charter, order or power of attorney with number and date.")
    kind_ids = fields.Many2many("sale.form.kind", string="Papers", help="Empty: all.")
    date_from = fields.Date("From")
    date_to = fields.Date("Until")
    facsimile = fields.Image(max_width=600, max_height=300)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)

    _dates = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_to >= date_from)",
        "A signatory cannot end before he begins: correct the days.",
    )

    @api.model
    def _prepare_signers(self, kind, company, day):
        """{role: {name, position, basis, id}} on this day; whoever is named for the kind goes first."""
        found = {}
        for signer in self.search([("company_id", "=", company.id)]).sorted(
            lambda one: (not one.kind_ids, one.sequence, one.id)
        ):
            if signer._signs(kind, day):
                found.setdefault(signer.role, signer)
        return {
            role: {"id": one.id, "name": one.name, "position": one.position, "basis": one.basis or ""}
            for role, one in found.items()
        }

    def _signs(self, kind, day):
        if self.kind_ids and kind not in self.kind_ids:
            return False
        return (not self.date_from or self.date_from <= day) and (not self.date_to or day <= self.date_to)

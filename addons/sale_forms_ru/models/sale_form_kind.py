from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleFormKind(models.Model):
    """A kind of paper that we print: what it is printed from, how it is numbered, what comes back signed."""

    _name = "sale.form.kind"
    _description = "Kind of Printed Form"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, readonly=True, copy=False)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    source = fields.Selection(
        [("request", "Request to pay"), ("order", "Customer order"), ("delivery", "Delivery")],
        "Printed from",
        required=True,
        readonly=True,
    )
    number_sequence_id = fields.Many2one(
        "ir.sequence", "Numbering", help="Empty: the number of what it is printed from."
    )
    paper_kind_id = fields.Many2one(
        "crm.deal.paper.kind", "Closing paper", ondelete="set null", help="What it is when it comes back signed."
    )
    has_stamp = fields.Boolean("With stamp and signatures", help="Where the company prints them.")
    has_prices = fields.Boolean(default=True, help="The warehouse prints only papers without prices.")
    is_frozen = fields.Boolean(
        "Corrected by a document of its own", help="Once printed it is not printed anew after a change."
    )
    in_shipment = fields.Boolean("In the set of a shipment", help="Printed with “All papers”.")
    version_ids = fields.One2many("sale.form.version", "kind_id", "Versions")

    _code_uniq = models.UniqueIndex("(code)", "This kind exists already.")

    @api.model
    def _get(self, code):
        kind = self.with_context(active_test=False).search([("code", "=", code)], limit=1)
        if not kind:
            raise UserError(
                self.env._("The administrator deleted the form “%s”: update the addon of printed forms.", code)
            )
        return kind

    def _get_version(self, day):
        """The version of the form that is in force on this day."""
        self.ensure_one()
        known = self.version_ids.filtered(lambda version: version.date_from <= day).sorted("date_from")
        if not known:
            raise UserError(
                self.env._(
                    "No version of “%(form)s” is in force on %(day)s: ask the administrator.", form=self.name, day=day
                )
            )
        return known[-1]

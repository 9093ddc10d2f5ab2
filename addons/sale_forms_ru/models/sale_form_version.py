import base64

from lxml import etree

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SaleFormVersion(models.Model):
    """A form as an order of the state prescribes it from some day on: a new form is a new record."""

    _name = "sale.form.version"
    _description = "Version of a Printed Form"
    _order = "kind_id, date_from desc"
    _rec_name = "regulation"

    kind_id = fields.Many2one("sale.form.kind", "Form", required=True, index=True, ondelete="cascade")
    regulation = fields.Char("Prescribed by", required=True, help="Number and date of the order, printed on the form.")
    date_from = fields.Date("In force from", required=True)
    view_id = fields.Many2one(
        "ir.ui.view", "Layout", required=True, ondelete="restrict", domain="[('type', '=', 'qweb')]", index=True
    )
    required = fields.Char(help="Requisites without which it is not printed, apart by blanks: seller.inn buyer.address")

    xml_format = fields.Char("Electronic format", help="Version of the official exchange format.")
    xml_view_id = fields.Many2one(
        "ir.ui.view", "Electronic layout", ondelete="restrict", domain="[('type', '=', 'qweb')]", index="btree_not_null"
    )
    xsd = fields.Binary(
        "Scheme (XSD)",
        attachment=True,
        help="Each electronic copy is checked by it. What is shipped holds our own checks: put the file of the tax service here.",
    )

    _day_uniq = models.UniqueIndex("(kind_id, date_from)", "Another version is in force from this day.")

    def _get_required(self):
        """[(part of the data, name)] that must be filled."""
        return [tuple(path.split(".", 1)) for path in (self.required or "").split()]

    def _get_scheme(self):
        """What checks electronic copies; None without a scheme. Declarations of others are not followed."""
        raw = base64.b64decode(self.with_context(bin_size=False).xsd or b"")
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        return etree.XMLSchema(etree.fromstring(raw, parser)) if raw else None

    @api.constrains("xsd")
    def _check_xsd(self):
        for version in self:
            try:
                version._get_scheme()
            except (etree.XMLSyntaxError, etree.XMLSchemaParseError) as error:
                raise ValidationError(self.env._("This is no scheme (XSD): %s", error)) from error

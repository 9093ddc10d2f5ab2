import uuid

from lxml import etree

from odoo import models
from odoo.exceptions import UserError

SPACE = uuid.UUID("6f0b4c1e-6a58-4f57-9a5e-0e7d6c2c1f10")


class SaleForm(models.Model):
    """Electronic copies, in the layout and by the scheme of the form's version."""

    _inherit = "sale.form"

    def _get_file_id(self):
        """Name of the electronic copy, the same each time it is made."""
        self.ensure_one()
        seller, buyer = self.data["seller"], self.data["buyer"]
        mark = uuid.uuid5(SPACE, f"{self.env.cr.dbname} {self.barcode}")
        sides = (f"{side['inn']}{side['kpp']}" for side in (buyer, seller))
        return "_".join(("ON_NSCHFDOPPR", *sides, self.data["day"].replace("-", ""), str(mark)))

    def _make_xml(self):
        """Bytes of the electronic copy, checked by the scheme of its version.

        :raises UserError: where the form has no electronic layout, or the copy breaks the scheme
        """
        self.ensure_one()
        version = self.version_id
        if not version.xml_view_id:
            raise UserError(self.env._("“%s” has no electronic copy.", self.kind_id.name))
        values = {
            **self._get_print_values(),
            "data": self.data,
            "form": self,
            "file_id": self._get_file_id(),
            "plain": lambda value, digits: (
                f"{value:.{digits}f}" if digits == 2 else f"{value:.{digits}f}".rstrip("0").rstrip(".")
            ),
        }
        text = str(self.env["ir.qweb"]._render(version.xml_view_id.id, values))
        root = etree.fromstring(text, etree.XMLParser(remove_blank_text=True))
        self._check_xml(root)
        return etree.tostring(root, encoding="windows-1251", xml_declaration=True, pretty_print=True)

    def _check_xml(self, root):
        # Schemes are the administrator's; whoever exports reads no configuration.
        scheme = self.version_id.sudo()._get_scheme()
        if scheme is not None and not scheme.validate(root):
            raise UserError(
                self.env._(
                    "%(form)s breaks the scheme: %(error)s", form=self.display_name, error=scheme.error_log[0].message
                )
            )

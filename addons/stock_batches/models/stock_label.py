"""What stands on a label of each kind; drawing is the business of tools/label.py."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import file_path

from ..tools import gs1, label, symbol

FONTS = "web/static/fonts/google/Roboto/Roboto-%s.ttf"


class StockLabelMixin(models.AbstractModel):
    _name = "stock.label.mixin"
    _description = "Has a Label"

    def _get_label_data(self):
        """``title``, ``lines``, ``content`` (bracketed when GS1) and ``is_gs1``; refuses what no scanner could read."""
        raise NotImplementedError

    def _draw_label(self, profile):
        """Picture of this record's label at the size of a printer profile."""
        self.ensure_one()
        return self._draw_label_data(self._get_label_data(), profile)

    def _draw_label_data(self, data, profile):
        fonts = [file_path(FONTS % weight) for weight in ("Regular", "Bold")]
        size = profile._get_size()
        for symbology in ("datamatrix", "linear") if profile.symbology == "datamatrix" else ("linear", "datamatrix"):
            try:
                return label.draw({**data, "symbology": symbology}, size, fonts)
            except label.DoesNotFit:
                # A long number as bars is wider than the label: as squares it fits.
                continue
        raise UserError(
            self.env._(
                "The barcode %(text)s does not fit on a label of %(size)s: choose a larger one.",
                text=data["content"],
                size=profile.display_name,
            )
        )

    def _check_label_text(self, text):
        """Refuse a text that no scanner types back, and offer one that it does."""
        if not text:
            raise UserError(self.env._("%s has no barcode: give it one first.", self.display_name))
        if symbol.PRINTABLE.match(text):
            return text
        if len(text) > 48:
            raise UserError(self.env._("%(text)s is longer than 48 characters: no label holds it.", text=text))
        raise UserError(
            self.env._(
                "Series %(text)s has characters that no scanner can read: name it %(offer)s, for instance.",
                text=text,
                offer=gs1.offer_number(text) or "1",
            )
        )

    def _get_gtin_title(self, product):
        return f"[{product.default_code}] {product.name}" if product.default_code else product.name


class StockLot(models.Model):
    _name = "stock.lot"
    _inherit = ["stock.lot", "stock.label.mixin"]

    def _get_label_data(self):
        self.ensure_one()
        content = self._get_gs1_content()
        return {
            "title": self._get_gtin_title(self.product_id),
            "lines": self._get_label_lines(),
            "content": content or self._check_label_text(self.name),
            "is_gs1": bool(content),
        }


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "stock.label.mixin"]

    def _get_label_data(self):
        self.ensure_one()
        gtin = gs1.to_gtin(self.barcode)
        lines = [(self.env._("Code"), self.default_code)] if self.default_code else []
        return {
            "title": self.name,
            "lines": lines,
            "content": f"(01){gtin}" if gtin else self._check_label_text(self.barcode or self.default_code),
            "is_gs1": bool(gtin),
        }


class StockLocation(models.Model):
    _name = "stock.location"
    _inherit = ["stock.location", "stock.label.mixin"]

    def _get_label_data(self):
        self.ensure_one()
        is_gln = gs1.is_gln(self.barcode)
        return {
            "title": self.name,
            "lines": [("", self.complete_name)],
            "content": f"(414){self.barcode}" if is_gln else self._check_label_text(self.barcode),
            "is_gs1": is_gln,
        }


class StockPackage(models.Model):
    _name = "stock.package"
    _inherit = ["stock.package", "stock.label.mixin"]

    def _get_label_data(self):
        self.ensure_one()
        is_sscc = gs1.is_sscc(self.name)
        goods = self.quant_ids.product_id
        lines = [("", goods.name)] if len(goods) == 1 else []
        return {
            "title": self.env._("Package %s", self.name),
            "lines": lines,
            "content": f"(00){self.name}" if is_sscc else self._check_label_text(self.name),
            "is_gs1": is_sscc,
        }

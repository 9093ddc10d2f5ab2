from odoo import models
from odoo.exceptions import ValidationError

from ..tools import gs1

# Our names of parts → (application identifier, type of core's rules)
TYPES = {
    "gtin": ("01", "product"),
    "lot": ("10", "lot"),
    "serial": ("21", "lot"),
    "sscc": ("00", "package"),
    "gln": ("414", "location"),
    "production": ("11", "production_date"),
    "packaging": ("13", "pack_date"),
    "best_before": ("15", "use_date"),
    "expiry": ("17", "expiration_date"),
    "quantity": ("30", "quantity"),
}


class BarcodeNomenclature(models.Model):
    _inherit = "barcode.nomenclature"

    def parse_nomenclature_barcode(self, barcode):
        """A code that core can read is core's. Where it gives up for one part, the others are kept and it is named."""
        if not self.is_gs1_nomenclature:
            return super().parse_nomenclature_barcode(barcode)
        failure = None
        try:
            parts = super().parse_nomenclature_barcode(barcode)
        except (ValidationError, ValueError) as error:  # a date that no calendar has
            parts, failure = None, error
        if parts:
            return parts
        found = gs1.read(barcode)
        # A bare number is no GS1 code: core pads it and looks the product up by itself.
        if set(found) <= {"errors", "other"} or (set(found) == {"gtin"} and gs1.to_gtin(barcode)):
            if failure:
                raise ValidationError(str(failure)) from failure
            return parts
        return self._prepare_gs1_parts(found)

    def _prepare_gs1_parts(self, found):
        """In the shape of core's decomposition; `type` is "unknown" or "error" for what it has no word for."""
        rules = {rule.pattern.partition(")")[0].lstrip("("): rule for rule in self.rule_ids}
        none = self.env["barcode.rule"]
        parts = [
            {
                "rule": rules.get(ai, none),
                "type": kind,
                "ai": ai,
                "string_value": str(found[name]),
                "value": found[name],
            }
            for name, (ai, kind) in TYPES.items()
            if name in found
        ]
        for ai, text in found.get("other", {}).items():
            parts.append({"rule": none, "type": "unknown", "ai": ai, "string_value": text, "value": text})
        for rest, reason in found.get("errors", ()):
            parts.append({"rule": none, "type": "error", "ai": rest[:2], "string_value": rest, "value": reason})
        return parts

"""What a scanned code means for this warehouse: every meaning it has, never a guessed one."""

from dataclasses import dataclass, field

from odoo import fields
from odoo.fields import Domain

from odoo.addons.stock_batches.tools import gs1

MODELS = {
    "product": "product.product",
    "lot": "stock.lot",
    "new_lot": "product.product",
    "location": "stock.location",
    "package": "stock.package",
    "picking": "stock.picking",
    "picking_type": "stock.picking.type",
    "production": "mrp.production",
    "badge": "res.users",
}
DATES = ("production", "packaging", "best_before", "expiry")


@dataclass
class Meaning:
    """One meaning: the record, how much of it the code names (product's unit), and what else stands in the code.

    A ``new_lot`` has the product as its record and its number in `name`; `parts` are those of `stock.lot._read_gs1`.
    """

    kind: str
    record: object
    quantity: float = None
    name: str = ""
    parts: dict = field(default_factory=dict)

    def get_name(self):
        if self.kind == "lot":
            return f"{self.record.name} · {self.record.product_id.display_name}"
        if self.kind == "new_lot":
            return f"{self.name} · {self.record.display_name}" if self.record else self.name
        return self.record.display_name

    def dump(self):
        dates = {name: fields.Date.to_string(self.parts[name]) for name in DATES if self.parts.get(name)}
        return {
            "kind": self.kind,
            "id": self.record.id,
            "quantity": self.quantity,
            "name": self.name,
            "parts": {"errors": self.parts.get("errors", []), **dates},
        }

    @classmethod
    def load(cls, env, data):
        parts = {name: fields.Date.to_date(data["parts"][name]) for name in DATES if data["parts"].get(name)}
        record = env[MODELS[data["kind"]]].browse(data["id"] or []).exists()
        return cls(data["kind"], record, data["quantity"], data["name"], parts)


def resolve(env, text):
    """All that a scanned text may mean, best readings first."""
    if not text.strip():
        return []
    found = env["stock.lot"]._resolve_gs1(text)
    if _is_whole_gs1(text, found):
        return _read_parts(env, found)
    meanings = _look_up(env, text) + _read_parts(env, found)
    if not meanings and gs1.CYRILLIC.search(text):
        # A Russian keyboard under a scanner that types.
        meanings = _look_up(env, text.translate(gs1.LAYOUT))
    unique = {(meaning.kind, meaning.record.id, meaning.name): meaning for meaning in reversed(meanings)}
    known = [meaning for meaning in reversed(unique.values()) if meaning.kind != "new_lot"]
    return known or list(reversed(unique.values()))


def _is_whole_gs1(text, found):
    """Trade item numbers with something behind them are nobody's own numbers."""
    return bool(found.get("gtin") and len(found) > 3 + ("errors" in found)) and len(text) > 14


def _read_parts(env, found):
    """Meanings of a GS1 code: its series where it names one, else its goods, package or place."""
    if not found:
        return []
    if sscc := found.get("sscc"):
        return _meanings("package", env["stock.package"].search([("name", "=", sscc)]))
    if gln := found.get("gln"):
        return _meanings("location", env["stock.location"].search([("barcode", "=", gln)]))
    product, per_pack = found["product"], 1.0
    if found.get("gtin") and not product:
        product, per_pack = _find_packaging(env, gs1.gtin_forms(found["gtin"]))
        if not product:
            # A number alone would find the series of other goods.
            return []
    if not product and any(text.startswith("01") for text, _reason in found.get("errors", ())):
        # The goods on the label cannot be read, so their number is nobody's.
        return []
    name = found.get("lot") or found.get("serial")
    quantity = found["quantity"] * per_pack if found.get("quantity") else (per_pack if per_pack != 1 else None)
    if not name or (product and product.tracking == "none"):
        return [Meaning("product", product, quantity, parts=found)] if product else []
    return _read_series(env, found, product, name, quantity)


def _read_series(env, found, product, name, quantity):
    lots = found["lots"]
    if product and product != found["product"]:
        lots = env["stock.lot"].search([("product_id", "=", product.id), ("name", "=", name)])
    if lots:
        return [Meaning("lot", lot, quantity, lot.name, found) for lot in lots]
    doubtful = [Meaning("lot", lot, parts.get("quantity"), lot.name, parts) for lot, parts in found["doubtful"]]
    return [*doubtful, Meaning("new_lot", product, quantity, name, found)]


def _find_packaging(env, forms):
    """(product, pieces in one) of a packaging's barcode."""
    packaging = env["product.uom"].search([("barcode", "in", forms)], limit=1)
    product = packaging.product_id
    return product, packaging.uom_id._compute_quantity(1, product.uom_id) if product else 1.0


def _look_up(env, text):
    """Records that carry this very text."""
    gtin = gs1.to_gtin(text)
    barcodes = {text, *(gs1.gtin_forms(gtin) if gtin else ())}
    by_barcode = Domain("barcode", "in", list(barcodes))
    meanings = _meanings("lot", env["stock.lot"].search([("name", "=", text)], limit=20))
    meanings += _meanings("product", env["product.product"].search(by_barcode))
    product, quantity = _find_packaging(env, list(barcodes))
    if product:
        meanings.append(Meaning("product", product, quantity))
    meanings += _meanings("location", env["stock.location"].search(by_barcode))
    meanings += _meanings("package", env["stock.package"].search([("name", "=", text)]))
    meanings += _meanings("picking", env["stock.picking"].search([("name", "=", text)]))
    meanings += _meanings("picking_type", env["stock.picking.type"].search(by_barcode))
    meanings += _meanings("production", env["mrp.production"].search([("name", "=", text)]))
    return meanings + _meanings("badge", env["res.users"]._find_by_badge(text))


def _meanings(kind, records):
    return [Meaning(kind, record) for record in records]

"""Prices and stock out of offers."""

from .goods import offer_id, unit_values
from .nodes import children, text


def reference(element):
    """How an offer names its goods; an id with '#' is that of a variant."""
    return {
        "goods_id": offer_id(element),
        "goods_article": text(element, "Артикул"),
        "goods": text(element, "Наименование"),
    }


def read_prices(unit, context):
    """Records of kind prices: one a price type."""
    if unit.name != "Предложение":
        return
    for node in children(unit.element, "Цены", "Цена"):
        identity = text(node, "ИдТипаЦены")
        kind = context.price_types.get(identity, {})
        if not kind:
            context.doubt("price_type_unknown", identity)
        yield {
            **reference(unit.element),
            "price_type_id": identity,
            "price_type": kind.get("name") or identity,
            "price": text(node, "ЦенаЗаЕдиницу"),
            "currency": text(node, "Валюта") or kind.get("currency"),
            "vat_included": kind.get("vat_included"),
            "unit": text(node, "Единица") or unit_values(unit.element).get("unit"),
            "factor": text(node, "Коэффициент"),
        }


def read_stock(unit, context):
    """Records of kind stock: one a warehouse, or one without warehouse where the offer states the sum only."""
    if unit.name != "Предложение":
        return
    common = {**reference(unit.element), **_units(unit.element)}
    for identity, quantity in _balances(unit.element):
        if identity and identity not in context.warehouses:
            context.doubt("warehouse_unknown", identity)
        yield {
            **common,
            "warehouse_id": identity,
            "warehouse": context.warehouses.get(identity) or None,
            "quantity": quantity,
        }


def _units(element):
    found = unit_values(element)
    return {name: found.get(name) for name in ("unit", "unit_code")}


def _balances(element):
    """(warehouse id, quantity) in the three ways in which 1C's versions write them."""
    found = [(node.get("ИдСклада"), node.get("КоличествоНаСкладе")) for node in children(element, "Склад")]
    for path in (("Остатки", "Остаток", "Склад"), ("Склады", "Склад"), ("Склады", "ОстаткиПоСкладам")):
        for node in children(element, *path):
            identity = text(node, "Ид") or text(node, "ИдСклада") or node.get("ИдСклада")
            found.append((identity, text(node, "Количество") or node.get("КоличествоНаСкладе")))
    total = text(element, "Количество") or text(element, "Остатки", "Остаток", "Количество")
    return found or ([(None, total)] if total else [])

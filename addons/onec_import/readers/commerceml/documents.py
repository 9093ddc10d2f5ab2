"""Orders of customers and to suppliers, and what was sold, out of documents."""

from decimal import Decimal

from ..values import Bad, to_number
from .goods import clean_id, unit_values
from .nodes import child, children, requisites, text
from .partners import addresses, legal_name

SALES = ("Отпуск товара", "Реализация", "Розничная продажа")
OURS = ("Покупатель", "Плательщик", "Получатель")


def read_customer_orders(unit, context):
    """Records of kind customer_orders: documents Заказ товара in which we sell."""
    if _is_order(unit) and text(unit.element, "Роль") not in OURS:
        yield order(unit.element, "customer", ("Покупатель", "Плательщик", "Получатель"))


def read_supplier_orders(unit, context):
    """Records of kind supplier_orders: documents Заказ товара in which we buy."""
    if _is_order(unit) and text(unit.element, "Роль") in OURS:
        yield order(unit.element, "vendor", ("Продавец",))


def _is_order(unit):
    operation = text(unit.element, "ХозОперация") if unit.name == "Документ" else "other"
    return operation in ("Заказ товара", "Заказ", "Счет на оплату", "")


def order(element, prefix, roles):
    facts = requisites(element)
    yes = {name for name, value in facts.items() if value.lower() == "true"}
    amount = text(element, "Сумма")
    return {
        "id": text(element, "Ид"),
        "number": facts.get("Номер по 1С") or text(element, "Номер"),
        "date": text(element, "Дата"),
        **party(element, prefix, roles),
        "currency": text(element, "Валюта"),
        "amount": amount,
        "paid": amount if "Заказ оплачен" in yes else None,
        "status": facts.get("Статус заказа"),
        "comment": text(element, "Комментарий"),
        "discounts": discounts(element),
        "payment_date": text(element, "СрокПлатежа"),
        "ship_date": facts.get("Дата отгрузки"),
        "posted": facts.get("Проведен"),
        "deleted": facts.get("ПометкаУдаления") or text(element, "ПометкаУдаления"),
        "vat_included": vat_included(element),
        "lines": [line(node, "Отменен" in yes) for node in children(element, "Товары", "Товар")],
        "version": text(element, "НомерВерсии"),
    }


def party(element, prefix, roles):
    """The other side of a document: the counterparty whose role is one of `roles`, else the first."""
    found = children(element, "Контрагенты", "Контрагент")
    node = next((node for node in found if text(node, "Роль") in roles), found[0] if found else None)
    if node is None:
        return {}
    where = next((address.get("text") for address in addresses(node)), None)
    return {
        f"{prefix}_id": text(node, "Ид"),
        f"{prefix}_inn": text(node, "ИНН"),
        f"{prefix}_kpp": text(node, "КПП"),
        prefix: text(node, "Наименование") or legal_name(node),
        **({"delivery_address": where} if prefix == "customer" else {}),
    }


def line(node, cancelled):
    discount = sum(_amount(entry) for entry in children(node, "Скидки", "Скидка"))
    units = unit_values(node)
    return {
        "goods_id": clean_id(text(node, "Ид")),
        "goods_article": text(node, "Артикул"),
        "goods": text(node, "Наименование"),
        "service": requisites(node).get("ТипНоменклатуры") == "Услуга" or None,
        "quantity": text(node, "Количество"),
        "unit": units.get("unit"),
        "unit_code": units.get("unit_code"),
        "price": text(node, "ЦенаЗаЕдиницу") or text(node, "Цена"),
        "line_amount": text(node, "Сумма"),
        "discount_amount": discount or None,
        "vat": next((text(tax, "Ставка") for tax in children(node, "СтавкиНалогов", "СтавкаНалога")), None),
        "cancelled": cancelled or None,
    }


def discounts(element):
    """The sum of the document's discounts and surcharges that its lines do not show, or None."""
    amounts = [-_amount(node) for node in children(element, "Скидки", "Скидка")]
    amounts += [_amount(node) for node in children(element, "ДопРасходы", "ДопРасход")]
    return sum(amounts) if amounts else None


def _amount(node):
    try:
        return to_number(text(node, "Сумма")) or Decimal(0)
    except Bad:
        return Decimal(0)


def vat_included(element):
    tax = child(child(element, "Налоги"), "Налог")
    return text(tax, "УчтеноВСумме").lower() == "true" if tax is not None else None


def read_purchases(unit, context):
    """Records of kind purchases: the lines of what was shipped."""
    if unit.name != "Документ" or text(unit.element, "ХозОперация") not in SALES:
        return
    element = unit.element
    head = {
        **party(element, "customer", ("Покупатель", "Получатель", "Плательщик")),
        "date": text(element, "Дата"),
        "document": text(element, "Ид") or text(element, "Номер"),
        "currency": text(element, "Валюта"),
    }
    head.pop("delivery_address", None)
    for node in children(element, "Товары", "Товар"):
        values = line(node, False)
        yield {
            **head,
            **{name: values[name] for name in ("goods_id", "goods_article", "goods", "quantity")},
            "amount": values["line_amount"],
        }

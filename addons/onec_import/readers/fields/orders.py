"""Open orders: of customers, to suppliers, to production."""

from ..structures import Field
from .common import (
    CURRENCY,
    DELETED,
    GOODS_ONE_OF,
    ORGANISATION,
    VAT_CHOICES_HELP,
    goods_fields,
    partner_fields,
    partner_one_of,
    unit_fields,
)


def head_fields(word):
    """What any order has: id, number, date, status, manager, comment; `word` is how 1C names the document."""
    return {
        "id": Field("Ид", "Id in 1C", aliases=("УИД", "GUID", f"{word}.Ссылка", "Ид документа", "УИД документа")),
        "number": Field(
            "Номер", "Number", aliases=("№", f"{word}.Номер", "Номер заказа", "Номер документа", "Заказ №")
        ),
        "date": Field("Дата", "Date", "date", aliases=(f"{word}.Дата", "Дата заказа", "Дата документа")),
        "document": Field(
            word,
            "Document",
            aliases=("Документ", "Заказ", "Ссылка"),
            help='"Заказ клиента ТД00-000012 от 01.02.2026 10:00:00"',
        ),
        "organisation": ORGANISATION,
        "warehouse": Field("Склад", "Warehouse", aliases=("Склад отгрузки", "Склад поступления")),
        "status": Field("Статус", "State in 1C", aliases=("Состояние", "Статус заказа", "Текущее состояние")),
        "manager": Field("Менеджер", "Manager", aliases=("Ответственный", "Автор")),
        "comment": Field("Комментарий", "Comment"),
        "amount": Field(
            "Сумма документа",
            "Amount of the order",
            "money",
            aliases=("Сумма заказа", "Итого", "Всего", "Сумма по заказу"),
        ),
        "discounts": Field(
            "Скидки и наценки документа",
            "Discounts and surcharges of the order",
            "money",
            help="What the lines do not show.",
        ),
        "posted": Field("Проведен", "Posted", "bool"),
        "deleted": DELETED,
    }


def line_fields(done_ru, done, done_aliases):
    """A line: goods, quantity, unit, price, discount, VAT, sum, and how much of it is done."""
    return {
        **goods_fields(line=True),
        "quantity": Field(
            "Количество",
            "Quantity",
            "number",
            required=True,
            line=True,
            aliases=("Кол-во", "Заказано", "Количество заказано"),
        ),
        **unit_fields(line=True),
        "price": Field("Цена", "Price", "money", line=True, aliases=("Цена за единицу",)),
        "discount": Field(
            "Скидка, %", "Discount, %", "number", line=True, aliases=("% скидки", "Процент скидки", "Скидка")
        ),
        "discount_amount": Field("Сумма скидки", "Discount", "money", line=True),
        "service": Field("Услуга", "Service", "bool", line=True),
        "vat": Field("Ставка НДС", "VAT rate", "vat", line=True, aliases=("НДС", "% НДС"), help=VAT_CHOICES_HELP),
        "vat_amount": Field("Сумма НДС", "VAT", "money", line=True),
        "line_amount": Field(
            "Сумма", "Amount of the line", "money", line=True, aliases=("Сумма с НДС", "Всего с НДС", "Стоимость")
        ),
        "done": Field(done_ru, done, "number", line=True, aliases=done_aliases),
        "line_date": Field("Дата строки", "Date of the line", "date", line=True, aliases=("Дата отгрузки строки",)),
        "cancelled": Field("Отменено", "Line cancelled", "bool", line=True, aliases=("Отменена",)),
    }


CUSTOMER_ORDERS = {
    **head_fields("Заказ клиента"),
    **partner_fields("customer", "Клиент", "Customer", ("Покупатель", "Заказчик")),
    "contract": Field("Договор", "Contract", aliases=("Договор контрагента", "Соглашение")),
    "currency": CURRENCY,
    "vat_included": Field("Цена включает НДС", "Prices include VAT", "bool", aliases=("Сумма включает НДС",)),
    "ship_date": Field(
        "Дата отгрузки",
        "To be shipped",
        "date",
        aliases=("Желаемая дата отгрузки", "Плановая дата отгрузки", "Срок отгрузки"),
    ),
    "payment_date": Field("Дата оплаты", "To be paid", "date", aliases=("Срок оплаты", "Плановая дата оплаты")),
    "delivery_address": Field("Адрес доставки", "Delivery address"),
    "paid": Field("Оплачено", "Paid", "money", aliases=("Сумма оплаты", "Оплата", "Сумма оплачено")),
    "shipped_amount": Field("Сумма отгрузки", "Shipped, amount", "money", aliases=("Отгружено на сумму",)),
    "invoiced_amount": Field("Сумма счетов", "Invoiced, amount", "money", aliases=("Выставлено на сумму",)),
    **line_fields("Отгружено", "Shipped", ("Отгружено количество", "Количество отгружено", "Реализовано")),
    "invoiced": Field(
        "Выставлено", "Invoiced, quantity", "number", line=True, aliases=("Количество в счетах", "Оформлено счетов")
    ),
}

SUPPLIER_ORDERS = {
    **head_fields("Заказ поставщику"),
    **partner_fields("vendor", "Поставщик", "Vendor"),
    "contract": Field("Договор", "Contract", aliases=("Договор контрагента",)),
    "currency": CURRENCY,
    "vat_included": Field("Цена включает НДС", "Prices include VAT", "bool"),
    "expected_date": Field(
        "Дата поступления",
        "Expected",
        "date",
        aliases=("Ожидаемая дата поступления", "Срок поставки", "Желаемая дата поступления"),
    ),
    "paid": Field("Оплачено", "Paid", "money", aliases=("Сумма оплаты", "Оплата")),
    **line_fields("Поступило", "Received", ("Получено", "Количество поступило", "Принято")),
    "customer_order": Field(
        "Заказ клиента",
        "Serves the customer's order",
        line=True,
        aliases=("Назначение", "Под заказ", "Заказ покупателя"),
    ),
}

PRODUCTION_ORDERS = {
    **head_fields("Заказ на производство"),
    "start_date": Field("Дата запуска", "Start", "date", aliases=("Начало", "Дата начала")),
    "finish_date": Field("Дата выпуска", "Finish", "date", aliases=("Окончание", "Дата окончания", "Срок выпуска")),
    **line_fields("Выпущено", "Produced", ("Произведено", "Количество выпущено")),
    "bom": Field("Спецификация", "Bill of materials", line=True),
    "customer_order": Field(
        "Заказ клиента",
        "Serves the customer's order",
        line=True,
        aliases=("Назначение", "Под заказ", "Заказ покупателя"),
    ),
}

FIELDS = {
    "customer_orders": CUSTOMER_ORDERS,
    "supplier_orders": SUPPLIER_ORDERS,
    "production_orders": PRODUCTION_ORDERS,
}
NUMBERED = ("id", "number", "document")
ONE_OF = {
    "customer_orders": (NUMBERED, partner_one_of(), GOODS_ONE_OF),
    "supplier_orders": (NUMBERED, partner_one_of("vendor"), GOODS_ONE_OF),
    "production_orders": (NUMBERED, GOODS_ONE_OF),
}
KEYS = dict.fromkeys(FIELDS, (("id",), ("number", "date"), ("document",), ("number",)))

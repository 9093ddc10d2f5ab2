"""Balances: stock and settlements."""

from ..structures import Field
from .common import (
    CURRENCY,
    GOODS_ONE_OF,
    ORGANISATION,
    WAREHOUSE_NAMES,
    goods_fields,
    partner_fields,
    partner_one_of,
    unit_fields,
)

SIDES = {
    "customer": ("покупатель", "клиент", "с покупателем", "покупатели"),
    "supplier": ("поставщик", "с поставщиком", "поставщики"),
}

STOCK = {
    "organisation": ORGANISATION,
    "warehouse_id": Field("Ид склада", "Warehouse id", aliases=("Склад.Ссылка",)),
    "warehouse": Field("Склад", "Warehouse", aliases=WAREHOUSE_NAMES),
    "cell": Field("Ячейка", "Storage cell", aliases=("Складская ячейка", "Адрес хранения", "Место", "Помещение")),
    **goods_fields(),
    **unit_fields(),
    "quantity": Field(
        "Количество",
        "Quantity",
        "number",
        required=True,
        aliases=(
            "Остаток",
            "Конечный остаток",
            "Количество (конечный остаток)",
            "Количество Конечный остаток",
            "Конечный остаток / Количество",
            "Количество / Конечный остаток",
            "В наличии",
            "Сейчас / В наличии",
            "Кол-во",
            "Количество на складе",
            "Свободный остаток",
        ),
    ),
    "cost": Field(
        "Стоимость",
        "Cost, in all",
        "money",
        aliases=(
            "Сумма",
            "Себестоимость",
            "Стоимость (конечный остаток)",
            "Конечный остаток / Стоимость",
            "Конечный остаток / Сумма",
        ),
    ),
    "unit_cost": Field(
        "Себестоимость за единицу", "Cost of one", "money", aliases=("Цена", "Учетная цена", "Себестоимость единицы")
    ),
    "currency": CURRENCY,
    "series": Field(
        "Серия", "Series", aliases=("Серия номенклатуры", "Номер серии", "Партия", "Серийный номер", "Серия.Номер")
    ),
    "production_date": Field(
        "Дата производства", "Made on", "date", aliases=("Произведено", "Серия.Дата производства", "Дата изготовления")
    ),
    "expiry_date": Field(
        "Годен до",
        "Good until",
        "date",
        aliases=("Срок годности", "Серия.Годен до", "Срок годности до", "Дата окончания срока годности"),
    ),
    "date": Field("Дата остатка", "Balance of", "date", aliases=("На дату",)),
}

SETTLEMENTS = {
    "organisation": ORGANISATION,
    **partner_fields(
        "customer", "Контрагент", "Counterparty", ("Клиент", "Покупатель", "Поставщик", "Дебитор", "Кредитор")
    ),
    "side": Field("Вид расчетов", "Customer or supplier", "choice", choices=SIDES, aliases=("Тип расчетов",)),
    "contract": Field("Договор", "Contract", aliases=("Договор контрагента", "Договор с контрагентом", "Соглашение")),
    "document": Field(
        "Документ",
        "Document",
        aliases=(
            "Документ расчетов",
            "Документ расчетов с контрагентом",
            "Объект расчетов",
            "Сделка",
            "Расчетный документ",
            "Заказ / расчетный документ",
            "Регистратор",
            "Заказ",
        ),
    ),
    "document_number": Field("Номер документа", "Document number", aliases=("Номер", "№ документа")),
    "document_date": Field("Дата документа", "Document date", "date", aliases=("Дата",)),
    "currency": CURRENCY,
    "due_date": Field(
        "Срок оплаты",
        "Due",
        "date",
        aliases=("Дата платежа", "Плановая дата оплаты", "Срок платежа", "Дата погашения", "Оплатить до"),
    ),
    "amount": Field(
        "Сумма",
        "Balance",
        "money",
        aliases=(
            "Остаток",
            "Сальдо",
            "Конечный остаток",
            "Кон. остаток",
            "Сумма (руб) (кон. остаток)",
            "Сумма (кон. остаток)",
            "Сумма взаиморасчетов",
            "Сумма задолженности",
            "Остаток задолженности",
            "Сумма остаток",
            "Баланс",
        ),
        help="Signed: > 0 they owe us, < 0 we owe them. Made of debt and prepayment where the file has those.",
    ),
    "debt": Field(
        "Долг",
        "Debt",
        "money",
        aliases=(
            "Задолженность",
            "Долг клиента",
            "Долг контрагента",
            "Конечный остаток / Задолженность",
            "Конечный остаток / Долг",
            "Начальный остаток / Задолженность",
            "Наш долг",
            "Долг поставщику",
            "Сальдо на конец периода / Дебет",
            "Дебет",
        ),
    ),
    "prepayment": Field(
        "Предоплата",
        "Prepayment",
        "money",
        aliases=(
            "Аванс",
            "Аванс клиента",
            "Конечный остаток / Предоплата",
            "Начальный остаток / Предоплата",
            "Конечный остаток / Аванс",
            "Аванс поставщику",
            "Сальдо на конец периода / Кредит",
            "Кредит",
        ),
    ),
    "date": Field("Дата остатка", "Balance of", "date", aliases=("На дату",)),
}

FIELDS = {"stock": STOCK, "settlements": SETTLEMENTS}
ONE_OF = {
    "stock": (GOODS_ONE_OF,),
    "settlements": (partner_one_of(), ("amount", "debt", "prepayment")),
}
WHERE = ("warehouse", "cell", "characteristic", "series", "expiry_date", "organisation")
WHAT = ("currency", "organisation", "due_date", "side")
KEYS = {
    "stock": tuple((goods, *WHERE) for goods in GOODS_ONE_OF),
    "settlements": tuple((who, "contract", "document", "document_number", *WHAT) for who in partner_one_of()),
}

"""Fields that many kinds share: how a row names a product, a customer, a document, a sum."""

from dataclasses import replace

from ..structures import Field

YES_NO = {True: ("да", "истина", "true", "1", "+", "yes", "x", "х"), False: ("нет", "ложь", "false", "0", "-", "no")}


GOODS = {
    "goods_id": Field(
        "Ид номенклатуры",
        "Product id in 1C",
        aliases=("Номенклатура.Ссылка", "Номенклатура УИД", "УИД номенклатуры", "GUID номенклатуры", "Номенклатура Ид"),
    ),
    "goods_code": Field(
        "Код номенклатуры",
        "Product code",
        aliases=("Номенклатура.Код", "Код товара", "Код", "Номенклатура Код", "Код изделия"),
    ),
    "goods_article": Field(
        "Артикул",
        "Article",
        aliases=("Номенклатура.Артикул", "Артикул номенклатуры", "Артикул товара", "Номенклатура Артикул"),
    ),
    "goods_barcode": Field("Штрихкод", "Barcode", aliases=("Штрих-код", "Штрихкод номенклатуры", "EAN13", "EAN")),
    "goods": Field(
        "Номенклатура",
        "Product",
        aliases=(
            "Товар",
            "Наименование товара",
            "Наименование номенклатуры",
            "Номенклатура, Характеристика",
            "Товары (работы, услуги)",
            "ТМЦ",
            "Продукция",
            "Номенклатура.Наименование",
        ),
    ),
    "characteristic": Field(
        "Характеристика",
        "Characteristic",
        aliases=("Характеристика номенклатуры", "Вариант", "Характеристика товара"),
    ),
}


def goods_fields(line=False, name_aliases=()):
    """How a row names a product: id, code, article, barcode, name, characteristic."""
    named = replace(GOODS["goods"], aliases=(*name_aliases, *GOODS["goods"].aliases))
    return {name: replace(field, line=line) for name, field in {**GOODS, "goods": named}.items()}


GOODS_ONE_OF = ("goods_id", "goods_code", "goods_article", "goods_barcode", "goods")


def partner_fields(prefix="customer", label_ru="Контрагент", label="Customer", aliases=()):
    """How a row names a customer or a supplier: id, code, INN, KPP, name; the partner (Партнер) of UT 11 besides."""
    return {
        f"{prefix}_id": Field(
            f"Ид ({label_ru.lower()})",
            f"{label} id in 1C",
            aliases=tuple(
                pattern.format(word)
                for word in (label_ru, "Контрагент")
                for pattern in ("{}.Ссылка", "{} Ид", "УИД {}а", "GUID {}а")
            ),
        ),
        f"{prefix}_code": Field(
            f"Код ({label_ru.lower()})",
            f"{label} code",
            aliases=(f"{label_ru}.Код", f"Код {label_ru.lower()}а", "Контрагент.Код", "Код контрагента"),
        ),
        f"{prefix}_inn": Field(
            "ИНН", "INN", aliases=(f"{label_ru}.ИНН", f"ИНН {label_ru.lower()}а", "Контрагент.ИНН", "ИНН контрагента")
        ),
        f"{prefix}_kpp": Field("КПП", "KPP", aliases=("Контрагент.КПП", "КПП контрагента", f"{label_ru}.КПП")),
        prefix: Field(
            label_ru,
            label,
            aliases=(*aliases, "Контрагент", "Наименование контрагента", "Контрагент.Наименование"),
        ),
        "partner": Field("Партнер", "Partner", aliases=("Партнёр", "Партнер.Наименование")),
    }


def partner_one_of(prefix="customer"):
    return (f"{prefix}_id", f"{prefix}_code", f"{prefix}_inn", prefix, "partner")


def unit_fields(line=False):
    return {
        "unit": Field(
            "Единица измерения",
            "Unit",
            aliases=(
                "Ед. изм.",
                "Ед.изм.",
                "Ед.",
                "Единица",
                "Упаковка",
                "Базовая единица измерения",
                "Базовая единица",
            ),
            line=line,
        ),
        "unit_code": Field(
            "Код единицы (ОКЕИ)", "Unit code (OKEI)", aliases=("Код ОКЕИ", "ОКЕИ", "Код единицы"), line=line
        ),
    }


CURRENCY = Field("Валюта", "Currency", aliases=("Валюта взаиморасчетов", "Валюта документа", "Валюта цены"))
ORGANISATION = Field("Организация", "Our company", aliases=("Наша организация", "Юр. лицо"))
WAREHOUSE_NAMES = (
    "Место хранения",
    "Склад отправитель",
    "Склад (место хранения)",
    "Подразделение (склад)",
    "Склад / цех",
)
DELETED = Field(
    "Пометка удаления", "Marked for deletion", "bool", aliases=("ПометкаУдаления", "Помечен на удаление", "Удален")
)
VAT_CHOICES_HELP = '20, 10, 0, the rate in per cent, or "none" for goods without VAT.'

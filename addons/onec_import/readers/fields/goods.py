"""Goods: catalogue, groups, bills of materials, vendors, prices."""

from ..structures import Field
from .common import CURRENCY, DELETED, GOODS_ONE_OF, VAT_CHOICES_HELP, goods_fields, partner_fields, unit_fields

TYPES = {
    "goods": ("товар", "запас", "материал", "продукция", "полуфабрикат", "товары", "готовая продукция", "материалы"),
    "service": ("услуга", "работа", "услуги", "работы", "операция"),
    "set": ("набор", "комплект", "набор-пакет", "набор-комплект"),
}
PERIODS = {
    "day": ("день", "дни", "дней", "дн", "сутки", "сут", "д"),
    "month": ("месяц", "месяцы", "месяцев", "мес"),
    "year": ("год", "годы", "лет", "г"),
    "hour": ("час", "часы", "часов", "ч"),
}

GROUPS = {
    "id": Field("Ид", "Id in 1C", aliases=("УИД", "GUID", "Ссылка")),
    "name": Field("Наименование", "Name", required=True, aliases=("Группа", "Наименование группы")),
    "parent_id": Field("Ид родителя", "Parent id", aliases=("Родитель Ид", "Родитель.Ссылка")),
    "deleted": DELETED,
}

GOODS = {
    "id": Field("Ид", "Id in 1C", aliases=("УИД", "GUID", "Ссылка", "Уникальный идентификатор", "Идентификатор")),
    "code": Field("Код", "Code", aliases=("Код номенклатуры", "Код товара")),
    "article": Field("Артикул", "Article", aliases=("Артикул номенклатуры",)),
    "name": Field(
        "Наименование",
        "Name",
        required=True,
        aliases=(
            "Номенклатура",
            "Рабочее наименование",
            "Наименование номенклатуры",
            "Товар",
            "Наименование в программе",
        ),
    ),
    "full_name": Field(
        "Полное наименование",
        "Full name",
        aliases=("Наименование полное", "Наименование для печати", "Полное наименование номенклатуры"),
    ),
    "group": Field(
        "Группа",
        "Group",
        aliases=("Родитель", "Группа номенклатуры", "Входит в группу", "Номенклатурная группа", "Группа списка"),
        help='Path of names, outermost first, joined by " / ".',
    ),
    "groups": Field(
        "Группы", "Groups", "list", help="From CommerceML: [{id, name}], outermost first. Not a column of a workbook."
    ),
    "category": Field("Вид номенклатуры", "Kind of goods in 1C", aliases=("ВидНоменклатуры", "Категория")),
    "type": Field(
        "Тип номенклатуры",
        "Type",
        "choice",
        aliases=("ТипНоменклатуры", "Тип"),
        choices=TYPES,
        help="goods, service, set",
    ),
    **unit_fields(),
    "units": Field(
        "Единицы", "Other units", "list", help="[{name, code, factor}]: one such unit is `factor` base units."
    ),
    "pack_unit": Field(
        "Упаковка", "Pack", aliases=("Единица для отчетов", "Единица упаковки", "Упаковка.Наименование")
    ),
    "pack_factor": Field(
        "Коэффициент", "Units in a pack", "number", aliases=("Коэффициент упаковки", "Количество в упаковке")
    ),
    "barcodes": Field("Штрихкод", "Barcodes", "list", aliases=("Штрих-код", "Штрихкоды", "EAN13", "EAN")),
    "vat": Field("Ставка НДС", "VAT rate", "vat", aliases=("НДС", "% НДС", "СтавкаНДС"), help=VAT_CHOICES_HELP),
    "manufacturer": Field("Производитель", "Manufacturer", aliases=("Изготовитель", "Марка", "Бренд", "Марка (бренд)")),
    "country": Field("Страна происхождения", "Country of origin", aliases=("Страна",)),
    "description": Field("Описание", "Description", aliases=("Комментарий", "Текстовое описание")),
    "pictures": Field("Изображение", "Pictures", "list", aliases=("Картинка", "Файл изображения", "Файл картинки")),
    "weight": Field("Вес", "Weight, kg", "number", aliases=("Вес, кг", "Вес брутто", "Масса", "Вес (числитель)")),
    "volume": Field("Объем", "Volume, m³", "number", aliases=("Объём", "Объем, м3")),
    "use_series": Field(
        "Вести учет по сериям", "By series", "bool", aliases=("Учет по сериям", "Использовать серии", "Серии")
    ),
    "use_expiry": Field(
        "Учет по сроку годности",
        "By expiry date",
        "bool",
        aliases=("Использовать срок годности", "Вести учет по сроку годности", "Контроль срока годности"),
    ),
    "shelf_life": Field("Срок годности", "Shelf life", "number", aliases=("Срок хранения", "Срок годности (дней)")),
    "shelf_life_unit": Field(
        "Единица срока годности", "Unit of shelf life", "choice", aliases=("Ед. срока годности",), choices=PERIODS
    ),
    "properties": Field(
        "Свойства", "Properties", "columns", help="[{name, value}]: 1C's properties; columns with their headings."
    ),
    "characteristics": Field(
        "Характеристики",
        "Characteristics",
        "list",
        help="[{name, value}] of one variant; the record then has `variant_of` and a key of 1C with '#'.",
    ),
    "characteristic": Field("Характеристика", "Characteristic", aliases=("Характеристика номенклатуры",)),
    "variant_of": Field("Характеристика номенклатуры Ид", "Id of the product this is a variant of"),
    "prices": Field("Цены", "Prices", "columns", help="[{name, value}]: a column a price type, named by its heading."),
    "deleted": DELETED,
}

BOMS = {
    "id": Field("Ид спецификации", "Bill id in 1C", aliases=("Спецификация.Ссылка", "УИД", "Ид", "Ссылка")),
    "code": Field("Код спецификации", "Bill code", aliases=("Спецификация.Код", "Номер спецификации")),
    "name": Field("Спецификация", "Bill of materials", aliases=("Наименование спецификации", "Ресурсная спецификация")),
    **goods_fields(name_aliases=("Изделие", "Основное изделие", "Готовая продукция", "Продукция", "Выходное изделие")),
    "quantity": Field(
        "Количество изделия", "Quantity made", "number", aliases=("Количество продукции", "Выход", "Кол-во изделия")
    ),
    "unit": Field("Ед. изм. изделия", "Unit of what is made", aliases=("Единица изделия", "Единица продукции")),
    "component_id": Field(
        "Ид материала", "Component id in 1C", line=True, aliases=("Материал.Ссылка", "Ид компонента")
    ),
    "component_code": Field(
        "Код материала", "Component code", line=True, aliases=("Материал.Код", "Код комплектующего", "Код компонента")
    ),
    "component_article": Field(
        "Артикул материала", "Component article", line=True, aliases=("Материал.Артикул", "Артикул компонента")
    ),
    "component": Field(
        "Материал",
        "Component",
        line=True,
        aliases=("Комплектующее", "Компонент", "Материалы", "Комплектующие", "Материалы и работы", "Состав"),
    ),
    "component_characteristic": Field("Характеристика материала", "Component characteristic", line=True),
    "component_quantity": Field(
        "Количество",
        "Component quantity",
        "number",
        line=True,
        required=True,
        aliases=("Количество материала", "Норма", "Норма расхода", "Кол-во", "Количество компонента"),
    ),
    "component_unit": Field(
        "Ед. изм. материала",
        "Component unit",
        line=True,
        aliases=("Единица материала", "Ед. изм.", "Единица измерения", "Единица", "Ед."),
    ),
    "operation": Field("Операция", "Operation", line=True, aliases=("Этап", "Технологическая операция")),
    "deleted": DELETED,
}

VENDORS = {
    **goods_fields(),
    **partner_fields("vendor", "Поставщик", "Vendor", ("Основной поставщик", "Наименование поставщика")),
    "vendor_article": Field(
        "Артикул поставщика",
        "Vendor's article",
        aliases=("Код поставщика (артикул)", "Номенклатура поставщика.Артикул"),
    ),
    "vendor_name": Field("Номенклатура поставщика", "Vendor's name of it", aliases=("Наименование у поставщика",)),
    "price": Field("Цена", "Price", "money", aliases=("Цена поставщика", "Закупочная цена", "Цена закупки")),
    "currency": CURRENCY,
    **unit_fields(),
    "min_quantity": Field(
        "Минимальная партия", "Minimal quantity", "number", aliases=("Мин. партия", "Минимальный заказ")
    ),
    "lead_time": Field(
        "Срок поставки",
        "Lead time, days",
        "number",
        aliases=("Срок поставки, дней", "Срок поставки (дни)", "Срок исполнения заказа", "Дней поставки"),
    ),
    "date_from": Field("Действует с", "Valid from", "date", aliases=("Дата начала", "Период", "Дата установки цены")),
    "date_to": Field("Действует по", "Valid until", "date", aliases=("Дата окончания",)),
}

PRICES = {
    **goods_fields(),
    "price_type_id": Field("Ид вида цены", "Price type id", aliases=("Вид цены.Ссылка",)),
    "price_type": Field(
        "Вид цены", "Price type", required=True, aliases=("Тип цены", "Тип цен", "Виды цен", "Вид цен")
    ),
    "price": Field("Цена", "Price", "money", required=True, aliases=("Цена за единицу", "Значение цены")),
    "currency": CURRENCY,
    "vat_included": Field("Цена включает НДС", "VAT included", "bool", aliases=("НДС в цене", "Учтено в сумме")),
    **unit_fields(),
    "factor": Field("Коэффициент", "Base units in the unit", "number"),
    "date": Field("Дата", "Valid from", "date", aliases=("Период", "Действует с", "Дата установки")),
}

FIELDS = {"groups": GROUPS, "goods": GOODS, "boms": BOMS, "vendors": VENDORS, "prices": PRICES}
ONE_OF = {
    "groups": (),
    "goods": (),
    "boms": (GOODS_ONE_OF, ("component_id", "component_code", "component_article", "component")),
    "vendors": (GOODS_ONE_OF, ("vendor_id", "vendor_code", "vendor_inn", "vendor", "partner")),
    "prices": (GOODS_ONE_OF,),
}
GOODS_KEYS = ("goods_id", "goods_code", "goods_article", "goods_barcode", "goods")
KEYS = {
    "groups": (("id",), ("name",)),
    "goods": (("id",), ("code", "characteristic"), ("code",), ("article", "name"), ("name",)),
    "boms": (("id",), ("code",), ("name",), *((name,) for name in GOODS_KEYS)),
    "vendors": tuple(
        (vendor, goods, "characteristic", "min_quantity", "date_from")
        for goods in GOODS_KEYS
        for vendor in ("vendor_id", "vendor_code", "vendor_inn", "vendor", "partner")
    ),
    "prices": tuple(
        (kind, goods, "characteristic", "unit", "date")
        for goods in GOODS_KEYS
        for kind in ("price_type_id", "price_type")
    ),
}

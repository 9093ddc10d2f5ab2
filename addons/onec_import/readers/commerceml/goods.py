"""Goods, their groups, their variants (characteristics) and what sets are made of."""

from ..fields.goods import TYPES
from ..values import choice
from .nodes import attribute, child, children, own_text, requisites, text

TO_TYPE = choice(TYPES)
NO_VARIANT = "00000000-0000-0000-0000-000000000000"


def read_groups(unit, context):
    """Records of kind groups: the group with those below it."""
    if unit.name == "Группа":
        yield from _groups(unit.element, "")


def _groups(element, parent):
    yield {
        "id": text(element, "Ид"),
        "name": text(element, "Наименование"),
        "parent_id": parent,
        "deleted": text(element, "ПометкаУдаления") or None,
    }
    for below in children(element, "Группы", "Группа"):
        yield from _groups(below, text(element, "Ид"))


def read_goods(unit, context):
    """Records of kind goods: the catalogue, and each offer that is a variant."""
    if unit.name == "Товар":
        yield goods_values(unit, context)
    elif unit.name == "Предложение" and "#" in offer_id(unit.element):
        yield variant_values(unit.element)


def goods_values(unit, context):
    element = unit.element
    facts = requisites(element)
    properties = property_values(element, context)
    characteristics = pairs(element)
    return {
        "id": clean_id(text(element, "Ид")),
        "code": text(element, "Код") or facts.get("Код"),
        "article": text(element, "Артикул"),
        "name": text(element, "Наименование"),
        "full_name": facts.get("Полное наименование") or text(element, "ПолноеНаименование"),
        "groups": group_values(element, context),
        "category": facts.get("ВидНоменклатуры"),
        "type": goods_type(facts.get("ТипНоменклатуры")),
        **unit_values(element),
        "barcodes": barcodes(element),
        "vat": vat(element),
        "manufacturer": text(element, "Изготовитель", "Наименование") or context.manufacturer(properties),
        "country": text(element, "Страна"),
        "description": text(element, "Описание") or facts.get("ОписаниеВФорматеHTML"),
        "pictures": [node.text.strip() for node in children(element, "Картинка") if (node.text or "").strip()],
        "weight": facts.get("Вес") or text(element, "Вес"),
        "properties": properties,
        "characteristics": characteristics,
        "variant_of": variant_of(text(element, "Ид")),
        "deleted": element.get("Статус") == "Удален" or text(element, "ПометкаУдаления").lower() == "true" or None,
        "version": text(element, "НомерВерсии"),
    }


def variant_values(element):
    identity = offer_id(element)
    return {
        "id": identity,
        "variant_of": variant_of(identity),
        "name": text(element, "Наименование"),
        "article": text(element, "Артикул"),
        **unit_values(element),
        "barcodes": barcodes(element),
        "characteristics": pairs(element),
        "deleted": element.get("Статус") == "Удален" or None,
    }


def clean_id(identity):
    """An id without an empty characteristic: "goods#" and "goods#0000…" are the goods themselves."""
    goods, _mark, variant = identity.partition("#")
    return goods if variant in ("", NO_VARIANT, goods) else identity


def offer_id(element):
    """Id of an offer: "goods" or "goods#characteristic"; files of changes keep the characteristic apart."""
    identity, variant = text(element, "Ид"), text(element, "ИдХарактеристики")
    return clean_id(f"{identity}#{variant}" if variant and "#" not in identity else identity)


def variant_of(identity):
    identity = clean_id(identity)
    return identity.partition("#")[0] if "#" in identity else None


def goods_type(word):
    """goods, service or set; a word of the company's own is none of them."""
    try:
        return TO_TYPE(word)
    except ValueError:
        return None


def group_values(element, context):
    """The path of the first group that the file knows; else the bare id."""
    identities = [own_text(node) for node in children(element, "Группы", "Ид")]
    known = next(filter(None, map(context.group_path, identities)), None)
    if known or not identities:
        return known
    context.doubt("group_unknown", identities[0])
    return [{"id": identities[0], "name": ""}]


def unit_values(element):
    node = child(element, "БазоваяЕдиница")
    if node is None:
        return {}
    names = (
        node.text,
        text(node, "НаименованиеКраткое"),
        node.get("НаименованиеПолное"),
        text(node, "НаименованиеПолное"),
    )
    return {
        "unit": next((name.strip() for name in names if name and name.strip()), None),
        "unit_code": attribute(node, "Код"),
        "units": [
            {
                "code": text(other, "Единица"),
                "name": text(other, "НаименованиеКраткое"),
                "factor": text(other, "Коэффициент"),
            }
            for other in (*children(node, "Пересчет"), *children(element, "Единицы", "Единица"))
            if text(other, "Единица") != attribute(node, "Код")
        ],
    }


def barcodes(element):
    found = [
        text(element, "Штрихкод"),
        *((node.text or "").strip() for node in children(element, "Штрихкоды", "Штрихкод")),
    ]
    return list(dict.fromkeys(filter(None, found)))


def vat(element):
    for node in children(element, "СтавкиНалогов", "СтавкаНалога"):
        if text(node, "Наименование").upper() == "НДС":
            return text(node, "Ставка")
    return None


def property_values(element, context):
    found = []
    for node in children(element, "ЗначенияСвойств", "ЗначенияСвойства"):
        identity = text(node, "Ид")
        for value in children(node, "Значение"):
            if value.text and value.text.strip():
                name, word = context.property_value(identity, value.text.strip())
                found.append({"id": identity, "name": text(node, "Наименование") or name, "value": word})
    return found


def pairs(element):
    """[{name, value}] of ХарактеристикиТовара."""
    return [
        {"name": text(node, "Наименование"), "value": text(node, "Значение")}
        for node in children(element, "ХарактеристикиТовара", "ХарактеристикаТовара")
    ]


def read_boms(unit, context):
    """Records of kind boms: what a set is made of."""
    parts = children(unit.element, "Комплектующие", "Комплектующее") if unit.name == "Товар" else ()
    if parts:
        yield {
            "id": clean_id(text(unit.element, "Ид")) + "#bom",
            "goods_id": clean_id(text(unit.element, "Ид")),
            "goods": text(unit.element, "Наименование"),
            "quantity": "1",
            "lines": [_part(part) for part in parts],
        }


def _part(part):
    return {
        "component_id": clean_id(text(part, "Ид")),
        "component_article": text(part, "Артикул"),
        "component": text(part, "Наименование"),
        "component_quantity": text(part, "Количество"),
        "component_unit": unit_values(part).get("unit"),
    }

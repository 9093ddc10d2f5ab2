"""Counterparties: companies and persons with addresses, contacts, bank accounts, representatives."""

import re

from .nodes import children, text

PARTS = {
    "Почтовый индекс": "zip",
    "Страна": "country",
    "Регион": "region",
    "Район": "district",
    "Город": "city",
    "Населенный пункт": "place",
    "Населённый пункт": "place",
    "Улица": "street",
    "Дом": "house",
    "Корпус": "building",
    "Квартира": "flat",
}
ADDRESSES = (
    ("ЮридическийАдрес", "legal"),
    ("АдресРегистрации", "legal"),
    ("Адрес", "actual"),
    ("ПочтовыйАдрес", "postal"),
)
TOWN = re.compile(r"(?i)^(?:г|гор)\.?\s+|\s(?:г|гор)\.?$")
FORMS = re.compile(r"(?i)(?:^|[\s\"«])(?:ооо|оао|зао|пао|ао|нпо|фгуп|гуп|муп|тоо|llc|ltd|gmbh)(?:[\s\"»]|$)")


def read_customers(unit, context):
    """Records of kind customers: a list of counterparties, and those that documents name."""
    if unit.name == "Контрагент":
        yield counterparty(unit.element)
    elif unit.name == "Документ":
        for element in children(unit.element, "Контрагенты", "Контрагент"):
            if context.is_new_partner(text(element, "Ид")):
                yield counterparty(element)


def counterparty(element):
    """Values of kind customers."""
    phones, emails, website, fax = contacts(element)
    return {
        "id": text(element, "Ид"),
        "code": text(element, "Код"),
        "name": text(element, "Наименование") or legal_name(element),
        "full_name": legal_name(element),
        "role": "counterparty",
        "sort": sort(element),
        "inn": text(element, "ИНН"),
        "kpp": text(element, "КПП"),
        "okpo": text(element, "ОКПО") or text(element, "ЕГРПО"),
        "ogrn": text(element, "ОГРН"),
        "addresses": addresses(element),
        "phones": phones,
        "emails": emails,
        "website": website,
        "fax": fax,
        "accounts": accounts(element),
        "contacts": persons(element),
        "comment": text(element, "Комментарий"),
        "deleted": text(element, "ПометкаУдаления").lower() == "true" or None,
    }


def legal_name(element):
    """Official name of a company, else the full name of a person."""
    parts = [text(element, name) for name in ("Фамилия", "Имя", "Отчество")]
    return (
        text(element, "ОфициальноеНаименование") or text(element, "ПолноеНаименование") or " ".join(filter(None, parts))
    )


def sort(element):
    """company, person or entrepreneur: by what only one of them has."""
    inn, name = text(element, "ИНН"), legal_name(element) or text(element, "Наименование")
    if re.match(r"(?i)(?:ип|индивидуальный предприниматель)\s", name):
        return "entrepreneur"
    if text(element, "ОфициальноеНаименование") or len(inn) == 10 or text(element, "КПП") or FORMS.search(name):
        return "company"
    return "person" if text(element, "ПолноеНаименование") or text(element, "Фамилия") else None


def addresses(element):
    found = []
    for name, kind in ADDRESSES:
        for node in children(element, name):
            parts = {"type": kind, "text": text(node, "Представление")}
            for field in children(node, "АдресноеПоле"):
                part = PARTS.get(text(field, "Тип"))
                if part and text(field, "Значение"):
                    parts[part] = TOWN.sub("", text(field, "Значение")) if part == "city" else text(field, "Значение")
            if len(parts) > 2 or parts["text"]:
                found.append({name: value for name, value in parts.items() if value})
    return found


def contacts(element):
    """(phones, e-mails, website, fax)."""
    phones, emails, website, fax = [], [], None, None
    for node in children(element, "Контакты", "Контакт"):
        kind, value = (text(node, "Тип") or text(node, "КонтактВид")).lower(), text(node, "Значение")
        if kind.startswith("телефон") or kind == "мобильный телефон":
            phones.append(value)
        elif kind in ("почта", "e-mail", "электронная почта"):
            emails.append(value)
        elif kind == "вебсайт":
            website = value
        elif kind == "факс":
            fax = value
    return list(filter(None, phones)), list(filter(None, emails)), website, fax


def accounts(element):
    return [
        {
            "account": text(node, "НомерСчета"),
            "bic": text(node, "Банк", "БИК"),
            "bank": text(node, "Банк", "Наименование"),
            "corr_account": text(node, "Банк", "СчетКорреспондентский"),
        }
        for node in children(element, "РасчетныеСчета", "РасчетныйСчет")
    ]


def persons(element):
    found = []
    for node in children(element, "Представители", "Представитель", "Контрагент"):
        phones, emails, _website, _fax = contacts(node)
        person = {
            "id": text(node, "Ид"),
            "name": text(node, "Наименование") or legal_name(node),
            "function": text(node, "Отношение"),
            "phone": ", ".join(phones),
            "email": ", ".join(emails),
        }
        found.append({name: value for name, value in person.items() if value})
    return found

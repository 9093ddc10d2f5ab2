"""Customers and what hangs on them: contacts, bank accounts, last purchases, responsible managers."""

from ..structures import Field
from .common import CURRENCY, DELETED, GOODS_ONE_OF, goods_fields, partner_fields, partner_one_of

SORTS = {
    "company": (
        "юридическое лицо",
        "юр. лицо",
        "юрлицо",
        "организация",
        "компания",
        "юр. лицо рф",
        "обособленное подразделение",
    ),
    "person": ("физическое лицо", "физ. лицо", "физлицо", "частное лицо", "физ лицо"),
    "entrepreneur": ("индивидуальный предприниматель", "ип", "предприниматель"),
    "foreign": ("юридическое лицо не рф", "нерезидент", "юр. лицо не рф", "иностранная компания"),
}
ROLES = {
    "partner": ("партнер", "партнеры"),
    "counterparty": ("контрагент", "контрагенты"),
}

CUSTOMERS = {
    "id": Field(
        "Ид",
        "Id in 1C",
        aliases=("УИД", "GUID", "Ссылка", "Уникальный идентификатор", "Контрагент.Ссылка", "УИД контрагента"),
    ),
    "code": Field("Код", "Code", aliases=("Код контрагента", "Контрагент.Код")),
    "name": Field(
        "Наименование",
        "Name",
        required=True,
        aliases=("Контрагент", "Рабочее наименование", "Наименование в программе", "Публичное наименование", "Клиент"),
    ),
    "full_name": Field(
        "Полное наименование",
        "Full legal name",
        aliases=(
            "Наименование полное",
            "Юридическое наименование",
            "Сокращенное юр. наименование",
            "Официальное наименование",
        ),
    ),
    "role": Field("Партнер или контрагент", "Partner or counterparty", "choice", choices=ROLES),
    "partner_id": Field("Ид партнера", "Partner id in 1C", aliases=("Партнер.Ссылка", "Партнер УИД")),
    "partner": Field(
        "Партнер",
        "Partner",
        aliases=("Партнёр", "Головной контрагент", "Партнер.Наименование"),
        help="1C's Партнер this counterparty is a legal entity of.",
    ),
    "sort": Field(
        "Вид контрагента",
        "Company or person",
        "choice",
        aliases=("Юр. / физ. лицо", "ЮрФизЛицо", "Юр./физ. лицо", "Юр/физ лицо", "Тип контрагента", "Вид партнера"),
        choices=SORTS,
        help="company, person, entrepreneur, foreign.",
    ),
    "group": Field("Группа", "Group", aliases=("Родитель", "Группа контрагентов", "Входит в группу")),
    "inn": Field("ИНН", "INN", aliases=("ИНН контрагента",)),
    "kpp": Field("КПП", "KPP", aliases=("КПП контрагента",)),
    "okpo": Field("ОКПО", "OKPO", aliases=("Код по ОКПО", "ЕГРПО")),
    "ogrn": Field("ОГРН", "OGRN", aliases=("ОГРНИП", "ОГРН/ОГРНИП")),
    "legal_address": Field(
        "Юридический адрес", "Legal address", aliases=("Адрес юридический", "Юр. адрес", "Адрес регистрации", "Адрес")
    ),
    "actual_address": Field(
        "Фактический адрес", "Actual address", aliases=("Адрес фактический", "Факт. адрес", "Адрес доставки")
    ),
    "postal_address": Field("Почтовый адрес", "Postal address", aliases=("Адрес почтовый", "Адрес для переписки")),
    "addresses": Field(
        "Адреса",
        "Addresses",
        "list",
        help="Made by the reader: [{type: legal|actual|postal, text, zip, country, region, district, city, place, street, "
        "house, building, flat}], parts that are not known are left out.",
    ),
    "phones": Field(
        "Телефон", "Phones", "list", aliases=("Телефоны", "Телефон контрагента", "Тел.", "Мобильный телефон")
    ),
    "emails": Field(
        "E-mail",
        "E-mails",
        "list",
        aliases=("Email", "Адрес электронной почты", "Электронная почта", "Эл. почта", "Почта"),
    ),
    "fax": Field("Факс", "Fax"),
    "website": Field("Сайт", "Website", aliases=("Веб-сайт", "Веб-страница", "Адрес сайта", "WWW")),
    "account": Field(
        "Номер счета", "Bank account", aliases=("Расчетный счет", "Р/с", "Банковский счет", "Р/счет", "Номер р/с")
    ),
    "bic": Field("БИК", "BIC", aliases=("БИК банка", "Банк.БИК")),
    "bank": Field("Банк", "Bank", aliases=("Наименование банка", "Банк.Наименование")),
    "corr_account": Field("Корр. счет", "Correspondent account", aliases=("К/с", "Корсчет", "Корреспондентский счет")),
    "accounts": Field(
        "Банковские счета",
        "Bank accounts",
        "list",
        help="Made by the reader: [{account, bic, bank, corr_account, currency}].",
    ),
    "contact": Field(
        "Контактное лицо", "Person to talk to", aliases=("Основное контактное лицо", "ФИО контактного лица", "Контакт")
    ),
    "contact_function": Field("Должность", "Function", aliases=("Должность контактного лица",)),
    "contact_phone": Field("Телефон контактного лица", "Phone of the person", aliases=("Контактное лицо.Телефон",)),
    "contact_email": Field("E-mail контактного лица", "E-mail of the person", aliases=("Контактное лицо.E-mail",)),
    "contacts": Field(
        "Контактные лица",
        "Persons to talk to",
        "list",
        help="Made by the reader: [{id, name, function, phone, email}].",
    ),
    "manager": Field(
        "Ответственный", "Responsible manager", aliases=("Основной менеджер", "Менеджер", "Ответственный менеджер")
    ),
    "is_customer": Field("Клиент (да/нет)", "Is a customer", "bool", aliases=("Покупатель", "Является клиентом")),
    "is_vendor": Field("Поставщик", "Is a vendor", "bool", aliases=("Является поставщиком",)),
    "comment": Field("Комментарий", "Comment", aliases=("Дополнительная информация", "Примечание", "Описание")),
    "deleted": DELETED,
}

PURCHASES = {
    **partner_fields("customer", "Покупатель", "Customer", ("Клиент",)),
    **goods_fields(),
    "date": Field(
        "Дата",
        "Date",
        "date",
        aliases=("Период", "Дата продажи", "Дата документа", "По дням", "Дата последней покупки"),
    ),
    "document": Field("Документ", "Document", aliases=("Документ продажи", "Регистратор", "Реализация")),
    "quantity": Field("Количество", "Quantity", "number", aliases=("Кол-во", "Количество (в ед. хранения)")),
    "amount": Field("Сумма", "Amount", "money", aliases=("Стоимость", "Выручка", "Сумма продаж", "Стоимость продаж")),
    "currency": CURRENCY,
    "manager": Field("Менеджер", "Manager", aliases=("Ответственный",)),
}

RESPONSIBLES = {
    **partner_fields("customer", "Клиент", "Customer", ("Покупатель", "Наименование")),
    "manager": Field(
        "Менеджер",
        "Responsible manager",
        required=True,
        aliases=("Ответственный", "Основной менеджер", "Ответственный менеджер", "Менеджер покупателя"),
    ),
    "department": Field("Подразделение", "Department", aliases=("Отдел", "Направление")),
    "since": Field("Дата назначения", "Since", "date", aliases=("Ведет с", "Закреплен с", "Период")),
}

FIELDS = {"customers": CUSTOMERS, "purchases": PURCHASES, "responsibles": RESPONSIBLES}
ONE_OF = {
    "customers": (),
    "purchases": (partner_one_of(), GOODS_ONE_OF, ("date", "document")),
    "responsibles": (partner_one_of(),),
}
WHO = ("customer_id", "customer_code", "customer_inn", "customer", "partner")
KEYS = {
    "customers": (("id",), ("code",), ("inn", "kpp"), ("inn",), ("name",)),
    "purchases": tuple(
        (who, goods, when, "characteristic") for who in WHO for goods in GOODS_ONE_OF for when in ("document", "date")
    ),
    "responsibles": tuple((who, "department") for who in WHO),
}

"""Finding of contact data in texts, without a database."""

import re

import phonenumbers

from odoo.tools import email_normalize
from odoo.tools.mail import email_split_tuples

LABEL_LINE = re.compile(r"^[\s>*•\-–]*([^\s:*][^:\n]{0,59}?)[\s*]*[:：][\s*]*(.*)$")
FORM_END = re.compile(
    r"^\s*(?:--\s*$|[-_=]{4,}\s*$|сообщение сгенерировано автоматически|additional information:\s*$)", re.IGNORECASE
)
EMAIL = re.compile(r"[\w.+\-]{1,64}@(?:[\w\-]{1,63}\.){1,8}[\w\-]{2,63}")
PHONE = re.compile(r"(?<![\w+])(?:\+\s?\d|8|7)(?:[\s().\-–]{0,3}\d){9,12}(?!\d)")
COMPANY = re.compile(
    r"\b(?:ООО|АО|ПАО|ЗАО|ОАО|НПО|НПП|НПФ|ФГУП|МУП|ГУП|ТД|ИП)\s*[«\"“„][^»\"”“\n]{2,80}[»\"”“]"
    r"|\bИП\s+[А-ЯЁ][а-яё]+\s+[А-ЯЁ]\.\s?[А-ЯЁ]\."
)
NO_REPLY = re.compile(r"(?:no-?reply|do-?not-?reply|wordpress|robot|mailer-daemon)@", re.IGNORECASE)
# Joomla's wording, as it is shipped in English and in Russian.
VISITORS_COPY = re.compile(
    r"^\s*(?:this is a copy of the following message you sent|"
    r"это копия (?:следующего )?сообщения,? (?:которое вы |)отправ(?:или|ленного))",
    re.IGNORECASE,
)
COPY_SUBJECT = re.compile(r"^\s*(?:copy of|копия(?: сообщения)?)\s*:", re.IGNORECASE)
# Searching costs time by the length of the text, and whoever leaves his number does so near its ends.
LONGEST = 20_000
TEXT_FIELDS = {"text"}
SHORTEST_PHONE = 5


def normalise_label(label):
    return " ".join(label.lower().replace("ё", "е").strip(" *№#[]()«»\"'").split())


def read_labels(text, labels):
    """{field: value} of a text of lines "label: value".

    :param labels: {normalised label: field}; fields are contact_name, company_name, email, phone, subject, text
    :return: first value of each field; a value may stand on the lines after its label, that of `text` runs
        on to the next known label or the end of the form
    """
    found, current = {}, None
    for line in text.splitlines():
        match = LABEL_LINE.match(line)
        name = match and labels.get(normalise_label(match[1]))
        if name:
            current = name if name not in found else None
            if current:
                found[current] = [match[2].strip()]
        elif FORM_END.match(line):
            current = None
        elif current and (current in TEXT_FIELDS or not any(found[current])):
            found[current].append(line.rstrip())
    values = {name: "\n".join(lines).strip() for name, lines in found.items()}
    return _split_addresses({name: value for name, value in values.items() if value})


def list_labels(text):
    """[(label, value)] of all lines "label: value", known or not, before the end of the form; links are none."""
    found = []
    for line in text.splitlines():
        if FORM_END.match(line):
            break
        match = LABEL_LINE.match(line)
        # "[10:15] …" and links hold a colon too.
        if match and re.search(r"[^\W\d_]", match[1]) and not match[2].startswith("//"):
            found.append((match[1].strip(), match[2].strip()))
    return found


def pick_pairs(pairs, labels):
    """{field: first value} of pairs (label, value) whose label is known."""
    found = {}
    for label, value in pairs:
        name = labels.get(normalise_label(label))
        if name:
            found.setdefault(name, value)
    return _split_addresses(found)


def _split_addresses(values):
    """Take the address out of "Name <address>" that stands under the label of a name."""
    for words, address in email_split_tuples(values.get("contact_name", "")):
        if email_normalize(address):
            values.setdefault("email", address)
            values["contact_name"] = words or values["contact_name"].replace(address, "").strip(" <>")
    return {name: value for name, value in values.items() if _is_plausible(name, value)}


def _is_plausible(name, value):
    """False for "no" and the like where an address or a number is asked for."""
    if name == "email":
        return bool(EMAIL.search(value)) or bool(email_normalize(value))
    return name != "phone" or len(re.sub(r"\D", "", value)) >= SHORTEST_PHONE


def find_emails(text):
    """Normalised addresses that a text mentions, each once."""
    addresses = (email_normalize(address) for address in EMAIL.findall(text[:LONGEST]))
    return list(dict.fromkeys(address for address in addresses if address))


def find_phones(text, region="RU"):
    """Phone numbers of a text as they are written, each once, only those that exist."""
    found = {}
    for match in PHONE.finditer(text[:LONGEST]):
        try:
            number = phonenumbers.parse(match[0], region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            found.setdefault((number.country_code, number.national_number), match[0].strip())
    return list(found.values())


def find_companies(text):
    """Names with a Russian legal form, each once."""
    return list(dict.fromkeys(" ".join(match[0].split()) for match in COMPANY.finditer(text[:LONGEST])))


def is_visitors_copy(subject, text):
    """True when a form mail says of itself that it is the copy for whoever filled the form."""
    return bool(VISITORS_COPY.match(text) and COPY_SUBJECT.match(subject))


def is_readable(text):
    """True when a text holds at least two words: less is nothing that anybody could answer."""
    return len(re.findall(r"\w{2,}", text[:LONGEST])) >= 2

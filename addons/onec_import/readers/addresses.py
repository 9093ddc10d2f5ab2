"""Russian addresses as 1C writes them in one line, split into parts.

The line of 1C has its parts between commas: "410012, Саратовская обл, , Саратов г, , Московская ул, дом № 5, корпус 2,
кв. 10". What is not recognised stays in `text` alone; nothing is guessed.
"""

import re

PARTS = (
    ("zip", re.compile(r"\d{6}")),
    (
        "country",
        re.compile(
            r"(?i)(росси[яи](?:йская федерация)?|рф|казахстан|беларусь|республика беларусь|армения|киргизия|узбекистан)"
        ),
    ),
    (
        "flat",
        re.compile(
            r"(?i)(?:кв(?:артира)?|оф(?:ис)?|пом(?:ещ(?:ение)?)?|комн(?:ата)?|каб(?:инет)?)\b\.?\s*(?:№\s*)?(.+)"
        ),
    ),
    ("building", re.compile(r"(?i)(?:корп(?:ус)?|к|стр(?:оение)?|лит(?:ера?)?)\b\.?\s*(?:№\s*)?(\w{1,8})")),
    ("house", re.compile(r"(?i)(?:дом|д|вл(?:адение)?|уч(?:асток)?)\b\.?\s*(?:№\s*)?(\d[\w/\-]*(?:\s*[а-я])?)")),
    ("district", re.compile(r"(?i)(.*\s(?:р-н|район)\.?|(?:р-н|район)\s.*)")),
    (
        "region",
        re.compile(
            r"(?i)(.*\s(?:обл|область|край|ао|автономный округ)\.?|(?:респ|республика)\.?\s.*|.*\s(?:респ|республика)\.?)"
        ),
    ),
    ("city", re.compile(r"(?i)(?:г|гор|город)\.?\s+(.+)|(.+)\s(?:г|гор|город)\.?")),
    (
        "place",
        re.compile(
            r"(?i)(.*\s(?:п|пос|рп|пгт|с|село|д|дер|деревня|х|ст-ца|снт)\.?|(?:п|пос|рп|пгт|с|село|дер|деревня)\.?\s.*)"
        ),
    ),
    (
        "street",
        re.compile(
            r"(?i)((?:ул(?:ица)?|пр-?кт|просп(?:ект)?|пр-д|проезд|пер(?:еулок)?|ш(?:оссе)?|наб|набережная|б-р|бульвар|пл|площадь|тракт)\b\.?\s.*|.*\s(?:ул(?:ица)?|пр-?кт|просп(?:ект)?|пр-д|проезд|пер(?:еулок)?|ш|шоссе|наб|набережная|б-р|бульвар|пл|площадь|тракт|линия)\.?)"
        ),
    ),
)
CAPITALS = ("москва", "санкт-петербург", "севастополь")
HOUSE = re.compile(r"\d{1,4}(?:[/\-]\d{1,4})?[а-яА-Я]?")


def split_address(text):
    """{text, zip, country, region, district, city, place, street, house, building, flat}, those that are known."""
    found = {"text": text}
    for part in filter(None, (part.strip(" .") for part in text.replace("\n", ",").split(","))):
        name, value = _recognise(part, found)
        if name:
            found.setdefault(name, value)
    return found


def _recognise(part, found):
    if len(part) > 200:
        return None, None
    for name, pattern in PARTS:
        match = pattern.fullmatch(part)
        if match and name not in found:
            return name, next(filter(None, match.groups()), match[0]).strip()
    if part.lower() in CAPITALS and "city" not in found:
        return "city", part
    if "street" in found and "house" not in found and HOUSE.fullmatch(part):
        return "house", part
    return None, None

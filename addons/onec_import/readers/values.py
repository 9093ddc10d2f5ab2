"""From a cell, or the text of an XML element, to a Python value; `Bad` says why not.

A converter takes one cell (str, float, int, bool, date, datetime, time or "") and returns a value, None where it is empty.
"""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

HUNDRED = Decimal(100)
TEXT_LIMIT = 32_767
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_LAST = 2_958_465
SPACES = dict.fromkeys(map(ord, " \t\r\n\xa0\u2007\u2009\u202f'’"), None)
NUMBER = re.compile(r"[+-]?\d{1,20}(?:\.\d{0,12})?|[+-]?\.\d{1,12}")
MONEY_TAIL = re.compile(r"(?i)\s*(?:руб\.?|р\.|₽|rub|usd|eur|\$|€|шт\.?|кг)\s*$")
RU_DATE = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})(?:\s*г\.?)?(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
ISO_DATE = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[ T]?(\d{2}):?(\d{2})(?::?(\d{2}))?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?"
)
WORD_DATE = re.compile(r"(\d{1,2})\s+([а-яё]+)\.?\s+(\d{4})(?:\s*г(?:\.|ода)?)?")
MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
ERRORS = frozenset(("#N/A", "#Н/Д", "#REF!", "#ССЫЛКА!", "#VALUE!", "#ЗНАЧ!", "#DIV/0!", "#ДЕЛ/0!", "#NAME?", "#ИМЯ?"))
NO_VAT = ("без ндс", "без налога (ндс)", "не облагается", "безндс", "none")


class Bad(ValueError):
    """A value that cannot be taken: code of the problem and what its sentence names besides."""

    def __init__(self, code, value, **text_args):
        super().__init__(code)
        self.code = code
        self.value = shorten(value)
        self.text_args = text_args


def shorten(value, limit=120):
    text = str(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def fold(text):
    """Text as it is compared: lower case, ё as е, single spaces, no dots, commas and colons at its ends."""
    return " ".join(str(text).lower().replace("ё", "е").split()).strip(" .,:;*")


def to_text(cell):
    """One line or several; spaces of every kind are single, ends trimmed."""
    if cell.__class__ is str:
        if (
            cell.isprintable()
            and "  " not in cell
            and cell
            and cell[0] not in " #"
            and cell[-1] != " "
            and len(cell) < 999
        ):
            return cell
        if cell in ERRORS:
            raise Bad("cell_error", cell)
        return _clean(cell)
    if cell is None:
        return None
    if isinstance(cell, str):
        return to_text(str(cell))
    if isinstance(cell, bool):
        return "Да" if cell else "Нет"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else format(cell, ".15g")
    if isinstance(cell, datetime):
        return cell.strftime("%d.%m.%Y %H:%M:%S") if cell.time() != cell.time().min else cell.strftime("%d.%m.%Y")
    return cell.strftime("%d.%m.%Y") if isinstance(cell, date) else str(cell)


def _clean(text):
    if len(text) > TEXT_LIMIT:
        raise Bad("text_long", text, limit=TEXT_LIMIT)
    lines = [" ".join(line.split()) for line in text.splitlines()] if "\n" in text else [" ".join(text.split())]
    return "\n".join(line for line in lines if line).replace("\x00", "") or None


def to_number(cell):
    """A Decimal; what Excel keeps as a float is rounded to the 15 digits that Excel itself keeps."""
    if cell.__class__ is float:
        if -1e11 < cell < 1e11:
            cents = round(cell * 100)
            if cents / 100 == cell:
                return Decimal(cents) / HUNDRED
        return _from_float(cell)
    if isinstance(cell, str):
        return _from_text(cell) if cell else None
    if cell is None:
        return None
    if isinstance(cell, (int, Decimal)) and not isinstance(cell, bool):
        return Decimal(cell)
    raise Bad("number_wrong", cell)


def _from_float(cell):
    if not -1e18 < cell < 1e18:
        raise Bad("number_wrong", cell)
    return Decimal(f"{cell:.15g}")


def _from_text(cell):
    if cell in ERRORS:
        raise Bad("cell_error", cell)
    if len(cell) > 60:
        raise Bad("number_wrong", cell)
    text = plain_number(cell)
    if not text:
        return None
    if not NUMBER.fullmatch(text):
        raise Bad("number_wrong", cell)
    return Decimal(text)


def plain_number(cell):
    """ "1 234,50 руб." and "(1 234,50)" and "1.234,50" as "1234.50" and "-1234.50" and "1234.50"."""
    text = MONEY_TAIL.sub("", cell).translate(SPACES).replace("−", "-").replace("–", "-")
    if text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1]
    if text.endswith("-") and len(text) > 1:
        text = "-" + text[:-1]
    return "" if text in ("-", "—") else _one_point(text)


def _one_point(text):
    if "," not in text:
        return text.replace(".", "") if text.count(".") > 1 else text
    if "." not in text:
        return text.replace(",", "") if text.count(",") > 1 else text.replace(",", ".")
    thousands, point = (".", ",") if text.rindex(",") > text.rindex(".") else (",", ".")
    return text.replace(thousands, "").replace(point, ".")


def to_datetime(cell):
    """A datetime without zone as 1C has it; 1C's empty date (01.01.0001) is None."""
    if isinstance(cell, datetime):
        return _known(cell.replace(tzinfo=None))
    if isinstance(cell, date):
        return _known(datetime(cell.year, cell.month, cell.day))
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return from_excel(cell)
    text = " ".join(str(cell or "").split())
    if not text:
        return None
    if text in ERRORS:
        raise Bad("cell_error", text)
    return _known(parse_date(text))


def _known(moment):
    return moment if moment.year > 1900 else None


def from_excel(number):
    """Excel's days since 30.12.1899, the fraction being the time."""
    if not 1 <= number <= EXCEL_LAST:
        raise Bad("date_wrong", number)
    day = EXCEL_EPOCH + timedelta(days=int(number))
    seconds = round((number - int(number)) * 86_400)
    return datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)


def parse_date(text):
    """01.02.2026, 01.02.2026 10:00:00, 2026-02-01, 20260201100000, 1 февраля 2026 г., 46054 (Excel)."""
    match = RU_DATE.fullmatch(text)
    if match:
        day, month, year, *time = match.groups()
        return _moment(text, year, month, day, *time)
    match = ISO_DATE.fullmatch(text)
    if match:
        return _moment(text, *match.groups())
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", text):
        return from_excel(float(text.replace(",", ".")))
    match = WORD_DATE.fullmatch(text.lower())
    if match and month_number(match[2]):
        return _moment(text, match[3], month_number(match[2]), match[1])
    raise Bad("date_wrong", text)


def _moment(text, year, month, day, hour=0, minute=0, second=0):
    year = int(year) + (2000 if len(str(year)) == 2 else 0)
    try:
        return datetime(year, int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
    except ValueError as error:
        raise Bad("date_wrong", text) from error


def month_number(word):
    """1 … 12 of a Russian month in any case, else 0."""
    word = word.lower()
    return next((number for number, stem in enumerate(MONTHS, 1) if word.startswith(stem)), 0)


def to_date(cell):
    moment = to_datetime(cell)
    return moment and moment.date()


def to_bool(cell):
    if isinstance(cell, bool) or cell is None or cell == "":
        return None if cell == "" else cell
    word = fold(to_text(cell) or "")
    if word in ("да", "истина", "true", "1", "+", "yes", "x", "х", "v", "✓"):
        return True
    if word in ("нет", "ложь", "false", "0", "-", "no"):
        return False
    if not word:
        return None
    raise Bad("bool_wrong", cell)


def to_vat(cell):
    """Rate in per cent as Decimal, or "none" for goods without VAT; 20/120 is 20."""
    if isinstance(cell, float):
        return Decimal(f"{cell * 100 if 0 < cell < 1 else cell:.6g}")
    text = to_text(cell)
    if not text:
        return None
    if fold(text) in NO_VAT:
        return "none"
    match = re.search(r"\d{1,2}(?:[.,]\d{1,2})?", text)
    if not match or len(text) > 30:
        raise Bad("vat_unknown", text)
    return Decimal(match[0].replace(",", "."))


def to_list(cell):
    """Texts separated by ; , or a new line."""
    text = to_text(cell)
    return [part.strip() for part in re.split(r"[;,\n]", text) if part.strip()] if text else None


def choice(choices):
    """A converter to one of `choices` ({value: (words, …)})."""
    known = {fold(word): value for value, words in choices.items() for word in (value, *words)}

    def to_choice(cell):
        text = to_text(cell)
        if text is None:
            return None
        if fold(text) not in known:
            raise Bad("choice_unknown", text, known=", ".join(words[0] for words in choices.values()))
        return known[fold(text)]

    return to_choice


def to_digits(*lengths):
    """A converter of codes of so many digits: Excel takes them for numbers and drops the zeros they begin with."""

    def convert(cell):
        text = to_text(cell)
        if text is None or isinstance(cell, str) or not text.isdigit():
            return text and text.replace(" ", "")
        return text.zfill(next((length for length in lengths if length >= len(text)), 0))

    return convert


DIGITS = {"inn": to_digits(10, 12), "kpp": to_digits(9), "bic": to_digits(9), "okpo": to_digits(8, 10)}
CONVERTERS = {
    "text": to_text,
    "number": to_number,
    "money": to_number,
    "date": to_date,
    "datetime": to_datetime,
    "bool": to_bool,
    "vat": to_vat,
    "list": to_list,
    "columns": to_text,
}


def converter(field, name=""):
    """The converter of a Field; `name` tells which texts are codes of digits."""
    if name.rpartition("_")[2] in DIGITS:
        return DIGITS[name.rpartition("_")[2]]
    return choice(field.choices) if field.type == "choice" else CONVERTERS[field.type]

"""The lines above the heading: title, period, filters, what the groups are."""

import calendar
import re
from datetime import date

from ..values import Bad, fold, month_number, parse_date, to_text

PERIOD = re.compile(
    r"(?i)^(?:период(?: отчета)?|за период|на дату|по состоянию на|остатки на|дата(?: отчета| остатков)?)\s*[:\s]\s*(.+)"
)
FILTERS = re.compile(r"(?i)^отбор(?:ы)?\s*:?\s*(.*)")
GROUPS = re.compile(r"(?i)^группировк[аи](?: строк)?\s*:?\s*(.*)")
DAY = re.compile(r"\d{1,2}[.]\d{1,2}[.]\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}\s+[а-яё]+\.?\s+\d{4}")
MONTH = re.compile(r"([а-яё]{3,8})\s+(\d{4})")
QUARTER = re.compile(r"([1-4])\s*-?\s*(?:й\s+)?квартал\s+(\d{4})")
YEAR = re.compile(r"\b(\d{4})\b")


def read_titles(rows):
    """{title, period, period_end, filters, groups} out of the rows above the heading."""
    lines = [line for line in map(_line, rows) if line]
    period = _first(PERIOD, lines)
    return {
        "title": next((line for line in lines if not PERIOD.match(line) and not FILTERS.match(line)), ""),
        "period": period,
        "period_end": period_end(period) or next(filter(None, map(_date_in_title, lines[:3])), None),
        "filters": [match[1] or line for line in lines if (match := FILTERS.match(line))],
        "groups": [part.strip() for part in re.split(r"[;,]", _first(GROUPS, lines)) if part.strip()],
    }


def _line(row):
    return " ".join(filter(None, (_safe_text(cell) for cell in row)))[:2000]


def _safe_text(cell):
    try:
        return to_text(cell)
    except Bad:
        return ""


def _first(pattern, lines):
    return next((match[1].strip() for line in lines if (match := pattern.match(line))), "")


def _date_in_title(line):
    """ "Остатки товаров на 31.12.2025" """
    match = re.search(r"(?i)\bна\s+(\d{1,2}[.]\d{1,2}[.]\d{4}|\d{1,2}\s+[а-яё]+\s+\d{4})", line)
    return match and period_end(match[1])


def period_end(text):
    """The last day of "1 января 2025 г.", "Январь 2025 г. - Февраль 2026 г.", "1 квартал 2025 г.", "2025 г."; or None."""
    text = fold(text)
    quarter, days = QUARTER.search(text), DAY.findall(text)
    if quarter:
        return _last_day(int(quarter[2]), int(quarter[1]) * 3)
    if days:
        return _day(days[-1])
    months = [(int(year), month_number(word)) for word, year in MONTH.findall(text) if month_number(word)]
    if months:
        return _last_day(*months[-1])
    year = YEAR.search(text)
    return _last_day(int(year[1]), 12) if year else None


def _day(text):
    try:
        return parse_date(text).date()
    except Bad:
        return None


def _last_day(year, month):
    return date(year, month, calendar.monthrange(year, month)[1]) if 1900 < year < 2100 else None

"""Dates and sums in the words of Russian papers, without a database."""

from decimal import ROUND_HALF_UP, Decimal

MONTHS = (
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()  # noqa: SIM905
)
KOPECK = Decimal("0.01")
NARROW = "\N{NO-BREAK SPACE}"


def long_date(day):
    """«28 ноября 2026 г.»; empty without a date."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year} г." if day else ""


def short_date(day):
    return day.strftime("%d.%m.%Y") if day else ""


def money(value):
    """«1 234,50», thousands apart."""
    exact = Decimal(str(value)).quantize(KOPECK, ROUND_HALF_UP)
    return f"{exact:,.2f}".replace(",", NARROW).replace(".", ",")


def number(value, digits=4):
    """«2,5»: no more digits than there are."""
    text = f"{Decimal(str(value)):,.{digits}f}".rstrip("0").rstrip(".")
    return (text or "0").replace(",", NARROW).replace(".", ",")

"""What the clock of a customer shows, as a salesman of Moscow reckons, without a database."""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MOSCOW = "Europe/Moscow"
# Words of regions and cities that are not on Moscow time, by the zone.
PLACES = {
    "Europe/Kaliningrad": ("калининград", "kaliningrad"),
    "Europe/Samara": ("самар", "удмурт", "ижевск", "тольятти", "samara", "udmurt", "izhevsk"),
    "Europe/Saratov": ("саратов", "saratov"),
    "Europe/Astrakhan": ("астрахан", "astrakhan"),
    "Europe/Ulyanovsk": ("ульяновск", "ulyanovsk"),
    "Asia/Yekaterinburg": (
        *("екатеринбург", "свердловск", "челябинск", "магнитогорск", "перм", "уфа", "башкорт", "тюмен", "сургут"),
        *("ханты", "ямал", "курган", "оренбург", "yekaterinburg", "sverdlovsk", "chelyabinsk", "perm", "bashk"),
        *("ufa", "tyumen", "khanty", "yamal", "kurgan", "orenburg"),
    ),
    "Asia/Omsk": ("омск", "omsk"),
    "Asia/Novosibirsk": ("новосибирск", "novosibirsk"),
    "Asia/Tomsk": ("томск", "tomsk"),
    "Asia/Barnaul": ("барнаул", "алтай", "barnaul", "altai"),
    "Asia/Novokuznetsk": ("кемеров", "новокузнецк", "кузбасс", "kemerov", "novokuznetsk"),
    "Asia/Krasnoyarsk": ("краснояр", "норильск", "хакас", "тыва", "тува", "krasnoyarsk", "norilsk", "khakas", "tuva"),
    "Asia/Irkutsk": ("иркутск", "братск", "ангарск", "бурят", "улан", "irkutsk", "buryat"),
    "Asia/Yakutsk": ("якут", "саха", "амурск", "благовещенск", "yakut", "sakha", "amur"),
    "Asia/Chita": ("забайкал", "чита", "zabaykal", "chita"),
    "Asia/Vladivostok": ("владивосток", "приморск", "хабаровск", "еврейск", "vladivostok", "primors", "khabarovsk"),
    "Asia/Sakhalin": ("сахалин", "sakhalin"),
    "Asia/Magadan": ("магадан", "magadan"),
    "Asia/Kamchatka": ("камчат", "чукот", "kamchat", "chukot"),
}
COUNTRIES = {
    "BY": "Europe/Minsk",
    "KZ": "Asia/Almaty",
    "UZ": "Asia/Tashkent",
    "KG": "Asia/Bishkek",
    "TJ": "Asia/Dushanbe",
    "TM": "Asia/Ashgabat",
    "AM": "Asia/Yerevan",
    "AZ": "Asia/Baku",
    "GE": "Asia/Tbilisi",
    "MD": "Europe/Chisinau",
}
CYRILLIC = re.compile("[а-яё]")


def find(country, region, city):
    """Name of the time zone of a place; None when nothing says where it is."""
    if country and country != "RU":
        return COUNTRIES.get(country)
    text = f"{city or ''} {region or ''}".lower()
    if not text.strip():
        return None
    # «Томск» is the end of no other name, «Омск» is: whole beginnings of words count.
    words = text.replace("-", " ").replace("(", " ").split()
    for zone, beginnings in PLACES.items():
        if any(word.startswith(beginning) for word in words for beginning in beginnings):
            return zone
    # Of a place abroad whose country nobody entered nothing is said.
    return MOSCOW if country or CYRILLIC.search(text) else None


@lru_cache(maxsize=10_000)
def describe(country, region, city):
    """«UTC+5 (MSK+2)»; nothing when the place is unknown."""
    zone = find(country, region, city)
    return _difference(zone) if zone else ""


def _difference(zone):
    now = datetime.now(ZoneInfo(zone))
    hours = now.utcoffset() / timedelta(hours=1)
    ahead = hours - now.astimezone(ZoneInfo(MOSCOW)).utcoffset() / timedelta(hours=1)
    return f"UTC{hours:+g} (MSK{ahead:+g})" if ahead else f"UTC{hours:+g} (MSK)"

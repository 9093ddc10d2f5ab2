"""What a column of a file may show, without a database: from which fields of the mailing base, and how."""

from collections import namedtuple

from . import cells, mailchimp, names, zones

# `make(get)` returns a function of a row; `get(name)` is the function that reads a field of it.
Source = namedtuple("Source", ("fields", "make"))


def _plain(name):
    return Source((name,), lambda get: get(name))


def _first_name(get):
    name, is_company = get("name"), get("is_company")
    return lambda row: "" if is_company(row) else names.split_name(name(row))[0]


def _last_name(get):
    name, is_company = get("name"), get("is_company")
    return lambda row: "" if is_company(row) else names.split_name(name(row))[1]


def _address(get):
    place = [get(name) for name in ("street", "city", "state_id", "zip")]
    code = get("country_code")

    def make(row):
        parts = [part(row) for part in place]
        # A country alone is no address.
        return ", ".join(filter(None, (*parts, code(row)))) if any(parts) else ""

    return make


def _tags(get):
    readers = [get(name) for name in ("kind", "team_id", "equipment_type_id")]
    return lambda row: mailchimp.tag_cell([read(row) for read in readers])


def _local_time(get):
    country, region, city = get("country_code"), get("state_id"), get("city")
    return lambda row: zones.describe(country(row), region(row), city(row))


def _phone(get):
    phone = get("phone")
    return lambda row: number if (number := phone(row)) and cells.PHONE.fullmatch(number) else ""


def _nothing(get):
    return lambda row: ""


PLAIN = (
    *("name", "company", "position", "phones", "kind", "team_id", "user_id", "equipment_type_id"),
    *("stage_id", "qualification", "channel", "subject", "source_id", "campaign_id", "last_deal_date"),
    *("last_order_date", "amount_class", "bought", "last_contact_date", "known_since", "lang", "street", "zip"),
    *("city", "state_id", "country_id", "country_code", "consent", "consent_date", "consent_source"),
)
SOURCES = {
    "email": _plain("email"),
    "phone": Source(("phone",), _phone),
    "first_name": Source(("name", "is_company"), _first_name),
    "last_name": Source(("name", "is_company"), _last_name),
    "address": Source(("street", "city", "state_id", "zip", "country_code"), _address),
    "tags": Source(("kind", "team_id", "equipment_type_id"), _tags),
    "local_time": Source(("country_code", "state_id", "city"), _local_time),
    "result": Source((), _nothing),
    "remark": Source((), _nothing),
    "next_date": Source((), _nothing),
    "reference": _plain("id"),
    **{name: _plain(name) for name in PLAIN},
}

"""Rules of MailChimp's import, as its help states them."""

from functools import lru_cache

# Local parts whose bulk import MailChimp refuses. info@, sales@ and office@ are not among them.
ROLE_NAMES = (
    "abuse",
    "admin",
    "billing",
    "compliance",
    "devnull",
    "dns",
    "ftp",
    "hostmaster",
    "inoc",
    "ispfeedback",
    "ispsupport",
    "list",
    "list-request",
    "maildaemon",
    "no-reply",
    "noc",
    "noreply",
    "null",
    "phish",
    "phishing",
    "postmaster",
    "privacy",
    "registrar",
    "root",
    "security",
    "spam",
    "support",
    "sysadmin",
    "tech",
    "undisclosed-recipients",
    "unsubscribe",
    "usenet",
    "uucp",
    "webmaster",
    "www",
)

# International characters are allowed only after the @. The first character is a letter, a digit or a low line:
# another one could start a formula, and an address can be neither guarded nor changed.
EMAIL_PATTERN = (
    r"^[a-z0-9_][a-z0-9!#$%&'*+/=?^_`{|}~-]*(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([^[:space:]@.,;:<>()\[\]\"]+\.)+[^[:space:]@.,;:<>()\[\]\"]{2,}$"
)

HEADER = ("Email Address", "First Name", "Last Name", "Address", "Phone Number", "Company", "Tags")

TAG_LENGTH = 100


def tag_cell(tags):
    """All tags in one cell; a tag that holds a comma stands in quotes."""
    return _join_tags(tuple(tags))


# There are few kinds, departments and types, and a million rows.
@lru_cache(maxsize=4096)
def _join_tags(tags):
    cleaned = (" ".join((tag or "").replace('"', "").split())[:TAG_LENGTH].strip() for tag in tags)
    return ",".join(f'"{tag}"' if "," in tag else tag for tag in dict.fromkeys(cleaned) if tag)

"""Statement files of banks in the format 1CClientBankExchange, without a database."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

HEAD = "1CClientBankExchange"
DOCUMENT, DOCUMENT_END = "СекцияДокумент", "КонецДокумента"
ACCOUNT, ACCOUNT_END = "СекцияРасчСчет", "КонецРасчСчет"
FILE_END = "КонецФайла"
INN = re.compile(r"ИНН\W{0,3}(\d{12}|\d{10})(?!\d)", re.IGNORECASE)
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


class BadFile(Exception):
    """The file is none of a bank; `args[0]` is a code: format, encoding, empty."""


@dataclass
class Account:
    number: str
    opening: Decimal | None = None
    came: Decimal | None = None
    gone: Decimal | None = None
    closing: Decimal | None = None


@dataclass
class Document:
    kind: str
    number: str
    date: date
    amount: Decimal
    payer_account: str
    payer_inn: str
    payer: str
    payee_account: str
    payee_inn: str
    payee: str
    purpose: str


@dataclass
class Statement:
    """`problems` are (code, words): cut, document, totals, balance."""

    accounts: list = field(default_factory=list)
    own: list = field(default_factory=list)
    date_from: date | None = None
    date_to: date | None = None
    documents: list = field(default_factory=list)
    problems: list = field(default_factory=list)

    def get_numbers(self):
        """Numbers of the accounts that the file is about."""
        return list(dict.fromkeys([*self.own, *(account.number for account in self.accounts)]))


def decode(raw):
    """Text of a file in windows-1251, UTF-8 or the old encoding of DOS."""
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw.decode("utf-8-sig", errors="replace")
    for encoding in ("utf-8", "cp1251", "cp866"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Any bytes are windows-1251: only words that must stand there tell.
        if ACCOUNT in text or DOCUMENT in text or FILE_END in text:
            return text
    if not raw.startswith(HEAD.encode()):
        raise BadFile("format")
    # A file cut inside a letter is still UTF-8 up to there.
    text = raw.decode("utf-8", errors="ignore")
    if DOCUMENT in text or ACCOUNT in text:
        return text
    raise BadFile("encoding" if any(byte > 127 for byte in raw) else "empty")


def parse(raw):
    """The statement that a file holds; what of it could be read, with its problems.

    :param raw: bytes of the file
    :raises BadFile: when it is no such file
    """
    lines = [line.strip() for line in decode(raw).splitlines()]
    lines = lines[next((place for place, line in enumerate(lines) if line), 0) :]
    if not lines or lines[0] != HEAD:
        raise BadFile("format")
    statement, section, values = Statement(), None, {}
    for line in lines[1:]:
        name, _sign, value = line.partition("=")
        if name in (DOCUMENT, ACCOUNT):
            if section:
                statement.problems.append(("document", values.get("Номер", "")))
            section, values = name, {"": value}
        elif name in (DOCUMENT_END, ACCOUNT_END):
            _close(statement, section, values)
            section, values = None, {}
        elif section:
            values[name] = value.strip()
        else:
            _read_head(statement, name, value.strip())
    if section or FILE_END not in lines[-3:]:
        statement.problems.append(("cut", values.get("Номер", "")))
    _check_totals(statement)
    return statement


def _read_head(statement, name, value):
    if name == "РасчСчет" and value:
        statement.own.append(value)
    elif name in ("ДатаНачала", "ДатаКонца"):
        setattr(statement, "date_from" if name == "ДатаНачала" else "date_to", read_date(value))


def _close(statement, section, values):
    if section == ACCOUNT:
        statement.accounts.append(
            Account(
                values.get("РасчСчет", ""),
                read_amount(values.get("НачальныйОстаток")),
                read_amount(values.get("ВсегоПоступило")),
                read_amount(values.get("ВсегоСписано")),
                read_amount(values.get("КонечныйОстаток")),
            )
        )
    elif section == DOCUMENT:
        document = _make_document(values)
        if document:
            statement.documents.append(document)
        else:
            statement.problems.append(("document", values.get("Номер", "")))


def _make_document(values):
    """None where day or sum cannot be read."""
    day = read_date(values.get("ДатаПоступило") or values.get("ДатаСписано") or values.get("Дата"))
    amount = read_amount(values.get("Сумма"))
    if not day or amount is None or amount <= 0:
        return None
    purpose = [values.get("НазначениеПлатежа", "")]
    # Some banks give the purpose in parts, some both ways.
    parts = [values[name] for name in (f"НазначениеПлатежа{number}" for number in range(1, 7)) if values.get(name)]
    purpose = purpose if purpose[0] else parts
    payer, payee = (_read_side(values, side) for side in ("Плательщик", "Получатель"))
    number = values.get("Номер", "")
    return Document(values.get("", ""), number, day, amount, *payer, *payee, " ".join(" ".join(purpose).split()))


def _read_side(values, side):
    name = values.get(f"{side}1") or values.get(side, "")
    inn = values.get(f"{side}ИНН", "")
    if not inn:
        inn = next(iter(INN.findall(values.get(side, ""))), "")
    account = values.get(f"{side}Счет") or values.get(f"{side}РасчСчет", "")
    return account, inn, INN.sub("", name).strip()


def read_date(text):
    try:
        return datetime.strptime((text or "").strip(), "%d.%m.%Y").date()
    except ValueError:
        return None


def read_amount(text):
    """The sum; None where there is none."""
    try:
        return Decimal((text or "").replace(",", ".").replace(" ", "").replace("\N{NO-BREAK SPACE}", ""))
    except InvalidOperation:
        return None


def _check_totals(statement):
    """Compare what each account is said to have moved with its documents."""
    totals = {}
    for account in statement.accounts:
        # A period of several days may come as a section for each.
        totals.setdefault(account.number, []).append(account)
    for number, sections in totals.items():
        came = sum((one.amount for one in statement.documents if one.payee_account == number), Decimal())
        gone = sum((one.amount for one in statement.documents if one.payer_account == number), Decimal())
        for name, counted in (("came", came), ("gone", gone)):
            said = [getattr(section, name) for section in sections]
            if None not in said and sum(said) != counted:
                statement.problems.append(("totals", f"{name} {sum(said)} {counted}"))
        for section in sections:
            known = (section.opening, section.came, section.gone, section.closing)
            if None not in known and section.opening + section.came - section.gone != section.closing:
                statement.problems.append(("balance", number))

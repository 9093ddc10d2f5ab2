"""Check of Russian requisites, without a database."""

import re

from stdnum.ru import inn

KPP = re.compile(r"\d{4}[\dA-Z]{2}\d{3}", re.ASCII)
BIC = re.compile(r"\d{9}", re.ASCII)


WRITTEN_INN = re.compile(r"\bИНН\D{0,12}(\d{12}|\d{10})(?!\d)", re.IGNORECASE)
WRITTEN_KPP = re.compile(r"\bКПП\W{0,6}(?:\d{10}\W{1,3})?(\d{4}[\dA-Z]{2}\d{3})(?![\dA-Z])", re.IGNORECASE)
WRITTEN_BIC = re.compile(r"\bБИК\D{0,12}(\d{9})(?!\d)", re.IGNORECASE)
WRITTEN_ACCOUNT = re.compile(r"(?<!\d)(?:\d[ \xa0]?){19}\d(?!\d)")

# A bank of the Bank of Russia itself (its BIC ends so) is checked by another prefix than a bank with accounts of its own.
CENTRAL_BANK_ENDS = ("000", "001", "002")
CORRESPONDENT = "301"
TREASURY = "0"


def find_inns(text):
    """INNs that a letter names as such, each once; what only looks like one is left out."""
    return list(dict.fromkeys(found for found in WRITTEN_INN.findall(text or "") if is_inn(found)))


def is_inn(text):
    return inn.is_valid(text)


def is_kpp(text):
    return bool(KPP.fullmatch(text))


def is_bic(text):
    return bool(BIC.fullmatch(text))


def is_account(account, bic):
    """Twenty digits whose ninth is the control digit of account and BIC together, as the Bank of Russia computes it.

    Accounts that the Treasury keeps for the state's institutions begin with nought and have none.
    """
    if not re.fullmatch(r"\d{20}", account, re.ASCII) or not is_bic(bic):
        return False
    return account.startswith(TREASURY) or _account_rest(account, bic) == 0


def with_control_digit(account, bic):
    """The account with the control digit that its bank would give it in place of its ninth one."""
    bare = f"{account[:8]}0{account[9:]}"
    return f"{account[:8]}{_account_rest(bare, bic) * 3 % 10}{account[9:]}"


def _account_rest(account, bic):
    prefix = f"0{bic[4:6]}" if bic[6:] in CENTRAL_BANK_ENDS else bic[6:]
    return sum(int(digit) * (7, 1, 3)[place % 3] for place, digit in enumerate(prefix + account)) % 10


def find_requisites(text):
    """{"vat", "kpp", "bic", "account": what a letter names as such}; what is wrong or named twice is left out."""
    text = text or ""
    bics = set(WRITTEN_BIC.findall(text))
    accounts = {"".join(found.split()) for found in WRITTEN_ACCOUNT.findall(text)}
    found = {
        "vat": set(find_inns(text)),
        "kpp": {kpp.upper() for kpp in WRITTEN_KPP.findall(text)},
        "bic": bics,
        "account": {
            account
            for account in accounts
            if not account.startswith(CORRESPONDENT) and any(is_account(account, bic) for bic in bics)
        },
    }
    return {name: values.pop() for name, values in found.items() if len(values) == 1}


def is_okpo(text):
    """Eight digits (organisation) or ten (person), the last being the check digit."""
    if not re.fullmatch(r"\d{8}|\d{10}", text, re.ASCII):
        return False
    *body, check = (int(digit) for digit in text)
    rest = _weighted(body, first=1)
    if rest == 10:
        rest = _weighted(body, first=3) % 10
    return rest == check


def _weighted(digits, first):
    """Remainder by 11; the weights run from 1 to 10 and begin again."""
    return sum(((first + place - 1) % 10 + 1) * digit for place, digit in enumerate(digits)) % 11

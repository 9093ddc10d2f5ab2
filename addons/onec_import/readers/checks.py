"""Check digits of ИНН, ОКПО, bank accounts and barcodes, and the shapes of КПП, БИК and e-mail addresses.

`CHECKS[kind](values)` gives (code, value, text_args) of what is doubtful in a record: always warnings, the record is taken over.
"""

import re
from datetime import date
from decimal import Decimal

INN_WEIGHTS = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
KPP = re.compile(r"\d{4}[0-9A-Z]{2}\d{3}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
ACCOUNT_WEIGHTS = (7, 1, 3)
CENT = Decimal("0.011")
LEEWAY = Decimal("0.3")  # VAT on top, or a discount that the file does not show


def inn_problem(inn):
    """ "inn_length", "inn_check" or "" for ИНН of a company (10 digits) or a person (12)."""
    if not inn.isascii() or not inn.isdigit() or len(inn) not in (10, 12):
        return "inn_length"
    digits = [int(digit) for digit in inn]
    places = (9,) if len(inn) == 10 else (10, 11)
    return "" if all(_inn_digit(digits[:place]) == digits[place] for place in places) else "inn_check"


def _inn_digit(digits):
    weights = INN_WEIGHTS[len(INN_WEIGHTS) - len(digits) :]
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11 % 10


def okpo_fits(okpo):
    """ОКПО of 8 or 10 digits; 14 (branches) are taken as they are."""
    if not okpo.isascii() or not okpo.isdigit() or len(okpo) not in (8, 10, 14):
        return False
    return len(okpo) == 14 or _okpo_digit(okpo[:-1]) == int(okpo[-1])


def _okpo_digit(digits):
    rest = sum(int(digit) * (place % 10 + 1) for place, digit in enumerate(digits)) % 11
    if rest == 10:
        rest = sum(int(digit) * ((place + 2) % 10 + 1) for place, digit in enumerate(digits)) % 11
    return rest % 10


def account_fits(account, bic):
    """Whether the key of a bank account fits the БИК of its bank."""
    head = "0" + bic[4:6] if bic.endswith(("000", "001", "002")) else bic[-3:]
    digits = head + account
    return sum(int(digit) * ACCOUNT_WEIGHTS[place % 3] for place, digit in enumerate(digits)) % 10 == 0


def barcode_fits(code):
    """False only for 8, 12 or 13 digits whose check digit is wrong; other codes are not EAN."""
    if not code.isascii() or not code.isdigit() or len(code) not in (8, 12, 13):
        return True
    total = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(code[:-1])))
    return (10 - total % 10) % 10 == int(code[-1])


def check_partner(values):
    inn = values.get("inn")
    if inn and inn_problem(inn):
        yield inn_problem(inn), inn, {}
    if values.get("kpp") and not KPP.fullmatch(values["kpp"]):
        yield "kpp_wrong", values["kpp"], {}
    if values.get("okpo") and not okpo_fits(values["okpo"]):
        yield "okpo_wrong", values["okpo"], {}
    for account in values.get("accounts", ()):
        yield from check_account(account.get("account") or "", account.get("bic") or "")
    for email in values.get("emails", ()):
        if not EMAIL.fullmatch(email):
            yield "email_wrong", email, {}


def check_account(account, bic):
    bic_good = re.fullmatch(r"[0-9]{9}", bic)
    account_good = re.fullmatch(r"[0-9]{20}", account)
    if bic and not bic_good:
        yield "bic_wrong", bic, {}
    if account and not account_good:
        yield "account_wrong", account, {}
    elif account and bic_good and not account_fits(account, bic):
        yield "account_check", account, {}


def check_goods(values):
    for code in values.get("barcodes", ()):
        if not barcode_fits(code):
            yield "barcode_wrong", code, {}


def check_stock(values):
    made, until = values.get("production_date"), values.get("expiry_date")
    if isinstance(made, date) and isinstance(until, date) and until < made:
        yield "dates_turned", until.strftime("%d.%m.%Y"), {"found": made.strftime("%d.%m.%Y")}
    if values.get("quantity", 0) < 0:
        yield "negative", values["quantity"], {"column": "quantity"}


def check_order(values):
    for line in values.get("lines", ()):
        yield from check_line(line)
    stated = values.get("amount")
    sums = [line["line_amount"] for line in values.get("lines", ()) if "line_amount" in line]
    outside = values.get("discounts", 0)
    if stated is not None and sums and min(abs(sum(sums) - stated), abs(sum(sums) + outside - stated)) > CENT:
        yield "totals_differ", stated, {"found": sum(sums), "column": "amount"}


def check_line(line):
    quantity, price, amount = line.get("quantity"), line.get("price"), line.get("line_amount")
    if None not in (quantity, price, amount):
        made = quantity * price * (100 - line.get("discount", 0)) / 100
        if abs(made - amount) > max(CENT, abs(amount) * LEEWAY):
            yield "line_sum_differs", amount, {"found": made.normalize()}
    if quantity is not None and quantity < 0:
        yield "negative", quantity, {"column": "quantity"}
    if quantity is not None and line.get("done", 0) > quantity >= 0:
        yield "done_over", quantity, {"found": line["done"]}


def check_price(values):
    if values.get("price", 0) < 0:
        yield "negative", values["price"], {"column": "price"}


CHECKS = {
    "customers": check_partner,
    "goods": check_goods,
    "stock": check_stock,
    "prices": check_price,
    "vendors": check_price,
    "customer_orders": check_order,
    "supplier_orders": check_order,
    "production_orders": check_order,
}

"""Sums in words, as contracts want them, without a database."""

from decimal import Decimal

from num2words import num2words


def in_words(amount, currency_code, lang):
    """«Сто двадцать рублей 50 копеек»; False where the library has no such currency or language.

    :param amount: sum, already rounded by its currency
    :param currency_code: ISO code
    :param lang: locale such as ru_RU
    """
    # An integer would be read as kopecks.
    exact = Decimal(f"{amount:.2f}")
    try:
        text = num2words(exact, lang=lang, to="currency", currency=currency_code, cents=False, separator="")
    except (NotImplementedError, KeyError, OverflowError, TypeError, AttributeError):
        return False
    return text[:1].upper() + text[1:]

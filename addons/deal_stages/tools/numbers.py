"""Numbers as people write them."""

from odoo.tools.misc import formatLang, get_lang


def plain(env, value, digits=4):
    """The number in the user's language, without the zeros that say nothing."""
    text = formatLang(env, value, digits=digits)
    separator = get_lang(env).decimal_point
    return text.rstrip("0").rstrip(separator) if separator in text else text

"""Domains whose addresses belong to everybody: nothing is to be concluded from two people sharing one."""

DOMAINS = frozenset(
    """
    mail.ru bk.ru list.ru inbox.ru internet.ru xmail.ru vk.com yandex.ru yandex.com yandex.by yandex.kz yandex.ua
    yandex.com.tr ya.ru narod.ru rambler.ru lenta.ru autorambler.ru myrambler.ru ro.ru pochta.ru mail.kz mail.ua
    tut.by ukr.net i.ua meta.ua bigmir.net inbox.lv
    gmail.com googlemail.com outlook.com outlook.de outlook.fr hotmail.com hotmail.co.uk hotmail.de hotmail.fr live.com
    live.de live.fr msn.com windowslive.com yahoo.com yahoo.co.uk yahoo.de yahoo.fr ymail.com rocketmail.com aol.com
    icloud.com me.com mac.com proton.me protonmail.com pm.me tutanota.com tuta.io gmx.com gmx.de gmx.net gmx.at web.de
    t-online.de freenet.de zoho.com mail.com email.com fastmail.com orange.fr free.fr laposte.net wp.pl o2.pl seznam.cz
    abv.bg qq.com foxmail.com 163.com 126.com yeah.net sina.com sohu.com aliyun.com naver.com
    """.split()
)


def is_free(domain):
    """True for a domain at which anybody has an address."""
    return domain.lower().strip(". ") in DOMAINS

from odoo import api, fields, models

from odoo.addons.iap.tools import iap_tools

# Core's list knows few of the providers that our customers use.
KNOWN = (
    "mail.ru inbox.ru list.ru bk.ru internet.ru xmail.ru yandex.ru ya.ru yandex.com yandex.by yandex.kz"
    " narod.ru rambler.ru lenta.ru autorambler.ru myrambler.ru ro.ru rambler.ua gmail.com googlemail.com"
    " outlook.com hotmail.com live.com icloud.com me.com yahoo.com proton.me protonmail.com ukr.net tut.by"
    " mail.by mail.kz vk.com e1.ru ngs.ru pochta.ru nm.ru sibmail.com hotbox.ru land.ru yandex.ua"
    " yandex.com.tr mail.ua i.ua meta.ua bigmir.net inbox.lv outlook.de outlook.fr hotmail.co.uk"
    " hotmail.de hotmail.fr live.de live.fr msn.com windowslive.com yahoo.co.uk yahoo.de yahoo.fr"
    " ymail.com rocketmail.com aol.com mac.com pm.me tutanota.com tuta.io gmx.com gmx.de gmx.net gmx.at"
    " web.de t-online.de freenet.de zoho.com mail.com email.com fastmail.com orange.fr free.fr laposte.net"
    " wp.pl o2.pl seznam.cz abv.bg qq.com foxmail.com 163.com 126.com yeah.net sina.com sohu.com"
    " aliyun.com naver.com"
).split()


class ResFreeMailDomain(models.Model):
    """Domains where everybody may have an address: two of them say nothing about a common company."""

    _name = "res.free.mail.domain"
    _description = "Free Mail Domain"
    _order = "name"

    name = fields.Char("Domain", required=True)
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex("(name)", "This domain is in the list already.")
    _name_plain = models.Constraint(
        "CHECK(name = lower(name) AND position('@' in name) = 0)", "Write the domain only, in small letters: mail.ru."
    )

    @api.model
    def _load_known(self):
        """Put what is known of free mail into the list; what the administrator archived stays so."""
        names = {name.strip().lower() for name in iap_tools._MAIL_PROVIDERS} | set(KNOWN)
        # Core's list holds a domain of examples, which is nobody's provider.
        names -= {"", "example.com"}
        known = self.with_context(active_test=False).search([("name", "in", sorted(names))])
        missing = sorted(names - set(known.mapped("name")))
        self.create([{"name": name} for name in missing])

    @api.model
    def _is_free(self, domain):
        """True for a domain at which anybody may have an address."""
        # The list is the same for whoever asks.
        return bool(self.sudo().search_count([("name", "=", domain.lower().strip(". "))], limit=1))

    @api.model
    def _get_company_domains(self, emails):
        """{domain} of those addresses whose domain is a company's own."""
        domains = {email.rpartition("@")[2] for email in emails if email and "@" in email}
        # The list is the same for whoever asks.
        free = self.sudo().search([("name", "in", list(domains))]).mapped("name") if domains else []
        return domains - set(free)

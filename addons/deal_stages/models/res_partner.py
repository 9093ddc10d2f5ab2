from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    sale_way = fields.Selection(
        selection=lambda self: self.env["res.company"]._fields["sale_way"]._description_selection(self.env),
        string="How this customer buys",
        help="Empty: as his tags or the company's settings say.",
    )

    def _get_missing_legal_data(self):
        """Names of the fields that a deal still needs of this legal entity; nothing of a private person."""
        self.ensure_one()
        if not self.is_company:
            return []
        wanted = self._get_wanted_legal_data(self.country_id, self.vat)
        return [name for name in wanted if not self._has_legal_data(name)]

    @api.model
    def _get_wanted_legal_data(self, country, vat):
        """What a deal needs of a company, the first to be asked first. Addons that print contracts ask for more.

        In Russia (or in Russia's books without a country) tax number, KPP (a sole proprietor, whose number has
        twelve digits, has none), legal and actual address and a bank account; abroad what its country has.

        :param country: res.country of the company, perhaps empty
        :param vat: its tax number, perhaps not known yet
        """
        if self._is_russia(country):
            kpp = [] if len("".join((vat or "").split())) == 12 else ["kpp"]
            return ["vat", *kpp, "street", "actual_address", "bank_ids"]
        number = ["vat"] if country and self._get_number_rule(country) else []
        return ["country_id", *number, "street", "bank_ids"]

    def _has_legal_data(self, name):
        if name == "vat":
            # Abroad core's mark says that the company has no number.
            return bool(self.vat) and (len(self.vat) > 1 or not self._is_russian_entity())
        if name == "street":
            return bool(self.street or self.city)
        if name == "actual_address":
            return bool(self._get_actual_address())
        if name == "bank_ids":
            return any(account._is_complete() for account in self.bank_ids)
        return bool(self[name])

    def _is_russian_entity(self):
        return self._is_russia(self.country_id)

    @api.model
    def _is_russia(self, country):
        """Russia, or no country in Russia's books."""
        return (country or self.env.company.country_id).code == "RU"

    def _get_address_line(self):
        """The address in one line, as printed forms and small screens have it."""
        self.ensure_one()
        parts = (part.strip(" ,") for part in self._display_address(without_company=True).splitlines())
        return ", ".join(filter(None, parts))

    def _can_be_reached(self):
        """True when there is an e-mail address or a phone number to write or call to."""
        self.ensure_one()
        return bool(self.email or self.phone or self.contact_point_ids)

    def _get_sale_way(self):
        """How this customer buys: his own setting, his company's, his tags', the company's default.

        :return: "both", "proposal" or "direct"
        """
        own = self.sale_way or self.commercial_partner_id.sale_way
        tags = (self.category_id | self.commercial_partner_id.category_id).filtered("sale_way")
        return own or tags.sorted("id")[:1].sale_way or self.env.company.sale_way

from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    sale_way = fields.Selection(
        selection=lambda self: self.env["res.company"]._fields["sale_way"]._description_selection(self.env),
        string="How this customer buys",
        help="Empty: as his tags or the company's settings say.",
    )

    def _get_missing_legal_data(self):
        """Names of the fields that a deal still needs of this legal entity.

        A company in Russia (or in Russia's books without a country) needs its tax number and an address, one
        abroad its country, a private person nothing. Addons that print contracts ask for more.
        """
        self.ensure_one()
        if not self.is_company:
            return []
        if not self._is_russian_entity():
            return [] if self.country_id else ["country_id"]
        missing = [] if self.vat and len(self.vat) > 1 else ["vat"]
        return missing if self.street or self.city else [*missing, "street"]

    def _is_russian_entity(self):
        return (self.country_id or self.env.company.country_id).code == "RU"

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

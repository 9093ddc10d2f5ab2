from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

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

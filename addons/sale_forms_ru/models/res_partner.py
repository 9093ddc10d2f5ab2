from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _prepare_form_party(self, account=None):
        """What papers say of a legal entity; texts only, so that they stay as printed.

        :param account: res.partner.bank that is named; its first one where none is given
        """
        self.ensure_one()
        entity = self.commercial_partner_id
        account = account or entity.bank_ids[:1]
        number = entity.vat if len(entity.vat or "") > 1 else ""
        return {
            "id": entity.id,
            "name": entity.name or "",
            "is_company": entity.is_company,
            "is_russian": entity._is_russian_entity(),
            "inn": number or "",
            "kpp": entity.kpp or "",
            "okpo": entity.okpo or "",
            "address": entity._get_address_line(),
            "phone": entity.phone or "",
            "account": account.acc_number or "",
            "bank": account.bank_id.name or "",
            "bank_city": account.bank_id.city or "",
            "bic": account.bank_id.bic or "",
            "corr": account.bank_id.corr_account or "",
        }

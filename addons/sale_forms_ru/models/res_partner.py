from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    no_payment_reminders = fields.Boolean("No reminders to pay", help="Letters about debts do not go to this customer.")
    debt_limit = fields.Monetary(
        "Limit of debt",
        currency_field="debt_currency_id",
        help="What he may owe by requests to pay, in the company's currency; nought: no limit.",
        groups="sales_base.group_manager,deal_stages.group_accountant",
    )
    debt_currency_id = fields.Many2one("res.currency", compute="_compute_debt_currency")

    @api.depends_context("company")
    def _compute_debt_currency(self):
        self.debt_currency_id = self.env.company.currency_id

    def _get_debt(self, company, today):
        """{legal entity: (what it owes, what of it is overdue beyond the days that are forgiven)} in the company's currency."""
        entities = self.commercial_partner_id
        rows = self.env["sale.payment.request"]._read_group(
            [
                ("partner_id.commercial_partner_id", "in", entities.ids),
                ("company_id", "=", company.id),
                ("state", "in", ("open", "part")),
            ],
            ["partner_id", "currency_id", "date_due:day"],
            ["amount_due:sum"],
        )
        debts = {entity: (0.0, 0.0) for entity in entities}
        for partner, currency, day, amount in rows:
            value = currency._convert(amount, company.currency_id, company, today)
            late = value if (today - day).days > company.credit_overdue_days else 0.0
            owed, overdue = debts[partner.commercial_partner_id]
            debts[partner.commercial_partner_id] = (owed + value, overdue + late)
        return debts

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

"""What the administrator decides before a file is imported."""

from odoo import api, fields, models


class OnecImport(models.Model):
    _inherit = "onec.import"

    characteristics_as = fields.Selection(
        [("variants", "Variants of the product, by attributes"), ("products", "Products of their own")],
        "Characteristics become",
        default="variants",
        required=True,
    )
    properties_as = fields.Selection(
        [("attributes", "Attributes of the product"), ("notes", "Lines in its internal notes"), ("none", "Left out")],
        "Properties become",
        default="notes",
        required=True,
    )
    list_price_type = fields.Char("Sales price is", help="Name of the 1C price type that becomes the sales price.")
    balance_date = fields.Date("Balances of", default=fields.Date.context_today, required=True)
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        compute="_compute_warehouse_id",
        store=True,
        readonly=False,
        help="For rows that name none.",
    )
    opening_account_id = fields.Many2one(
        "account.account",
        "Opening balances against",
        compute="_compute_opening_account_id",
        store=True,
        readonly=False,
        help="Account that stands against all opening balances; it is nought when everything is over.",
    )
    team_id = fields.Many2one("crm.team", "Department", help="For rows that name none.")
    settlement_side = fields.Selection(
        [("customer", "With customers"), ("supplier", "With suppliers")], "Settlements", help="Empty: as the file says."
    )

    @api.depends("company_id")
    def _compute_warehouse_id(self):
        for record in self:
            record.warehouse_id = self.env["stock.warehouse"].search(
                [("company_id", "=", record.company_id.id)], limit=1
            )

    @api.depends("company_id")
    def _compute_opening_account_id(self):
        for record in self:
            accounts = self.env["account.account"].with_company(record.company_id)
            domain = [
                ("company_ids", "in", record.company_id.ids),
                ("account_type", "in", ("equity", "equity_unaffected")),
            ]
            record.opening_account_id = accounts.search(domain, order="account_type, code", limit=1)

    def _get_list_price_type(self):
        return self.list_price_type

    def _get_reader_options(self):
        return {"side": self.settlement_side} if self.settlement_side else {}

    def _get_cache(self, name):
        """A dict for look-ups of this batch; gone with its transaction."""
        data = self.env.cr.postcommit.data.setdefault("onec_import", {})
        return data.setdefault(name, {})

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    closing_needs_service = fields.Boolean(
        "Closing waits for service",
        default=True,
        help="A deal is closed after commissioning, where it is needed, and after the customer's answer on service.",
    )
    closing_needs_payment = fields.Boolean(
        "Closing waits for payment", default=True, help="A deal is closed once everything is paid."
    )
    service_response_hours = fields.Float(
        "Hours to respond", default=16, help="Working hours in which service answers where no contract says otherwise."
    )
    service_product_id = fields.Many2one(
        "product.product",
        "Product of service",
        domain="[('type', '=', 'service')]",
        help="Named in orders for service.",
    )
    service_visit_days = fields.Integer(
        "Days ahead", default=30, help="Visits of contracts are planned so many days before they are due."
    )

    _service_response_hours_positive = models.Constraint(
        "CHECK (service_response_hours >= 0)", "Hours to respond cannot be below zero."
    )
    _service_visit_days_positive = models.Constraint(
        "CHECK (service_visit_days >= 0)", "Days ahead cannot be below zero."
    )

    def _get_service_prices(self, price, partner):
        """What an order for service at this price comes to, with the tax that it will have.

        :return: dict with the keys total_excluded and total_included, among others
        """
        company = self.sudo()  # whoever offers service need not read taxes
        product = company.service_product_id
        taxes = product.taxes_id._filter_taxes_by_company(company) if product else company.account_sale_tax_id
        positions = company.env["account.fiscal.position"].with_company(company)
        taxes = positions._get_fiscal_position(partner.sudo()).map_tax(taxes)
        return taxes.compute_all(price, company.currency_id, 1.0, product, partner.sudo())

    def _get_service_product(self):
        """The product that orders for service name; made at the first need, and the company's own from then on."""
        self.ensure_one()
        if not self.service_product_id:
            # Whoever concludes a contract need not be allowed to make products or to change the company.
            products = self.env["product.product"].sudo()
            name = self.env._("Service of equipment")
            self.sudo().service_product_id = products.create({"name": name, "type": "service", "list_price": 0})
        return self.service_product_id

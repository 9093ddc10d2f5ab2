from collections import defaultdict

from odoo import fields, models

DIRECTOR = "sales_base.group_director"


def money(label, **options):
    return fields.Monetary(
        label, compute="_compute_margin", currency_field="company_currency", groups=DIRECTOR, **options
    )


class CrmLead(models.Model):
    """What a deal earns: the price without tax, less goods, production, certificates and commissioning.

    Goods and production are at the cost that the product cards say today; a certificate that serves several deals is
    shared equally between them.
    """

    _inherit = "crm.lead"

    margin_price = money("Price without tax")
    margin_goods = money("Cost of goods")
    margin_production = money("Cost of production")
    margin_certificate = money("Cost of certificates")
    margin_commissioning = money("Cost of commissioning", help="Parts that were used, and the hours of engineers.")
    margin_amount = money("Margin")
    margin_share = fields.Float("Margin, share", compute="_compute_margin", groups=DIRECTOR)

    def _compute_margin(self):
        deals = self.sudo()  # costs are no business of salesmen, and the fields are the director's
        price, goods, made = deals._read_margin_lines()
        papers, visits = deals._read_margin_certificates(), deals._read_margin_visits()
        for lead in self:
            costs = goods[lead.id], made[lead.id], papers[lead.id], visits[lead.id]
            lead.margin_price = price[lead.id]
            lead.margin_goods, lead.margin_production, lead.margin_certificate, lead.margin_commissioning = costs
            lead.margin_amount = price[lead.id] - sum(costs)
            lead.margin_share = lead.margin_amount / price[lead.id] if price[lead.id] else 0.0

    def _read_margin_lines(self):
        """(price, cost of what is bought, cost of what is made) of the agreed orders, by deal."""
        price, goods, made = (defaultdict(float) for _name in range(3))
        orders = self.order_ids.filtered(lambda order: order.state == "sale")
        for line in orders.order_line.filtered(lambda line: not line.display_type):
            deal = line.order_id.opportunity_id.id
            price[deal] += line.price_subtotal / (line.order_id.currency_rate or 1.0)
            pieces = line.product_uom_id._compute_quantity(line.product_uom_qty, line.product_id.uom_id)
            cost = pieces * line.product_id.with_company(line.company_id).standard_price
            (made if "normal" in line.product_id.bom_ids.mapped("type") else goods)[deal] += cost
        return price, goods, made

    def _read_margin_certificates(self):
        costs, today = defaultdict(float), fields.Date.context_today(self)
        for paper in self.env["equipment.certificate"].search(
            [("deal_ids", "in", self.ids), ("state", "!=", "refused")]
        ):
            company = paper.company_id
            cost = paper.currency_id._convert(paper.cost, company.currency_id, company, paper.issued_on or today)
            for deal in paper.deal_ids:
                costs[deal.id] += cost / len(paper.deal_ids)
        return costs

    def _read_margin_visits(self):
        costs = defaultdict(float)
        visits = self.env["service.visit"].search([("deal_id", "in", self.ids), ("kind", "=", "commissioning")])
        for visit in visits:
            costs[visit.deal_id.id] += visit.hours * visit.company_id.engineer_hour_cost
            for part in visit.part_ids:
                costs[visit.deal_id.id] += part.quantity * part.product_id.with_company(visit.company_id).standard_price
        return costs

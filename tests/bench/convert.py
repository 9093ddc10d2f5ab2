"""From a lead to a deal with an order of 20 lines, against the same by hand in stock Odoo.

Goals: time <= 1.2 for the deal with its quotation, and for the same up to the agreed order. Ours meets the gate of
complete deals, writes the goods on the deal, and tells the deal that they are agreed. In stock Odoo the salesman does
by hand what the deal does by itself then: it goes on to its next stage, and its expected revenue is the order's.
"""

from functools import partial

from common import databases, environment, make_customer, make_lead, result, rounds, stopwatch

LINES = 20


def prepare(database):
    """A customer with all that a deal asks for, and what he buys: services, which need no supply."""
    with environment(database, commit=True) as env:
        customer = make_customer(env)
        values = [{"name": f"Bench {number}", "type": "service", "list_price": 100} for number in range(LINES)]
        return customer.id, env["product.product"].create(values).ids


def convert_ours(lead, customer, lines):
    lead.convert_opportunity(customer)
    lead.action_create_goods_list()
    lead.goods_line_ids = lines
    return lead.quotation_id


def convert_stock(lead, customer, lines):
    lead.convert_opportunity(customer)
    context = lead._prepare_opportunity_quotation_context()
    values = {name.removeprefix("default_"): value for name, value in context.items() if name.startswith("default_")}
    return lead.env["sale.order"].create({**values, "order_line": lines})


def agree_stock(lead, order):
    order.action_confirm()
    stage = lead.env["crm.stage"].search([("sequence", ">", lead.stage_id.sequence)], limit=1)
    lead.write({"stage_id": stage.id, "expected_revenue": lead.sale_amount_total})


def measure(database, ids, convert, agree):
    """Seconds until all is written."""
    customer_id, product_ids = ids
    with environment(database) as env:
        customer = env["res.partner"].browse(customer_id)
        lead = make_lead(env, customer)
        lines = [(0, 0, {"product_id": product_id, "product_uom_qty": 3}) for product_id in product_ids]
        env.flush_all()
        env.invalidate_all()
        with stopwatch() as passed:
            order = convert(lead, customer, lines)
            if agree == "deal":
                lead.action_agree()
            elif agree:
                agree_stock(lead, order)
            env.flush_all()
        assert lead.type == "opportunity" and order.opportunity_id == lead
        assert len(order.order_line) == LINES and order.state == ("sale" if agree else "draft")
        return passed()


def main():
    with databases("convert") as names:
        ours, stock = names["ours"], names["reference"]
        known = {name: prepare(name) for name in (ours, stock)}
        times = rounds(
            {
                "ours": partial(measure, ours, known[ours], convert_ours, None),
                "reference": partial(measure, stock, known[stock], convert_stock, None),
                "ours_agreed": partial(measure, ours, known[ours], convert_ours, "deal"),
                "reference_agreed": partial(measure, stock, known[stock], convert_stock, "order"),
            }
        )
    yield result("convert", times["ours"], times["reference"], "<= 1.2", n=LINES)
    yield result("convert_agreed", times["ours_agreed"], times["reference_agreed"], "<= 1.2", n=LINES)

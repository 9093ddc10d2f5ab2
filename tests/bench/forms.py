"""Four Russian forms of an order of 100 lines against stock Odoo's invoice and delivery slip of the same order.

Goal: time <= 1.5. Ours are the request to pay with its code, the transfer document, the tax invoice and the transport waybill,
numbered and kept as files. wkhtmltopdf waits a second for scripts by default: the bench takes that second out of stock's.
"""

import io
from functools import partial

from common import databases, environment, make_customer, make_lead, result, rounds, stopwatch

LINES = 100
FORMS = ("upd", "invoice", "waybill")


def prepare(database):
    """An agreed order of so many goods on stock; its id."""
    with environment(database, commit=True) as env:
        env["ir.config_parameter"].set_param("report.print_delay", "1")
        values = [
            {"name": f"Bench part {number}", "is_storable": True, "list_price": 1000 + number, "weight": 1}
            for number in range(LINES)
        ]
        env.company.tax_calculation_rounding_method = "round_per_line"
        products = env["product.template"].create(values).product_variant_id
        customer = make_customer(env)
        lead = make_lead(env, customer)
        lead.convert_opportunity(customer)
        tax = env["account.tax"].create({"name": "Bench 22", "amount": 22, "type_tax_use": "sale"})
        lines = [(0, 0, {"product_id": one.id, "product_uom_qty": 2, "tax_ids": [(6, 0, tax.ids)]}) for one in products]
        order = env["sale.order"].create({"partner_id": customer.id, "opportunity_id": lead.id, "order_line": lines})
        order.action_confirm()
        if "sale.form" in env:
            complete(env, order)
        else:
            order._create_invoices().action_post()
        return order.id


def complete(env, order):
    """What our papers ask for before they are printed."""
    company = env.company.partner_id
    company.write(
        {"vat": "5040001426", "kpp": "504001001", "street": "Zavodskaya 5", "city": "Tver", "is_company": True}
    )
    company.country_id = env.ref("base.ru")
    bank = env["res.bank"].search([("bic", "=", "044525225")], limit=1)
    bank.corr_account = "30101810400000000225"
    company.bank_ids.unlink()
    company.bank_ids = [(0, 0, {"acc_number": "40702810938000012345", "bank_id": bank.id})]
    env["sale.form.signer"].create(
        [{"role": role, "name": "Bench B.", "position": role} for role in ("director", "accountant", "shipper")]
    )
    order.currency_id.iso_numeric = order.currency_id.iso_numeric or 643
    order.picking_ids.write({"form_vehicle": "A001AA", "form_driver": "Bench B."})
    env["sale.payment.request"].create({"order_id": order.id, "amount": order.amount_total})


def check(content, pages):
    """A fast wrong answer is none."""
    from odoo.tools.pdf import PdfFileReader

    assert len(PdfFileReader(io.BytesIO(content), strict=False).pages) >= pages


def measure_ours(database, order_id):
    with environment(database) as env:
        order = env["sale.order"].browse(order_id)
        forms = env["sale.form"]
        with stopwatch() as passed:
            printed = [forms._make("request", order.payment_request_ids)]
            printed += [forms._make(code, order.picking_ids) for code in FORMS]
        for form in printed:
            check(form.attachment_id.raw, 2)
        return passed()


def measure_stock(database, order_id):
    with environment(database) as env:
        order = env["sale.order"].browse(order_id)
        reports = env["ir.actions.report"]
        with stopwatch() as passed:
            invoice, _kind = reports._render_qweb_pdf("account.account_invoices", order.invoice_ids.ids)
            slip, _kind = reports._render_qweb_pdf("stock.action_report_delivery", order.picking_ids.ids)
        check(invoice, 2)
        check(slip, 2)
        return passed()


def main():
    with databases("forms") as names:
        orders = {side: prepare(name) for side, name in names.items()}
        times = rounds(
            {
                "ours": partial(measure_ours, names["ours"], orders["ours"]),
                "reference": partial(measure_stock, names["reference"], orders["reference"]),
            }
        )
    yield result("forms", times["ours"], times["reference"], "<= 1.5", n=LINES)

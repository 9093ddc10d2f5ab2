"""The PDF of a proposal of 100 lines with pictures, against stock Odoo's quotation of the same order.

Goal: time <= 1.3. Ours makes a version from the deal: digest, pages, running heads and page numbers, the file kept.
wkhtmltopdf waits a second for scripts by default, in both: the bench takes that second out, which makes it stricter.
"""

import base64
import io
from functools import partial

from common import databases, environment, make_customer, make_lead, result, rounds, stopwatch

LINES = 100


def make_picture(number):
    """A picture as a shop has it: photographs do not pack as plain areas do."""
    from PIL import Image

    stream = io.BytesIO()
    noise = Image.effect_noise((400, 300), 40 + number).convert("RGB")
    noise.save(stream, "JPEG")
    return base64.b64encode(stream.getvalue())


def prepare(database):
    """A customer and an order of so many products, each with its own picture; returns the order's id."""
    with environment(database, commit=True) as env:
        env["ir.config_parameter"].set_param("report.print_delay", "1")
        values = [
            {
                "name": f"Bench pump {number}",
                "type": "service",
                "list_price": 1000 + number,
                "image_1920": make_picture(number),
                "description_sale": "Centrifugal, of stainless steel, with a drive of its own.",
            }
            for number in range(LINES)
        ]
        products = env["product.template"].create(values).product_variant_id
        order = make_order(env)
        order.order_line = [(0, 0, {"product_id": product.id, "product_uom_qty": 2}) for product in products]
        return order.id


def make_order(env):
    customer = make_customer(env)
    lead = make_lead(env, customer)
    lead.convert_opportunity(customer)
    return env["sale.order"].create({"partner_id": customer.id, "opportunity_id": lead.id})


def check(content):
    """A fast wrong answer is none: the PDF has its pages, and pictures on them."""
    from odoo.tools.pdf import PdfFileReader

    pages = PdfFileReader(io.BytesIO(content), strict=False).pages
    assert len(pages) > 2 and content.startswith(b"%PDF"), len(pages)
    return pages


def measure_ours(database, order_id):
    with environment(database) as env:
        order = env["sale.order"].browse(order_id)
        with stopwatch() as passed:
            proposal = env["sale.proposal"]._make(order)
        pictures = sum("/XObject" in page["/Resources"] for page in check(proposal.attachment_id.raw))
        assert proposal.version == 1 and pictures > 2
        return passed()


def measure_stock(database, order_id):
    with environment(database) as env:
        report = env["ir.actions.report"]
        with stopwatch() as passed:
            content, _kind = report._render_qweb_pdf("sale.action_report_saleorder", [order_id])
        check(content)
        return passed()


def main():
    with databases("proposal") as names:
        orders = {side: prepare(name) for side, name in names.items()}
        times = rounds(
            {
                "ours": partial(measure_ours, names["ours"], orders["ours"]),
                "reference": partial(measure_stock, names["reference"], orders["reference"]),
            }
        )
    yield result("proposal", times["ours"], times["reference"], "<= 1.3", n=LINES)

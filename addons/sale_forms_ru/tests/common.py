import io
import subprocess
import tempfile

import zxingcpp
from lxml import html
from PIL import Image

from odoo import Command, fields
from odoo.tests import new_test_user

from odoo.addons.deal_stages.tests.common import MoneyCommon
from odoo.addons.deal_stages.tests.common_pdf import Page

CORR = "30101810400000000225"


class FormsMixin:
    """A company with all requisites, and goods on stock. Needs `env` and `make_agreed_deal`."""

    @classmethod
    def fill_company(cls):
        company = cls.env.company
        company.tax_calculation_rounding_method = "round_per_line"
        company.partner_id.write(
            {
                "name": "Завод Термо",
                "is_company": True,
                "country_id": cls.env.ref("base.ru").id,
                "vat": "5040001426",
                "kpp": "504001001",
                "okpo": "00032537",
                "street": "ул. Заводская, 5",
                "city": "Жуковский",
                "zip": "140180",
                "phone": "+7 495 000-00-01",
            }
        )
        company.partner_id.bank_ids.unlink()
        company.partner_id.write(cls.prepare_bank_account())
        company.partner_id.bank_ids.bank_id.write({"corr_account": CORR, "name": "АО «Тест Банк»", "city": "Москва"})
        people = (
            ("director", "Соколов А. П.", "Генеральный директор"),
            ("accountant", "Белова Н. И.", "Главный бухгалтер"),
            ("shipper", "Кузьмин О. Л.", "Кладовщик"),
        )
        cls.signers = cls.env["sale.form.signer"].create(
            [{"role": role, "name": name, "position": position} for role, name, position in people]
        )

    @classmethod
    def make_tax(cls, amount, included=False, **values):
        name = f"VAT {amount} {included} {sorted(values.items())}"
        return cls.env["account.tax"].create(
            {
                "name": name,
                "amount": amount,
                "amount_type": "percent",
                "type_tax_use": "sale",
                "price_include_override": "tax_included" if included else "tax_excluded",
                **values,
            }
        )

    @classmethod
    def make_goods(cls, name="Насос Н-50", price=1000.0, **values):
        return cls.env["product.product"].create(
            {"name": name, "list_price": price, "type": "consu", "is_storable": True, "weight": 2.5, **values}
        )

    @classmethod
    def sell(cls, *goods, **values):
        """An agreed deal; goods are (product, quantity, taxes)."""
        deal = cls.make_deal(**values)
        deal.action_create_goods_list()
        deal.write(
            {
                "goods_line_ids": [
                    Command.create(
                        {"product_id": product.id, "product_uom_qty": quantity, "tax_ids": [Command.set(taxes.ids)]}
                    )
                    for product, quantity, taxes in goods
                ]
            }
        )
        deal.action_agree()
        return deal

    @classmethod
    def stock(cls, product, quantity):
        location = cls.env["stock.warehouse"].search([("company_id", "=", cls.env.company.id)], limit=1).lot_stock_id
        cls.env["stock.quant"]._update_available_quantity(product, location, quantity)

    @staticmethod
    def ship(picking, quantity=None):
        """Validate; of every move that quantity only, the rest later."""
        picking.action_assign()
        for move in picking.move_ids:
            move.write({"quantity": quantity or move.product_uom_qty, "picked": True})
        picking.with_context(skip_backorder=True, picking_ids_not_to_backorder=[]).button_validate()

    def read_pages(self, form):
        """Pages of the printed file, with each word's place."""
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(form.attachment_id.raw)
            file.flush()
            done = subprocess.run(["pdftotext", "-bbox", file.name, "-"], capture_output=True, check=True)
        return [Page(node) for node in html.fromstring(done.stdout.decode()).iter("page")]

    def read_text(self, form):
        """Words of the file, page after page, in their lines."""
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(form.attachment_id.raw)
            file.flush()
            done = subprocess.run(["pdftotext", "-layout", file.name, "-"], capture_output=True, check=True)
        return done.stdout.decode().replace("\N{NO-BREAK SPACE}", " ")

    def read_codes(self, form, page=1):
        """Texts of the codes on a page, as a scanner sees them."""
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(form.attachment_id.raw)
            file.flush()
            command = ["pdftoppm", "-r", "200", "-png", "-gray", "-f", str(page), "-l", str(page), file.name]
            done = subprocess.run(command, capture_output=True, check=True)
        picture = Image.open(io.BytesIO(done.stdout))
        return [code.text for code in zxingcpp.read_barcodes(picture)]


class FormsCommon(FormsMixin, MoneyCommon):
    """Roles of sales, an accountant, a storeman, a company with all requisites."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fill_company()
        cls.entity.bank_ids.bank_id.corr_account = CORR
        cls.storeman = new_test_user(
            cls.env, "sb_storeman", groups="base.group_user,stock.group_stock_user", name="Storeman", tz="UTC"
        )
        cls.vat = cls.make_tax(22)
        cls.today = fields.Date.context_today(cls.order)
        cls.make = cls.env["sale.form"]._make

    @classmethod
    def make_journal(cls):
        # Called before anything is sold: the company's money is roubles.
        cls.env.ref("base.RUB").active = True
        cls.env.company.currency_id = cls.env.ref("base.RUB")
        cls.env["product.pricelist"].search([]).currency_id = cls.env.ref("base.RUB")
        return super().make_journal()

    def make_as(self, user, code, source, **values):
        return self.env["sale.form"].with_user(user)._make(code, source.with_user(user), **values)


class DeliveryFormsCommon(FormsCommon):
    """Goods of several rates, and deliveries of a few or of many lines."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.low = cls.make_tax(10)
        cls.none = cls.make_tax(0, is_without_vat=True)
        cls.goods = cls.make_goods()
        cls.spare = cls.make_goods("Уплотнение торцевое", 33.33, default_code="УТ-7", weight=0.2)
        cls.service = cls.env["product.product"].create({"name": "Шефмонтаж", "type": "service", "list_price": 500})

    @classmethod
    def make_delivery(cls, *goods):
        deal = cls.sell(*(goods or ((cls.goods, 3, cls.vat), (cls.spare, 7, cls.low))))
        picking = deal.quotation_id.picking_ids
        picking.write({"form_vehicle": "ГАЗ А001АА", "form_driver": "Петров П. П.", "form_packages": 2})
        for product in picking.move_ids.product_id:
            cls.stock(product, 1000)
        return picking

    @classmethod
    def make_long(cls, lines):
        products = cls.env["product.product"].create(
            [
                {"name": f"Деталь насоса № {number}", "list_price": 10.01 * number, "is_storable": True, "weight": 0.1}
                for number in range(1, lines + 1)
            ]
        )
        return cls.make_delivery(*((product, 3, cls.vat) for product in products))

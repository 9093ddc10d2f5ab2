import base64
import importlib.util

from lxml import etree
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import file_path, mute_logger

from .common import DeliveryFormsCommon

DECLARATION = "10131010/010226/5000001"
BATCH = "10131010/010226/5000001/001"


@tagged("post_install", "-at_install")
class TestOrigin(DeliveryFormsCommon):
    """Columns 10 to 14 of invoice and transfer document: origin, declaration, traceability."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.china = cls.env.ref("base.cn")
        cls.abroad = {
            "origin_country_id": cls.germany.id,
            "origin_country_code": "276",
            "customs_number": DECLARATION,
        }
        cls.kilogram = cls.env.ref("uom.product_uom_kgm")
        cls.kilogram.write({"okei_code": "166", "okei_name": "кг"})

    def make_upd(self, *goods):
        return self.make("upd", self.make_delivery(*goods))

    def make_series(self, *rows):
        """A delivery of one product in series: rows are (name, quantity, values of the series)."""
        product = self.make_goods("Датчик", tracking="lot", **self.abroad)
        picking = self.make_delivery((product, sum(quantity for _name, quantity, _values in rows), self.vat))
        move = picking.move_ids
        move.move_line_ids.unlink()
        for name, quantity, values in rows:
            lot = self.env["stock.lot"].create({"name": name, "product_id": product.id, **values})
            self.env["stock.move.line"].create(
                {
                    "move_id": move.id,
                    "picking_id": picking.id,
                    "product_id": product.id,
                    "lot_id": lot.id,
                    "quantity": quantity,
                    "location_id": move.location_id.id,
                    "location_dest_id": move.location_dest_id.id,
                }
            )
        return picking

    def get_line(self, form):
        return form.data["lines"][0]

    def get_node(self, form):
        return etree.fromstring(form._make_xml()).find(".//СведТов")

    def test_goods_of_ours_leave_the_columns_empty(self):
        form = self.make_upd((self.goods, 3, self.vat))
        self.assertEqual([self.get_line(form)[name] for name in ("country", "country_code", "customs")], [""] * 3)
        self.assertNotIn("trace_unit", self.get_line(form))
        node = self.get_node(form)
        self.assertFalse(node.findall("СвДТ") + node.findall("ДопСведТов/*"))

    def test_the_product_says_where_it_comes_from(self):
        self.goods.write(self.abroad)
        form = self.make_upd((self.goods, 3, self.vat))
        self.assertEqual(self.get_line(form)["customs"], DECLARATION)
        node = self.get_node(form)
        self.assertEqual(dict(node.find("СвДТ").attrib), {"КодПроисх": "276", "НомерДТ": DECLARATION})
        self.assertEqual(node.find("ДопСведТов/КрНаимСтрПр").text, "Германия")

    def test_series_have_declarations_of_their_own(self):
        own = {"customs_number": "10131010/020226/5000002"}
        picking = self.make_series(("S1", 2, {}), ("S2", 1, own), ("S3", 1, own))
        form = self.make("upd", picking)
        self.assertEqual(self.get_line(form)["customs"], f"{DECLARATION}, {own['customs_number']}")
        self.assertEqual(self.get_line(form)["country"], "Германия", "said once")
        numbers = [node.get("НомерДТ") for node in self.get_node(form).findall("СвДТ")]
        self.assertEqual(numbers, [DECLARATION, own["customs_number"]])

    def test_series_of_two_countries_name_both(self):
        chinese = {"origin_country_id": self.china.id, "origin_country_code": "156"}
        form = self.make("upd", self.make_series(("S1", 2, {}), ("S2", 1, chinese)))
        self.assertEqual(self.get_line(form)["country_code"], "276, 156")
        self.assertEqual(self.get_line(form)["country"], "Германия, Китай")
        self.assertIsNone(
            self.get_node(form).find("СвДТ").get("КодПроисх"), "one number, two countries: which is not known"
        )

    def trace(self, **values):
        self.goods.write(
            {
                **self.abroad,
                "customs_number": BATCH,
                "is_traceable": True,
                "trace_uom_id": self.kilogram.id,
                "trace_factor": 2.5,
                **values,
            }
        )

    def test_traceable_goods_fill_columns_12_to_14(self):
        self.trace()
        form = self.make_upd((self.goods, 3, self.vat))
        line = self.get_line(form)
        found = [line[f"trace_{name}"] for name in ("unit_code", "unit", "quantity", "subtotal")]
        self.assertEqual(found, ["166", "кг", 7.5, line["subtotal"]])
        text = self.read_text(form)
        for words in ("166", "кг", "7,5", "12а", "14"):
            self.assertIn(words, text)
        node = self.get_node(form)
        self.assertEqual(
            dict(node.find("ДопСведТов/СведПрослеж").attrib),
            {
                "НомТовПрослеж": BATCH,
                "ЕдИзмПрослеж": "166",
                "НаимЕдИзмПрослеж": "кг",
                "КолВЕдПрослеж": "7.5",
                "СтТовБезНДСПрослеж": f"{line['subtotal']:.2f}",
            },
        )
        self.assertFalse(node.findall("СвДТ"), "the number of a batch is no declaration")

    def test_quantities_of_other_units_are_counted_in_the_products_own(self):
        self.trace()
        picking = self.make_delivery((self.goods, 2, self.vat))
        dozen = self.env.ref("uom.product_uom_dozen")
        dozen.okei_code = "641"
        picking.sale_id.order_line.sudo().product_uom_id = dozen
        line = self.env["sale.form"]._prepare_data(self.env.ref("sale_forms_ru.kind_upd"), picking, self.today)[
            "lines"
        ][0]
        self.assertEqual(line["trace_quantity"], line["quantity"] * 12 * 2.5)

    def test_a_batch_without_number_or_unit_is_asked_for(self):
        self.trace(customs_number=False, trace_uom_id=self.env["uom.uom"].create({"name": "Бочка"}).id)
        with self.assertRaisesRegex(UserError, r"(?s)RNPT.*OKEI code of the unit of traceability"):
            self.make_upd((self.goods, 1, self.vat))

    def test_the_factor_is_above_nothing(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.goods.product_tmpl_id.write({"is_traceable": True, "trace_factor": 0})
            self.env.flush_all()

    def test_the_columns_stand_in_their_order_on_the_page(self):
        self.trace()
        page = self.read_pages(self.make_upd((self.goods, 3, self.vat)))[0]
        starts = ("Германия", BATCH[:8], "166", "кг", "7,5")
        # The weight stands in kilograms, too, but to the left of them all.
        places = [max(word.left for word in page.words if word.text.startswith(start)) for start in starts]
        self.assertEqual(places, sorted(places))
        self.assertLess(max(word.right for word in page.words), page.width - 20)

    def test_our_checks_are_renewed_and_the_administrators_scheme_stays(self):
        path = file_path("sale_forms_ru/migrations/19.0.1.1.0/post-transfer_scheme.py")
        spec = importlib.util.spec_from_file_location("transfer_scheme", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        ours = self.env.ref("sale_forms_ru.version_upd").with_context(bin_size=False)
        new = ours.xsd
        other = ours.copy({"date_from": "2031-01-01"})
        own = b'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="Other"/></xs:schema>'
        other.xsd = base64.b64encode(own)
        ours.xsd = base64.b64encode(own.replace(b"<xs:el", f"<!-- {script.OWN} --><xs:el".encode()))
        script.migrate(self.env.cr, "19.0.1.0.0")
        self.assertEqual(ours.xsd, new)
        self.assertEqual(base64.b64decode(other.xsd), own)

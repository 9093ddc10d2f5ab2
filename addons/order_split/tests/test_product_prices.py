from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged, users

from ..models.product_prices import COSTS, PRICES, SALES_PRICES
from .common import SupplyCommon


@tagged("post_install", "-at_install")
class TestProductPrices(SupplyCommon):
    """Who is only in the warehouse or in production sees no prices on the cards of goods, and works all the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bought.write({"list_price": 170, "standard_price": 90})
        cls._put(cls.bought, 5)
        cls.goods = {
            "product.product": cls.bought,
            "product.template": cls.bought.product_tmpl_id,
        }

    def _has(self, model, name):
        return name in self.env[model]._fields

    def test_reading_is_refused(self):
        for user in (self.worker, self.foreman):
            for model, records in self.goods.items():
                for name in filter(lambda name, model=model: self._has(model, name), PRICES):
                    with self.subTest(user=user.login, field=f"{model}.{name}"), self.assertRaises(AccessError):
                        records.with_user(user).read([name])

    @users("supply_worker")
    def test_nor_in_sums_searches_and_exports(self):
        goods = self.bought.with_user(self.env.user)
        for name in ("standard_price", "list_price"):
            with self.subTest(field=name):
                with self.assertRaises(AccessError):
                    goods.search([(name, ">", 80)])
                with self.assertRaises(AccessError):
                    goods.search([], order=name)
                with self.assertRaises(AccessError):
                    goods.web_read({name: {}})
        self.env.user.sudo().group_ids += self.env.ref("base.group_allow_export")
        for name in ("standard_price", "list_price"):
            with self.assertRaises(AccessError):
                goods.export_data([name])

    @users("supply_worker")
    def test_the_rest_is_readable(self):
        goods = self.bought.with_user(self.env.user)
        self.assertEqual(goods.read(["name", "qty_available"])[0]["qty_available"], 5)
        self.assertFalse(set(goods.fields_get()) & PRICES)
        # Core asks for the cost on behalf of whoever moves the goods; nothing else brings it along.
        self.env.invalidate_all()
        self.assertEqual(goods.standard_price, 90)

    def test_views_hide_it(self):
        for user, shown in ((self.worker, False), (self.foreman, False), (self.planner, True), (self.salesman, True)):
            for model, records in self.goods.items():
                views = records.with_user(user).get_views([(False, "list"), (False, "form"), (False, "kanban")])[
                    "views"
                ]
                archs = [etree.fromstring(view["arch"]) for view in views.values()]
                asked = {name for arch in archs for name in arch.xpath("//field/@name")}
                with self.subTest(user=user.login, model=model):
                    self.assertEqual(bool(asked & PRICES), shown)
                    if not shown:
                        self.assertFalse(
                            [name for arch in archs for name in arch.xpath("//label/@for") if name in PRICES]
                        )
                        words = " ".join(text for arch in archs for text in arch.itertext())
                        self.assertNotIn("Price:", words)
                        self.assertNotIn("pricelist_rule_ids", asked)

    def test_the_card_opens(self):
        for user in (self.worker, self.foreman):
            for records in self.goods.values():
                with self.subTest(user=user.login, model=records._name):
                    self.env.invalidate_all()
                    form = Form(records.with_user(user))
                    self.assertEqual(form.name, "Bought")
                    self.assertNotIn("standard_price", form._view["fields"])

    def test_who_sells_or_buys_reads_them(self):
        for user in (self.salesman, self.planner):
            with self.subTest(user=user.login):
                row = self.bought.with_user(user).read(["list_price", "standard_price"])[0]
                self.assertEqual((row["list_price"], row["standard_price"]), (170, 90))

    @users("supply_worker")
    def test_what_he_moves_is_valued_all_the_same(self):
        """Core works the value out with the cost, as the storeman who moves the goods."""
        self.env.invalidate_all()
        move = self.env["stock.move"].create(
            {
                "product_id": self.bought.id,
                "product_uom_qty": 2,
                "location_id": self.stock.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
            }
        )
        move._action_confirm()
        move._action_assign()
        move.picked = True
        move._action_done()
        self.assertEqual(move.state, "done")
        self.assertEqual(move.sudo().value, 180)

    @users("supply_worker")
    def test_nor_is_it_written(self):
        for name in ("standard_price", "list_price"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                self.bought.with_user(self.env.user).write({name: 1})

    def test_every_price_is_known_to_core(self):
        """A name that Odoo drops would hide nothing."""
        self.assertTrue(all(self._has("product.product", name) for name in SALES_PRICES | COSTS))

from .common import OnecCommon


class OrdersCommon(OnecCommon):
    """Goods, a customer, a vendor and a warehouse, and orders as 1C writes them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].sudo().create({"name": "Central", "code": "CEN"})
        cls.opening = (
            cls.env["account.account"].sudo().create({"name": "Opening", "code": "000001", "account_type": "equity"})
        )

    def bring_base(self, stock=0.0):
        self.bring(
            "goods",
            [
                {"key": "pump", "name": "Pump", "article": "P1"},
                {"key": "oil", "name": "Oil", "article": "O1", "use_series": True},
            ],
        )
        self.bring(
            "customers",
            [
                {"key": "vega", "name": "Vega", "inn": "7707083893"},
                {"key": "steel", "name": "Steel", "is_vendor": True},
            ],
        )
        if stock:
            self.bring(
                "stock",
                [{"key": "s", "goods_article": "P1", "warehouse": "Central", "quantity": stock, "cost": 10 * stock}],
            )
        self.pump = self.of("goods", "pump").product_variant_id.sudo()

    def order(self, **values):
        line = {"goods_article": "P1", "quantity": 10.0, "price": 100.0} | values.pop("line", {})
        lines = [self.record("x", "x", **one).values for one in [line, *values.pop("more", [])]]
        return {
            "key": "o1",
            "number": "ТД-0012",
            "date": self.day("2026-02-01"),
            "customer": "Vega",
            "warehouse": "Central",
            "lines": lines,
            **values,
        }

    def bring_orders(self, *orders, **options):
        return self.bring("customer_orders", orders, opening_account_id=self.opening.id, **options)

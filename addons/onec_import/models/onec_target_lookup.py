"""How rows of any file name goods, customers, warehouses, units, currencies, taxes and people."""

from odoo import api, models

from .onec_alias import fold

GOODS_NAMES = {
    "goods_id": "id",
    "goods_code": "code",
    "goods_article": "article",
    "goods_barcode": "barcode",
    "goods": "name",
}
GOODS_COLUMNS = {"article": "default_code", "code": "default_code", "barcode": "barcode"}


class OnecTarget(models.AbstractModel):
    _inherit = "onec.target"

    # Goods

    @api.model
    def _find_goods(self, rows, names=None):
        """For each row (a dict of values) the products that it may mean: none, one or several.

        :param names: {field of the row: name it is} where the goods stand under other fields
        """
        names = names or GOODS_NAMES
        characteristic = "component_characteristic" if "component" in names else "characteristic"
        wants = []
        for row in rows:
            plain = [(name, row[field]) for field, name in names.items() if row.get(field)]
            variant = row.get(characteristic)
            wants.append(([(name, f"{value}|{variant}") for name, value in plain] if variant else []) + plain)
        found = self.env["onec.alias"]._match("goods", wants, self._find_native_goods)
        return [self.env["product.product"].browse(ids) for ids in found]

    @api.model
    def _find_native_goods(self, field, values):
        products = self.env["product.product"]
        if field in GOODS_COLUMNS:
            column = GOODS_COLUMNS[field]
            rows = products.with_context(active_test=False).search_read([(column, "in", list(values))], [column])
            found = {}
            for row in rows:
                found.setdefault(row[column], []).append(row["id"])
            return found
        if field == "name":
            return self._find_by_name("product.product", "product_tmpl_id.name", values)
        return {}

    @api.model
    def _find_by_name(self, model, path, values):
        records = self.env[model].search([(path, "in", list(values))])
        found = {}
        for record in records:
            found.setdefault(record.mapped(path)[0], []).append(record.id)
        return found

    @api.model
    def _choose_goods(self, item, found, row, names=None):
        """The one product that a row means; else the item is refused and nothing returned."""
        names = names or GOODS_NAMES
        if len(found) == 1:
            return found
        field = next((field for field in names if row.get(field)), "goods")
        shown = row.get(field, "")
        if not found:
            item.miss("goods", self.env._("Product “%s” is not known: import the goods first.", shown), field, shown)
        else:
            item.refuse(
                self.env._(
                    "%(count)s products are called “%(name)s”: give the article or the code.",
                    count=len(found),
                    name=shown,
                ),
                field,
                shown,
            )
        return found.browse()

    # Customers and vendors

    @api.model
    def _find_partners(self, rows, prefix="customer"):
        """For each row the customers (or vendors) that it may mean: none, one or several."""
        wants = [list(self._iter_partner_names(row, prefix)) for row in rows]
        found = self.env["onec.alias"]._match("customers", wants, self._find_native_partners)
        return [self.env["res.partner"].browse(ids) for ids in found]

    @api.model
    def _iter_partner_names(self, row, prefix):
        if row.get(f"{prefix}_id"):
            yield "id", row[f"{prefix}_id"]
        if row.get(f"{prefix}_code"):
            yield "code", row[f"{prefix}_code"]
        inn, kpp = row.get(f"{prefix}_inn"), row.get(f"{prefix}_kpp")
        if inn and kpp:
            yield "inn_kpp", f"{inn}|{kpp}"
        if inn:
            yield "inn", inn
        if row.get(prefix):
            yield "name", row[prefix]
        if row.get("partner"):
            yield "name", row["partner"]

    @api.model
    def _find_native_partners(self, field, values):
        path = {"inn": "vat", "name": "name"}.get(field)
        if not path:
            return {}
        domain = [(path, "in", list(values)), ("parent_id", "=", False)]
        found = {}
        for row in self.env["res.partner"].search_read(domain, [path]):
            found.setdefault(row[path], []).append(row["id"])
        return found

    @api.model
    def _choose_partner(self, item, found, row, prefix="customer"):
        """The one customer that a row means; else the item is refused and nothing returned."""
        if len(found) == 1:
            return found
        names = [f"{prefix}{end}" for end in ("", "_inn", "_code", "_id")] + ["partner"]
        field = next((field for field in names if row.get(field)), prefix)
        shown = row.get(field, "")
        if not found:
            item.miss(
                "customers", self.env._("Customer “%s” is not known: import the customers first.", shown), field, shown
            )
        else:
            item.refuse(
                self.env._(
                    "%(count)s customers are called “%(name)s”: give the INN or the code.", count=len(found), name=shown
                ),
                field,
                shown,
            )
        return found.browse()

    # Small catalogues, read once a batch

    @api.model
    def _get_units(self):
        """{spelling: unit} of all units of measure, and of what 1C calls them."""
        units = {}
        for lang in ("ru_RU", "en_US"):
            for unit in self.env["uom.uom"].with_context(lang=lang, active_test=False).search([("name", "!=", False)]):
                units.setdefault(fold(unit.name).rstrip("."), unit.with_env(self.env))
        for word, xmlid in UNIT_WORDS.items():
            unit = self.env.ref(xmlid, raise_if_not_found=False)
            if unit:
                units.setdefault(word, unit)
        return units

    @api.model
    def _get_currencies(self):
        currencies = {}
        for currency in self.env["res.currency"].with_context(active_test=False).search([("name", "!=", False)]):
            currencies[fold(currency.name)] = currency
        rouble = currencies.get("rub")
        for word in ("руб", "руб.", "643", "rur", "р.", "р", "рубль", "российский рубль"):
            if rouble:
                currencies.setdefault(word, rouble)
        for word, code in (
            ("долл.", "usd"),
            ("доллар сша", "usd"),
            ("евро", "eur"),
            ("840", "usd"),
            ("978", "eur"),
            ("cny", "cny"),
            ("юань", "cny"),
        ):
            if code in currencies:
                currencies.setdefault(word, currencies[code])
        return currencies

    @api.model
    def _choose_currency(self, item, currencies, text):
        """The currency that a row names; the company's where it names none."""
        if not text:
            return self.env.company.currency_id
        found = currencies.get(fold(text))
        if found and found.active:
            return found
        item.refuse(
            self.env._("Currency “%s” is not used here: switch it on under Accounting, Currencies.", text),
            "currency",
            text,
        )
        return self.env["res.currency"]

    @api.model
    def _get_taxes(self, use, included=None):
        """{rate: tax} of the company's taxes of one use ("sale", "purchase"); included in the price or not."""
        domain = [
            ("type_tax_use", "=", use),
            ("amount_type", "=", "percent"),
            ("company_id", "=", self.env.company.id),
        ]
        taxes = self.env["account.tax"].search(domain, order="sequence, id")
        if included is not None:
            taxes = taxes.sorted(lambda tax: tax.price_include != included)
        found = {}
        for tax in taxes:
            found.setdefault(float(tax.amount), tax)
        return found

    @api.model
    def _get_warehouses(self):
        """{spelling: warehouse} of the company."""
        warehouses = self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)])
        found = {fold(warehouse.name): warehouse for warehouse in warehouses}
        return found | {fold(warehouse.code): warehouse for warehouse in warehouses}

    @api.model
    def _choose_warehouse(self, batch, item, warehouses):
        """The warehouse that a row names; the import's where it names none."""
        name = item.values.get("warehouse")
        found = warehouses.get(fold(name)) if name else batch.warehouse_id.with_env(self.env)
        if not found:
            item.refuse(
                self.env._("Warehouse “%s” is not known: make it under Inventory, Warehouses, and import again.", name),
                "warehouse",
                name,
            )
        return found

    @api.model
    def _get_line_taxes(self, line, taxes):
        """Ids of the taxes of a line of an order; the rate of 1C is known here or the line has none."""
        rate = line.get("vat")
        tax = None if rate in (None, "none") else taxes.get(float(rate))
        return [tax.id] if tax else []

    @api.model
    def _get_people(self):
        """{spelling: user}: by the whole name, and by surname with initials as 1C's lists write it."""
        found = {}
        for user in self.env["res.users"].search([("share", "=", False)]):
            words = user.name.split()
            found.setdefault(fold(user.name), user)
            found.setdefault(fold(user.login), user)
            if len(words) > 1:
                found.setdefault(fold(" ".join(reversed(words))), user)
                for first, last in ((words[0], words[1]), (words[1], words[0])):
                    found.setdefault(fold(f"{last} {first[0]}."), user)
        return found

    @api.model
    def _find_person(self, people, text):
        name = fold(text)
        words = name.split()
        short = f"{words[0]} {words[1][0]}." if len(words) > 1 else name
        return people.get(name) or people.get(" ".join(words[:2])) or people.get(short)


UNIT_WORDS = {
    "шт": "uom.product_uom_unit",
    "штука": "uom.product_uom_unit",
    "796": "uom.product_uom_unit",
    "pce": "uom.product_uom_unit",
    "компл": "uom.product_uom_unit",
    "комплект": "uom.product_uom_unit",
    "кг": "uom.product_uom_kgm",
    "166": "uom.product_uom_kgm",
    "г": "uom.product_uom_gram",
    "163": "uom.product_uom_gram",
    "т": "uom.product_uom_ton",
    "168": "uom.product_uom_ton",
    "м": "uom.product_uom_meter",
    "пог. м": "uom.product_uom_meter",
    "п.м": "uom.product_uom_meter",
    "006": "uom.product_uom_meter",
    "6": "uom.product_uom_meter",
    "см": "uom.product_uom_cm",
    "мм": "uom.product_uom_millimeter",
    "км": "uom.product_uom_km",
    "м2": "uom.product_uom_square_meter",
    "кв.м": "uom.product_uom_square_meter",
    "055": "uom.product_uom_square_meter",
    "л": "uom.product_uom_litre",
    "112": "uom.product_uom_litre",
    "м3": "uom.product_uom_cubic_meter",
    "куб.м": "uom.product_uom_cubic_meter",
    "113": "uom.product_uom_cubic_meter",
    "ч": "uom.product_uom_hour",
    "час": "uom.product_uom_hour",
    "356": "uom.product_uom_hour",
    "дн": "uom.product_uom_day",
    "дюж": "uom.product_uom_dozen",
}

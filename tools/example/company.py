"""Make the example company: departments, people, goods with their makers and vendors, stock, customers.

Runs inside `odoo shell` of a fresh database with the whole suite: `make_company(env)`.
"""

from datetime import timedelta

from odoo import Command, fields

from example import data, story_certification, story_dispatch, story_forms, story_service


def bank_account(env, number, bank=data.BANK):
    """Values of an account at the bank; the number is given without its control digit."""
    from odoo.addons.sales_base.tools.requisites import with_control_digit

    name, bic = bank[:2]
    return {
        "acc_number": with_control_digit(f"40702810{number:012}", bic),
        "bank_id": env["res.bank"]._get_by_bic(bic, name).id,
    }


def tax_number(base):
    """A tax number (ИНН) of ten digits with its right check digit."""
    from stdnum.ru import inn

    return base + inn.calc_company_check_digit(base)


class Company:
    """Everything that the story needs, by short names."""

    def __init__(self, env):
        self.env = env(context=dict(env.context, tracking_disable=True, lang="ru_RU"))
        self.teams, self.users, self.products = {}, {}, {}

    def make(self):
        self.set_company()
        self.make_departments()
        story_dispatch.make_rules(self.env, self.teams)
        self.make_users()
        self.make_catalogues()
        self.make_products()
        self.make_stock()
        self.make_customers()
        self.make_absences()
        return self

    def load(self):
        """Find again what `make` made."""
        self.teams = {
            code: self.env["crm.team"].search([("name", "=", name)], limit=1)
            for code, (name, _what) in data.DEPARTMENTS.items()
        }
        users = self.env["res.users"].search([("login", "in", list(data.USERS))])
        self.users = {user.login: user for user in users}
        codes = {values[1]: code for code, values in data.PRODUCTS.items()}
        products = self.env["product.product"].search([("default_code", "in", list(codes))])
        self.products = {codes[product.default_code]: product for product in products}
        return self

    def set_company(self):
        values = dict(data.COMPANY)
        values["vat"] = tax_number(values.pop("vat_base"))
        russia, rouble = self.env.ref("base.ru"), self.env.ref("base.RUB")
        rouble.active = True
        company = self.env.company
        company.write(values | {"country_id": russia.id, "currency_id": rouble.id})
        if not company.chart_template:
            self.env["account.chart.template"].try_loading("generic_coa", company)
        self.env["product.pricelist"].search([]).currency_id = rouble
        name, bic, number = data.BANK
        bank = self.env["res.bank"]._get_by_bic(bic, name)
        self.env["res.partner.bank"].create(
            {"partner_id": company.partner_id.id, "bank_id": bank.id, "acc_number": number}
        )
        company.partner_id.lang = "ru_RU"
        story_forms.make_forms(self.env)
        self.make_taxes()
        self.env.user.partner_id.write({"lang": "ru_RU", "tz": "Europe/Moscow"})
        company.resource_calendar_id.tz = "Europe/Moscow"
        domain = self.env["mail.alias.domain"].search([], limit=1) or self.env["mail.alias.domain"].create(
            {"name": "promtehagregat.example"}
        )
        company.alias_domain_id = domain
        # Text messages about deliveries go through an outside service: nobody here has decided so.
        company.stock_text_confirmation = False

    def make_taxes(self):
        """НДС in place of the generic chart's taxes, whose fiscal positions would map it away."""
        self.env["account.fiscal.position"].search([]).active = False
        group = self.env["account.tax.group"].search([], limit=1).copy({"name": data.VAT[0]})
        for use in ("sale", "purchase"):
            tax = self.env["account.tax"].create(
                {
                    "name": data.VAT[0],
                    "amount": data.VAT[1],
                    "type_tax_use": use,
                    "description": data.VAT[0],
                    "invoice_label": data.VAT[0],
                    "country_id": self.env.company.account_fiscal_country_id.id,
                    "tax_group_id": group.id,
                }
            )
            self.env.company[f"account_{use}_tax_id"] = tax

    def make_departments(self):
        # Core's own team would stand among the departments that the dispatcher chooses from.
        self.env.ref("sales_team.team_sales_department").active = False
        for sequence, (code, (name, _what)) in enumerate(data.DEPARTMENTS.items()):
            self.teams[code] = self.env["crm.team"].create({"name": name, "sequence": sequence, "use_leads": True})

    def make_users(self):
        everybody = self.env.ref("base.group_user")
        for login, (name, job, teams, groups, head_of) in data.USERS.items():
            granted = everybody.union(*(self.env.ref(group) for group in groups))
            user = (
                self.env["res.users"]
                .with_context(no_reset_password=True)
                .create(
                    {
                        "name": name,
                        "login": login,
                        "password": data.PASSWORD,
                        "email": f"{login}@promtehagregat.example",
                        "lang": "ru_RU",
                        "pbx_extension": data.EXTENSIONS.get(login),
                        "tz": "Europe/Moscow",
                        "group_ids": [Command.set(granted.ids)],
                        "visible_team_ids": [Command.set([self.teams[code].id for code in teams])],
                    }
                )
            )
            user.partner_id.function = job
            self.users[login] = user
            if head_of:
                self.teams[head_of].user_id = user
        self.env["crm.team.member"].create(
            [
                {"crm_team_id": self.teams[team].id, "user_id": self.users[login].id}
                for login, (_name, _job, teams, _groups, _head) in data.USERS.items()
                for team in teams
            ]
        )

    def make_catalogues(self):
        story_certification.name_types(self.env)
        for model, names in (
            ("equipment.scope", data.SCOPES),
            ("equipment.type", data.TYPES),
            ("equipment.material", data.MATERIALS),
        ):
            known = self.env[model].search([]).mapped("name")
            self.env[model].create([{"name": name} for name in names if name not in known])
        chamber = self.env["equipment.type"].search([("name", "=", data.TYPES[2])], limit=1)
        self.env["equipment.parameter"].create(
            [
                {"name": name, "kind": kind, "unit": unit, "sequence": number, "type_ids": [Command.link(chamber.id)]}
                for number, (name, kind, unit, _answer) in enumerate(data.PARAMETERS)
            ]
        )
        story_service.make_service(self.env)
        story_certification.make_certification(self.env)

    def make_products(self):
        removal = self.env["product.removal"].search([("method", "=", "series")], limit=1)
        category = self.env["product.category"].create({"name": "Оборудование и материалы"})
        if removal:
            category.removal_strategy_id = removal
        for code, (name, article, price, cost, _how) in data.PRODUCTS.items():
            self.products[code] = self.env["product.product"].create(
                {
                    "name": name,
                    "default_code": article,
                    "list_price": price,
                    "standard_price": cost,
                    "type": "consu",
                    "is_storable": True,
                    "categ_id": category.id,
                    "tracking": "lot" if code == "oil" else "none",
                    "use_expiration_date": code == "oil",
                    "expiration_time": 365 if code == "oil" else 0,
                    "removal_time": 10 if code == "oil" else 0,
                    "barcode": "4601234567893" if code == "oil" else False,
                }
            )
        for code, parts in data.BOMS.items():
            self.env["mrp.bom"].create(
                {
                    "product_tmpl_id": self.products[code].product_tmpl_id.id,
                    "produce_delay": 5,
                    "bom_line_ids": [
                        Command.create({"product_id": self.products[part].id, "product_qty": quantity})
                        for part, quantity in parts.items()
                    ],
                }
            )
        self.make_vendors()

    def make_vendors(self):
        for name, (email, goods) in data.VENDORS.items():
            vendor = self.env["res.partner"].create(
                {"name": name, "is_company": True, "email": email, "supplier_rank": 1}
            )
            self.env["product.supplierinfo"].create(
                [
                    {
                        "partner_id": vendor.id,
                        "product_tmpl_id": self.products[code].product_tmpl_id.id,
                        "price": price,
                        "delay": delay,
                    }
                    for code, (price, delay) in goods.items()
                ]
            )

    def make_stock(self):
        """Stock by a count; the oil in series, of which the older ones come to the shelf later."""
        location = self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)], limit=1).lot_stock_id
        today = fields.Date.context_today(self.env.user)
        lots = self.env["stock.lot"].create(
            [
                {
                    "name": name,
                    "product_id": self.products["oil"].id,
                    "expiration_date": fields.Datetime.to_datetime(today + timedelta(days=365 - age)),
                }
                for name, (age, _quantity) in data.SERIES.items()
            ]
        )
        counted = [
            {"product_id": self.products[code].id, "location_id": location.id, "inventory_quantity": quantity}
            for code, quantity in data.STOCK.items()
        ] + [
            {
                "product_id": lot.product_id.id,
                "location_id": location.id,
                "lot_id": lot.id,
                "inventory_quantity": data.SERIES[lot.name][1],
            }
            for lot in lots
        ]
        # One count after the other, so that the older series of the oil came to its shelf last.
        quants = self.env["stock.quant"].with_context(inventory_mode=True).create(counted)
        quants.action_apply_inventory()

    def make_customers(self):
        partners = self.env["res.partner"]
        for index, (name, values) in enumerate(data.CUSTOMERS.items()):
            city, base, email, phone, contact, contact_email, team, login = values
            customer = partners.create(
                {
                    "name": name,
                    "is_company": True,
                    "counterparty_kind": "counterparty",
                    "country_id": self.env.ref("base.ru").id,
                    "city": city,
                    "street": "ул. Промышленная, д. 1",
                    "vat": tax_number(base),
                    "kpp": f"{base[:4]}01001",
                    "actual_is_legal": True,
                    "bank_ids": [Command.create(bank_account(self.env, 1001 + index))],
                    "email": email,
                    "phone": phone,
                    "child_ids": [Command.create({"name": contact, "email": contact_email})],
                }
            )
            if login:
                self.env["res.partner.responsible"].create(
                    {"partner_id": customer.id, "team_id": self.teams[team].id, "user_id": self.users[login].id}
                )

    def make_absences(self):
        """Holidays that are known: one that begins next week, one that is over."""
        today = fields.Date.context_today(self.env.user)
        away = (("manager2", "manager", 7, 14, "Отпуск"), ("manager_vys", "head_vys", -20, -15, "Командировка"))
        self.env["res.users.absence"].create(
            [
                {
                    "user_id": self.users[who].id,
                    "deputy_id": self.users[deputy].id,
                    "date_from": today + timedelta(days=first),
                    "date_to": today + timedelta(days=last),
                    "reason": reason,
                }
                for who, deputy, first, last, reason in away
            ]
        )

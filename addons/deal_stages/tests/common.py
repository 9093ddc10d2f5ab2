from odoo import Command
from odoo.tests import new_test_user

from odoo.addons.sales_base.tests.common import SalesBaseCommon

INN = "7707083893"
BIC = "044525225"
ACCOUNT = "40702810938000012345"
IBAN = "DE89370400440532013000"
RUSSIAN = {"vat": INN, "kpp": "770701001", "city": "Tver", "street": "Lenina 1", "actual_is_legal": True}
GERMAN = {"vat": "DE811569869", "city": "Essen", "street": "Hafen 1"}


class DealMixin:
    """Complete deals, for the tests of every addon that builds on them. Needs nothing but `env`."""

    @classmethod
    def make_legal_entity(cls, name="Neftemash LLC", **values):
        """A Russian company with all that a deal asks for."""
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, **RUSSIAN, **cls.prepare_bank_account(), **values}
            | {"country_id": values.get("country_id", cls.env.ref("base.ru").id)}
        )

    @classmethod
    def prepare_bank_account(cls, number=ACCOUNT, bic=BIC):
        bank = cls.env["res.bank"]._get_by_bic(bic, "Bank of the test") if bic else cls.env["res.bank"]
        return {"bank_ids": [Command.create({"acc_number": number, "bank_id": bank.id})]}

    @classmethod
    def make_foreign_entity(cls, name="Pumpen GmbH", **values):
        """A German company with all that a deal asks for."""
        germany = {"country_id": cls.env.ref("base.de").id, "kpp": False, "actual_is_legal": False}
        return cls.make_legal_entity(name, **{**GERMAN, **germany, **cls.prepare_bank_account(IBAN, False), **values})

    @classmethod
    def make_contact(cls, name="Ivan Petrov", **values):
        return cls.env["res.partner"].create({"name": name, "email": "ivan@neftemash.example", **values})

    @classmethod
    def prepare_deal_values(cls, **values):
        """Values of a deal that passes the gate; customer and contact are made where they are not given."""
        entity = values.get("legal_entity_id") or cls.make_legal_entity().id
        contact = values.get("contact_id") or cls.make_contact(parent_id=entity).id
        return {
            "name": "Pump for the refinery",
            "type": "opportunity",
            "needs": "Move 50 m³/h of oil.",
            "partner_id": contact,
            "legal_entity_id": entity,
            "contact_id": contact,
            **values,
        }

    @classmethod
    def make_deal(cls, **values):
        return cls.env["crm.lead"].create(cls.prepare_deal_values(**values))

    @classmethod
    def make_product(cls, name="Pump N-50", price=1000.0, **values):
        # A service is nobody's stock: agreeing to it makes no deliveries.
        return cls.env["product.product"].create({"name": name, "list_price": price, "type": "service", **values})

    @classmethod
    def add_goods(cls, deal, product, quantity=1.0):
        deal.action_create_goods_list()
        deal.write({"goods_line_ids": [Command.create({"product_id": product.id, "product_uom_qty": quantity})]})
        return deal.quotation_id

    @classmethod
    def make_agreed_deal(cls, product=None, quantity=1.0, **values):
        deal = cls.make_deal(**values)
        cls.add_goods(deal, product or cls.make_product(), quantity)
        deal.action_agree()
        return deal

    @classmethod
    def refuse(cls, deals, reason="competitor", words="They took the cheaper one."):
        deals._set_unsuitable(cls.env.ref(f"deal_stages.crm_lost_reason_{reason}"), words)
        return deals.sudo().seller_check_ids

    def stage(self, code):
        return self.env["crm.stage"]._get_by_code(code)


class DealCommon(DealMixin, SalesBaseCommon):
    """Roles and departments of the foundation, and a pump to sell."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entity = cls.make_legal_entity()
        cls.contact = cls.make_contact(parent_id=cls.entity.id)
        cls.pump = cls.make_product()
        cls._ask_for_no_more("closing_needs_service", "closing_needs_payment")

    @classmethod
    def _ask_for_no_more(cls, *switches):
        """What other addons ask for before a deal is closed is theirs to test."""
        for name in switches:
            if name in cls.env.company._fields:
                cls.env.company[name] = False

    @classmethod
    def make_deal(cls, **values):
        return super().make_deal(
            **{
                "legal_entity_id": cls.entity.id,
                "contact_id": cls.contact.id,
                "user_id": cls.manager.id,
                "team_id": cls.vys.id,
                **values,
            }
        )

    @classmethod
    def make_lead(cls, **values):
        return cls.env["crm.lead"].create(
            {"name": "Request", "type": "lead", "user_id": cls.manager.id, "team_id": cls.vys.id, **values}
        )


class MoneyCommon(DealCommon):
    """An agreed deal of 3 000, an accountant and a bank account."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "base.group_user,deal_stages.group_accountant"
        cls.accountant = new_test_user(cls.env, "sb_accountant", groups=groups, name="Accountant", tz="UTC")
        cls.bank = cls.make_journal()
        cls.deal = cls.make_agreed_deal(cls.pump, quantity=3)
        cls.order = cls.deal.quotation_id

    @classmethod
    def make_journal(cls):
        bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.env.company.id)], limit=1
        )
        return bank or cls.env["account.journal"].create({"name": "Bank", "type": "bank", "code": "DSBNK"})

    @classmethod
    def ask(cls, amount=3000, order=None, **values):
        order = order or cls.order
        return cls.env["sale.payment.request"].create({"order_id": order.id, "amount": amount, **values})

    @classmethod
    def make_payment(cls, amount, partner=None, **values):
        payment = cls.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": (partner or cls.entity).id,
                "amount": amount,
                "journal_id": cls.bank.id,
                **values,
            }
        )
        payment.action_post()
        return payment

    @classmethod
    def pay(cls, request, amount=None, **values):
        amount = amount or request.amount_due
        payment = cls.make_payment(amount, **values)
        cls.env["sale.payment.allocation"].create(
            {"payment_id": payment.id, "request_id": request.id, "amount": amount}
        )
        return payment

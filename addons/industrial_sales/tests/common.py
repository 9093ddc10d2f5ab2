from odoo import Command
from odoo.tests import TransactionCase, new_test_user

ROLES = {
    "dispatcher": "sales_base.group_dispatcher",
    "manager": "sales_base.group_manager",
    "head": "sales_base.group_head",
    "director": "sales_base.group_director",
    "administrator": "sales_base.group_administrator",
    "accountant": "deal_stages.group_accountant",
    "planner": "order_split.group_planner",
    "foreman": "order_split.group_foreman",
    "worker": "stock_batches.group_worker",
    "supervisor": "stock_batches.group_supervisor",
    "service_engineer": "deal_service.group_engineer",
    "service_head": "deal_service.group_head",
    "marketer": "marketing_export.group_marketer",
    "employee": "base.group_user",
}


class IndustrialSalesCommon(TransactionCase):
    """One user for each role of the company, and one record of what they look at."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "lang": "en_US"})
        cls.users = {
            role: new_test_user(cls.env, f"menu_{role}", groups=group, lang="en_US", tz="UTC")
            for role, group in ROLES.items()
        }
        cls.team = cls.env["crm.team"].create({"name": "Pumps of the test"})
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Plant",
                "is_company": True,
                "email": "plant@menu.example",
                "counterparty_kind": "counterparty",
                "country_id": cls.env.ref("base.de").id,
                "vat": "DE811569869",
                "city": "Essen",
                "bank_ids": [Command.create({"acc_number": "DE89370400440532013000"})],
            }
        )
        cls.person = cls.env["res.partner"].create(
            {"name": "Ivan", "parent_id": cls.customer.id, "email": "ivan@menu.example"}
        )

    @classmethod
    def make_deal(cls, **vals):
        return cls.env["crm.lead"].create(
            {
                "name": "Deal of the menu test",
                "type": "opportunity",
                "partner_id": cls.customer.id,
                "legal_entity_id": cls.customer.id,
                "contact_id": cls.person.id,
                "needs": "Two pumps",
                "team_id": cls.team.id,
                "expected_revenue": 1000,
                **vals,
            }
        )

"""The table roles × models: what each role of the company may do with each kind of record.

Letters: r read, w write, c create, d delete; "-" nothing at all. Each issue extends the table with its models.
What a rule narrows further (own department, own customers) is tested beside the rule, in its addon.
"""

from odoo.tests import TransactionCase, tagged
from odoo.tests.common import new_test_user

ROLES = {
    "dispatcher": "sales_base.group_dispatcher",
    "manager": "sales_base.group_manager",
    "head": "sales_base.group_head",
    "director": "sales_base.group_director",
    "planner": "order_split.group_planner",
    "foreman": "order_split.group_foreman",
    "worker": "stock_batches.group_worker",
    "supervisor": "stock_batches.group_supervisor",
    "marketer": "marketing_export.group_marketer",
}

TABLE = {}
LETTERS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}


@tagged("post_install", "-at_install")
class TestRoles(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(cls.env, f"table_{role}", groups=f"base.group_user,{group}")
            for role, group in ROLES.items()
        }

    def granted(self, role, model):
        records = self.env[model].with_user(self.users[role])
        return "".join(letter for letter, right in LETTERS.items() if records.has_access(right)) or "-"

    def test_each_role_has_exactly_its_rights(self):
        for model, rights in TABLE.items():
            for role in ROLES:
                with self.subTest(model=model, role=role):
                    self.assertEqual(self.granted(role, model), rights.get(role, "-"))

    def test_the_table_holds_every_model_of_ours(self):
        ours = self.env["ir.model.data"].search(
            [
                ("model", "=", "ir.model"),
                ("module", "in", [*{group.partition(".")[0] for group in ROLES.values()}, *OURS]),
            ]
        )
        models = self.env["ir.model"].browse(ours.mapped("res_id")).filtered(lambda model: not model.transient)
        own = {model.model for model in models if model.modules.split(",")[0].strip() in OURS and not model.abstract}
        self.assertEqual(own - set(TABLE), set())


OURS = ("sales_base", "sales_leads", "deal_stages", "order_split", "deal_supply", "stock_batches", "marketing_export")

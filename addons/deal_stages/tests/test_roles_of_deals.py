from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged, users

from .common import MoneyCommon

ROLES = (
    "manager",
    "colleague",
    "head",
    "director",
    "dispatcher",
    "accountant",
    "engineer",
    "administrator",
    "outsider",
)
CLOSED = ("number", "amount")


class RolesCommon(MoneyCommon):
    """A deal with papers of every kind, and one user per role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "base.group_user,deal_stages.group_engineer"
        cls.engineer = new_test_user(cls.env, "sb_engineer", groups=groups, name="Engineer", tz="UTC")
        cls.env["crm.deal.paper.kind"].create({"name": "Act of the roles", "needed": True})
        cls.deal = cls.make_deal()
        cls.order = cls.add_goods(cls.deal, cls.pump, 3)
        cls.proposal = cls.env["sale.proposal"]._make(cls.order)
        cls.question = cls.env["crm.engineer.request"].create(
            {"deal_id": cls.deal.id, "question": "Which seal?", "engineer_id": cls.engineer.id}
        )
        cls.deal.action_agree()
        cls.contract = cls.env["sale.contract"].create({"deal_id": cls.deal.id})
        cls.request = cls.ask(1000)
        cls.payment = cls.pay(cls.request, 600)

    def who(self):
        return {role: getattr(self, role) for role in ROLES}


@tagged("post_install", "-at_install")
class TestRolesOfDeals(RolesCommon):
    """Who may do what with a deal of another: each act as each role."""

    def assert_only(self, allowed, act):
        """Only these roles may do it; everybody else is refused, and nothing changes."""
        for role, user in self.who().items():
            with self.subTest(role=role), self.env.cr.savepoint() as savepoint:
                if role in allowed:
                    act(user)
                else:
                    with self.assertRaises(AccessError):
                        act(user)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_moving_the_deal(self):
        leaders = {"manager", "head", "director", "administrator"}
        self.assert_only(
            leaders, lambda user: self.deal.with_user(user).write({"stage_id": self.stage("installation").id})
        )

    def test_signing_a_contract(self):
        self.contract.signed_by_customer_id = self.contact
        signers = {"manager", "head", "director", "administrator", "accountant"}
        self.assert_only(signers, lambda user: self.contract.with_user(user).action_sign())

    def test_entering_money(self):
        self.assert_only(
            {"accountant", "administrator"},
            lambda user: (
                self.env["sale.payment.register"]
                .with_user(user)
                .create({"request_id": self.request.id, "amount": 100, "journal_id": self.bank.id})
                .action_register()
            ),
        )

    def test_distributing_money(self):
        self.assert_only(
            {"accountant", "administrator"},
            lambda user: self.payment.allocation_ids.with_user(user).write({"amount": 500}),
        )

    def test_answering_for_the_engineers(self):
        self.question.answer = "The ceramic one."
        self.assert_only({"engineer", "administrator"}, lambda user: self.question.with_user(user).action_answer())

    def test_checking_the_seller(self):
        check = self.refuse(self.make_deal())
        check.write({"done_well": "Called in time.", "verdict": "good", "follows": "nothing"})
        self.assert_only({"head", "director", "administrator"}, lambda user: check.with_user(user).action_done())

    def test_changing_the_process(self):
        stage = self.stage("sale")
        self.assert_only({"administrator"}, lambda user: stage.with_user(user).write({"next_stage_ids": [(5, 0, 0)]}))

    def test_asking_for_a_paper_of_every_deal(self):
        kinds = self.env["crm.deal.paper.kind"]
        self.assert_only({"administrator"}, lambda user: kinds.with_user(user).create({"name": "One more"}))

    def test_refusing_for_the_customer(self):
        deal = self.make_deal()
        reason = self.env.ref("deal_stages.crm_lost_reason_competitor")
        self.assert_only(
            {"manager", "head", "director", "administrator"},
            lambda user: deal.with_user(user)._set_unsuitable(reason.with_user(user), "Too dear."),
        )

    def test_taking_the_wrong_sort_of_money_away(self):
        """Nobody deletes what was offered, asked for and paid, whatever his rights are."""
        for record, words in ((self.request, "paid already"), (self.order, "was offered|cannot delete|can not delete")):
            with self.assertRaisesRegex(Exception, words), self.env.cr.savepoint():
                record.with_user(self.administrator).unlink()
            self.assertTrue(record.exists())


@tagged("post_install", "-at_install")
class TestTreeByRole(RolesCommon):
    """Everybody who sees the deal sees that a document is there; its content sees who may open it."""

    def rows(self, user):
        self.env.invalidate_all()
        return self.deal.with_user(user).read(["documents"])[0]["documents"]

    def test_nobody_sees_more_or_less_documents_than_another(self):
        expected = self.keys(self.rows(self.administrator))
        kinds = {key.split(",")[0] for key in expected}
        wanted = {"sale.order", "sale.proposal", "sale.contract", "sale.payment.request", "account.payment"}
        self.assertLessEqual(wanted | {"crm.deal.paper", "crm.engineer.request"}, kinds)
        for role in ("manager", "head", "director", "accountant"):
            self.assertEqual(self.keys(self.rows(getattr(self, role))), expected, role)

    def keys(self, rows):
        return [row["key"] for row in rows]

    def test_content_is_shown_to_whoever_may_open_the_document_and_to_nobody_else(self):
        for role in ("manager", "head", "director", "accountant", "administrator"):
            user = getattr(self, role)
            for row in self.rows(user):
                model, number = row["key"].split(",")
                record = self.env[model].browse(int(number)).with_user(user)
                with self.subTest(role=role, document=row["key"]):
                    self.assertEqual(bool(row["res_id"]), bool(record._filtered_access("read")))
                    if not row["res_id"]:
                        self.assertFalse(any(row[name] for name in CLOSED))
                        with self.assertRaises(AccessError):
                            record.read(["display_name"])
                    else:
                        self.assertTrue(row["number"])
                    self.assertTrue(row["kind"])

    def test_the_accountant_opens_money_and_the_manager_does_not_open_payments(self):
        opened = {role: self.opened(getattr(self, role)) for role in ("manager", "accountant")}
        self.assertIn("account.payment", opened["accountant"])
        self.assertNotIn("account.payment", opened["manager"])
        self.assertIn("sale.proposal", opened["manager"])
        self.assertNotIn("sale.proposal", opened["accountant"])

    @users("sb_accountant")
    def test_the_accountant_opens_the_deal_that_a_request_to_pay_leads_to(self):
        deal = self.deal.with_env(self.env)
        self.assertEqual(Form(deal).name, self.deal.name)
        with self.assertRaises(AccessError):
            deal.name = "Another deal"

    def opened(self, user):
        return {row["res_model"] for row in self.rows(user) if row["res_id"]}

    def test_whoever_does_not_see_the_deal_sees_nothing(self):
        for role in ("colleague", "outsider", "engineer"):
            with self.assertRaises(AccessError):
                self.rows(getattr(self, role))

    def test_document_of_another_department_is_there_without_its_content(self):
        self.order.team_id = self.konts
        self.head.visible_team_ids = self.vys
        self.env.registry.clear_cache()
        row = next(row for row in self.rows(self.head) if row["res_model"] == "sale.order")
        self.assertEqual((row["number"], row["amount"], row["res_id"], row["kind"]), ("", "", False, "Customer order"))

    @users("sb_manager")
    def test_proposal_stands_below_its_order_and_the_payment_below_its_request(self):
        rows = self.rows(self.env.user)
        levels = {row["res_model"]: row["level"] for row in rows}
        self.assertEqual(
            [levels[model] for model in ("sale.order", "sale.proposal", "sale.payment.request", "account.payment")],
            [0, 1, 1, 2],
        )
        places = {row["res_model"]: index for index, row in enumerate(rows)}
        self.assertEqual(places["account.payment"], places["sale.payment.request"] + 1)

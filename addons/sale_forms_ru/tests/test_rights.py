from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import DeliveryFormsCommon
from .common_statement import document, statement

FORBIDDEN = {
    "manager": ("sale.bank.statement", "sale.bank.line", "sale.form.export"),
    "storeman": ("sale.bank.statement", "sale.bank.line", "sale.form.export", "sale.form.signer", "sale.receivable"),
    "outsider": ("sale.bank.statement", "sale.form", "sale.form.scan", "sale.form.signer", "sale.receivable"),
}


@tagged("post_install", "-at_install")
class TestRights(DeliveryFormsCommon):
    """Who sees and does what, tried by those who may not."""

    def test_what_is_closed_to_whom(self):
        for login, names in FORBIDDEN.items():
            for name in names:
                with self.subTest(login=login, model=name):
                    self.assertFalse(self.env[name].with_user(getattr(self, login)).has_access("read"))

    def test_a_department_of_ones_own(self):
        form = self.make("request", self.ask(1000))
        self.head.visible_team_ids = self.konts
        self.assertFalse(self.env["sale.form"].with_user(self.head).search([("id", "=", form.id)]))
        self.assertFalse(
            self.env["sale.receivable"].with_user(self.head).search([("request_id", "=", form.request_id.id)])
        )
        self.head.visible_team_ids = self.vys
        self.assertEqual(self.env["sale.form"].with_user(self.head).search([("id", "=", form.id)]), form)

    def test_sums_by_group_show_no_more_than_the_list(self):
        self.make("upd", self.make_delivery())
        domain = [("deal_id.team_id", "=", self.vys.id)]
        forms = self.env["sale.form"]
        self.assertFalse(forms.with_user(self.colleague)._read_group(domain, [], ["amount_total:sum"])[0][0])
        self.assertFalse(forms.with_user(self.storeman)._read_group([], ["kind_id"], ["amount_total:sum"]))

    def test_the_storeman_reads_papers_without_prices_only(self):
        picking = self.make_delivery()
        waybill, upd = (self.make(code, picking) for code in ("waybill", "upd"))
        seen = self.env["sale.form"].with_user(self.storeman).search([("picking_id", "=", picking.id)])
        self.assertEqual(seen, waybill)
        with self.assertRaises(AccessError):
            upd.attachment_id.with_user(self.storeman).read(["raw"])
        self.assertTrue(waybill.attachment_id.with_user(self.storeman).raw)

    def test_nobody_enters_signatories_but_director_and_accountant(self):
        values = {"role": "director", "name": "X", "position": "Y"}
        for user in (self.manager, self.head, self.storeman):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["sale.form.signer"].with_user(user).create(values)
        for user in (self.director, self.accountant):
            self.assertTrue(self.env["sale.form.signer"].with_user(user).create(values))

    def test_versions_of_forms_are_the_administrators(self):
        version = self.env.ref("sale_forms_ru.version_upd")
        with self.assertRaises(AccessError):
            version.with_user(self.accountant).regulation = "Mine"
        version.with_user(self.administrator).regulation = "Приложение № 1, новая редакция"
        self.assertEqual(version.regulation, "Приложение № 1, новая редакция")

    def test_a_copy_that_nobody_filed_is_seen_by_who_brought_it(self):
        scans = self.env["sale.form.scan"]
        found = scans.with_user(self.manager)._take_file(b"no picture", "x.txt", "upload")
        self.assertEqual(scans.with_user(self.accountant).search([("id", "=", found.id)]), found)
        self.assertFalse(scans.with_user(self.colleague).search([("id", "=", found.id)]))

    def test_companies_keep_their_statements_apart(self):
        other = self.env["res.company"].create({"name": "Another works"})
        taken = self.env["sale.bank.statement"]._take(statement(document(1, 5, "x")), "a.txt")
        reader = new_test_user(
            self.env,
            "other_accountant",
            groups="base.group_user,deal_stages.group_accountant",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        for record in (taken, taken.line_ids):
            self.assertFalse(record.with_user(reader).with_company(other).search([("id", "in", record.ids)]))

    def test_methods_of_the_program_are_no_doors(self):
        """What is called over RPC begins without an underscore: nothing of ours takes files or rights that way."""
        for name in ("sale.form", "sale.bank.statement", "crm.deal.paper", "sale.form.scan"):
            model = type(self.env[name])
            open_names = (one for one in dir(model) if one.startswith(("make", "print", "take", "file_")))
            own = [one for one in open_names if callable(getattr(model, one))]
            self.assertFalse(own, name)

import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from odoo.addons.deal_stages.tests.common import INN

from .common import FormsCommon
from .common_statement import document, statement


@tagged("post_install", "-at_install")
class TestStatement(FormsCommon):
    """The accountant takes statement files over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.request = cls.ask(1000, date="2026-03-01", date_due="2026-03-10")

    def take(self, *documents, **values):
        statements = self.env["sale.bank.statement"].with_user(self.accountant)
        return statements._take(statement(*documents, **values), "bank.txt")

    def test_a_payment_finds_its_request(self):
        taken = self.take(document(15, "400.00", f"Оплата по счету {self.request.name}", INN))
        line = taken.line_ids
        self.assertRecordValues(line, [{"state": "paid", "reason": "number", "partner_id": self.entity.id}])
        self.assertRecordValues(line.payment_id, [{"amount": 400, "payment_reference": "15", "amount_unallocated": 0}])
        self.assertEqual((self.request.state, self.request.amount_due), ("part", 600))
        self.assertEqual(str(self.deal.won_on), "2026-03-02")

    def test_the_same_file_again_changes_nothing(self):
        documents = (
            document(15, 400, f"счет {self.request.name}", INN),
            document(15, 400, f"счет {self.request.name}", INN),
        )
        first = self.take(*documents)
        payments = self.env["account.payment"].search_count([])
        self.assertEqual(self.take(*documents), first)
        self.assertEqual(len(first.line_ids), 2)
        other = self.take(*documents, document(16, 100, f"счет {self.request.name}", INN), totals=(0, 900, 0, 900))
        self.assertEqual([line.number for line in other.line_ids], ["16"])
        self.assertEqual(self.env["account.payment"].search_count([]), payments + 1)
        self.assertEqual(self.request.amount_paid, 900)

    def test_what_is_above_stays_an_advance(self):
        line = self.take(document(1, 1500, f"счет {self.request.name}", INN)).line_ids
        self.assertEqual((line.reason, line.payment_id.amount_unallocated, self.request.state), ("over", 500, "paid"))

    def test_one_payment_for_several_requests(self):
        other = self.ask(2000)
        line = self.take(document(1, 3000, f"по счетам {self.request.name} и {other.name}", INN)).line_ids
        self.assertEqual(line.request_ids, self.request | other)
        self.assertEqual({self.request.state, other.state}, {"paid"})

    def test_an_advance_that_we_give_back(self):
        self.take(document(1, 1000, f"счет {self.request.name}", INN))
        line = self.take(document(2, 300, f"Возврат аванса по счету {self.request.name}", INN, outgoing=True)).line_ids
        self.assertRecordValues(line, [{"state": "paid", "reason": "refund"}])
        self.assertEqual((line.payment_id.payment_type, self.request.amount_paid), ("outbound", 700))

    def test_what_nobody_can_tell_is_suggested_and_decided_by_the_accountant(self):
        other = self.ask(1000)
        line = self.take(document(1, 1000, "за насосы", INN)).line_ids
        self.assertEqual(
            (line.state, line.suggestion_ids, self.request.state), ("suggested", self.request | other, "open")
        )
        line.request_ids = other.with_user(self.accountant)
        line.action_pay()
        self.assertEqual((line.state, other.state, self.request.state), ("paid", "paid", "open"))
        with self.assertRaisesRegex(UserError, "entered already"):
            line.action_pay()
        line.action_undo()
        self.assertEqual((line.state, other.state), ("suggested", "open"))
        line.action_pay_suggested()
        self.assertEqual(self.request.state, "paid")

    def test_an_advance_and_what_is_no_customers(self):
        lines = self.take(
            document(1, 10, "аванс", "7736050003"), document(2, 5, "Налог", "7727406020", outgoing=True)
        ).line_ids
        advance, tax = lines.sorted("number")
        self.assertEqual((advance.state, tax.state), ("unknown", "other"))
        with self.assertRaisesRegex(UserError, "Choose the customer"):
            advance.action_take_advance()
        advance.partner_id = self.entity.with_user(self.accountant)
        advance.action_take_advance()
        self.assertEqual(advance.payment_id.amount_unallocated, 10)

    def test_a_cut_file_waits_for_somebody_to_look(self):
        taken = self.take(document(1, 400, f"счет {self.request.name}", INN), end=False)
        self.assertEqual((taken.state, taken.line_ids.state, self.request.amount_paid), ("check", "matched", 0))
        self.assertIn("cut", taken.remarks)
        taken.action_accept()
        self.assertEqual((taken.state, self.request.amount_paid), ("done", 400))
        whole = self.take(document(1, 400, f"счет {self.request.name}", INN))
        self.assertFalse(whole.line_ids)

    def test_wrong_totals_wait_too(self):
        taken = self.take(document(1, 400, f"счет {self.request.name}", INN), totals=(0, 500, 0, 500))
        self.assertEqual((taken.state, self.request.amount_paid), ("check", 0))

    def test_a_foreign_account_is_refused(self):
        with self.assertRaisesRegex(UserError, "none of ours"):
            self.take(document(1, 400, "x"), account="40702810000000000999")

    def test_a_wrong_file_is_refused_in_words(self):
        statements = self.env["sale.bank.statement"].with_user(self.accountant)
        with self.assertRaisesRegex(UserError, "1CClientBankExchange"):
            statements._take(b"PK", "x.xlsx")

    def test_one_payment_that_the_books_refuse_stops_no_other(self):
        other = self.ask(2000)
        taken = self.take(
            document(1, 1000, f"счет {self.request.name}", INN), document(2, 2000, f"счет {other.name}", INN), end=False
        )
        self.request.action_cancel()
        taken.action_accept()
        states = {line.number: (line.state, line.reason) for line in taken.line_ids}
        self.assertEqual(states, {"1": ("suggested", "refused"), "2": ("paid", "number")})
        self.assertIn("cancelled", taken.line_ids.filtered("error").error)

    def test_the_manager_is_told_once(self):
        before = self.env["mail.message"].search([("partner_ids", "in", self.manager.partner_id.ids)])
        self.take(
            document(1, 400, f"счет {self.request.name}", INN), document(2, 100, f"счет {self.request.name}", INN)
        )
        told = self.env["mail.message"].search([("partner_ids", "in", self.manager.partner_id.ids)]) - before
        self.assertEqual(len(told), 1)
        for words in (self.request.name, "400", "100"):
            self.assertIn(words, told.body)

    def test_from_the_upload_page(self):
        raw = statement(document(1, 400, f"счет {self.request.name}", INN))
        file = (
            self.env["ir.attachment"]
            .with_user(self.accountant)
            .create({"name": "a.txt", "datas": base64.b64encode(raw)})
        )
        upload = self.env["sale.bank.upload"].with_user(self.accountant).create({"file_ids": file.ids})
        action = upload.action_take()
        taken = self.env["sale.bank.statement"].browse(action["res_id"])
        self.assertEqual((taken.open_count, taken.line_count, taken.amount_in), (0, 1, 400))

    def test_looking_again_after_the_customer_got_his_number(self):
        self.entity.vat = False
        taken = self.take(document(1, 1000, "за насосы", INN))
        self.assertEqual(taken.line_ids.state, "unknown")
        self.entity.vat = INN
        taken.action_match()
        self.assertEqual((taken.line_ids.state, self.request.state), ("paid", "paid"))

    @users("sb_manager")
    def test_managers_read_no_statements(self):
        taken = self.take(document(1, 400, "x"))
        with self.assertRaises(AccessError):
            taken.with_user(self.env.user).read(["name"])

    def test_many_lines_are_decided_in_a_constant_number_of_queries(self):
        def count(number):
            documents = [document(100 * number + place, 1, f"за {place}", INN) for place in range(number)]
            lines = self.take(*documents, end=False).line_ids
            lines.invalidate_recordset()
            return self.count_queries(lambda: lines._match())

        self.assertLessEqual(count(60), count(5) + 2)

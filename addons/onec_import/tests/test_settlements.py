import random

from odoo.tests import tagged

from .common import OnecCommon


@tagged("post_install", "-at_install")
class TestSettlements(OnecCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        accounts = cls.env["account.account"].sudo()
        cls.opening = accounts.create({"name": "Opening", "code": "000001", "account_type": "equity"})
        if not cls.company.chart_template:
            cls.receivable = accounts.create(
                {"name": "Customers", "code": "620001", "account_type": "asset_receivable", "reconcile": True}
            )
            cls.payable = accounts.create(
                {"name": "Vendors", "code": "600001", "account_type": "liability_payable", "reconcile": True}
            )
            defaults = cls.env["ir.default"].sudo()
            defaults.set("res.partner", "property_account_receivable_id", cls.receivable.id, company_id=cls.company.id)
            defaults.set("res.partner", "property_account_payable_id", cls.payable.id, company_id=cls.company.id)

    def bring_customers(self, *names, **vals):
        self.bring("customers", [{"key": name, "name": name, **vals} for name in names])

    def bring_balances(self, *rows, **options):
        rows = [{"key": f"b{number}", **row} for number, row in enumerate(rows)]
        return self.bring("settlements", rows, balance_date="2026-02-28", opening_account_id=self.opening.id, **options)

    def line(self, key):
        return self.of("settlements", key).sudo().line_ids.filtered(lambda line: line.account_id != self.opening)

    def test_debts_and_prepayments_are_open_entries_of_their_date(self):
        self.bring_customers("Vodokanal", "Vega")
        batch = self.bring_balances(
            {
                "customer": "Vodokanal",
                "contract": "№ 5",
                "document": "Sale 12",
                "amount": 150.5,
                "due_date": self.day("2026-03-15"),
            },
            {"customer": "Vega", "amount": -40.0},
        )
        self.assertEqual(self.counts(batch), {"made": 2})
        debt, prepaid = self.line("b0"), self.line("b1")
        self.assertRecordValues(
            debt + prepaid,
            [
                {
                    "account_type": "asset_receivable",
                    "debit": 150.5,
                    "credit": 0,
                    "amount_residual": 150.5,
                    "parent_state": "posted",
                },
                {
                    "account_type": "asset_receivable",
                    "debit": 0,
                    "credit": 40,
                    "amount_residual": -40,
                    "parent_state": "posted",
                },
            ],
        )
        self.assertEqual([debt.date_maturity, debt.date], [self.day("2026-03-15"), self.day("2026-02-28")])
        self.assertIn("Sale 12", debt.name)
        self.assertFalse(batch.difference_count)

    def test_vendors_stand_on_their_account(self):
        self.bring("customers", [{"key": "v", "name": "Steel", "is_vendor": True}])
        self.bring_balances({"customer": "Steel", "amount": -500.0})
        self.assertRecordValues(self.line("b0"), [{"account_type": "liability_payable", "credit": 500}])

    def test_currencies_are_converted_at_the_rate_of_the_day(self):
        other = self.env.ref("base.EUR" if self.company.currency_id.name != "EUR" else "base.USD").sudo()
        other.active = True
        other.rate_ids.unlink()
        self.env["res.currency.rate"].sudo().create({"currency_id": other.id, "name": "2026-01-01", "rate": 0.5})
        self.bring_customers("Vega")
        self.bring_balances({"customer": "Vega", "amount": 10.0, "currency": other.name})
        self.assertRecordValues(self.line("b0"), [{"amount_currency": 10, "balance": 20, "currency_id": other.id}])

    def test_who_is_not_known_or_not_clear_is_refused(self):
        self.bring(
            "customers",
            [{"key": "a", "name": "Vega", "inn": "7707083893"}, {"key": "b", "name": "Vega", "inn": "7736050003"}],
        )
        batch = self.bring_balances(
            {"customer": "Nobody", "amount": 1.0},
            {"customer": "Vega", "amount": 2.0},
            {"customer": "Vega", "customer_inn": "7736050003", "amount": 3.0},
            {"customer": "Vega", "customer_inn": "7736050003", "amount": 3.0, "currency": "XDR"},
        )
        self.assertEqual(self.counts(batch), {"made": 1, "refused": 3})
        self.assertEqual(self.line("b2").partner_id, self.of("customers", "b"))
        self.assertIn("1 rows refer", batch.prerequisite_text)

    def test_the_same_again_and_a_newer_one(self):
        self.bring_customers("Vega")
        row = {"customer": "Vega", "amount": 100.0}
        self.bring_balances(row)
        self.assertEqual(self.counts(self.bring_balances(row)), {"unchanged": 1})
        entries = self.env["account.move"].sudo().search_count([("journal_id.code", "=", "1C")])
        self.assertEqual(self.counts(self.bring_balances({**row, "amount": 70.0})), {"changed": 1})
        self.assertEqual(self.line("b0").amount_residual, 70)
        self.assertEqual(self.env["account.move"].sudo().search_count([("journal_id.code", "=", "1C")]), entries)

    def test_what_was_matched_is_neither_changed_nor_taken_back(self):
        self.bring_customers("Vega")
        self.bring_balances(
            {"customer": "Vega", "amount": 100.0}, {"customer": "Vega", "amount": -30.0, "document": "Payment"}
        )
        (self.line("b0") + self.line("b1")).reconcile()
        batch = self.bring_balances(
            {"customer": "Vega", "amount": 70.0}, {"customer": "Vega", "amount": -30.0, "document": "Payment"}
        )
        self.assertEqual(self.counts(batch), {"refused": 1, "unchanged": 1})
        self.assertIn("matched", self.texts(batch)[0])
        first = self.env["onec.import"].search([("kind", "=", "settlements")], order="id", limit=1)
        first.action_undo()
        self.assertEqual(len(self.texts(first, "undo")), 2)
        self.assertTrue(self.of("settlements", "b0"))

    def test_taking_back_leaves_no_entry(self):
        self.bring_customers("Vega")
        batch = self.bring_balances({"customer": "Vega", "amount": 100.0})
        entry = self.of("settlements", "b0").sudo()
        batch.action_undo()
        self.assertFalse(entry.exists())
        self.assertFalse(self.of("settlements", "b0"))

    def test_500_counterparties_agree_with_partner_ledger_and_trial_balance(self):
        chance = random.Random(1)
        names = [f"Customer {number}" for number in range(500)]
        self.bring_customers(*names)
        rows, wanted = [], {}
        for number in range(1200):
            name, amount = chance.choice(names), round(chance.uniform(-5000, 9000), 2)
            rows.append({"customer": name, "amount": amount, "document": f"Doc {number}"})
            wanted[name] = round(wanted.get(name, 0) + amount, 2)
        batch = self.bring_balances(*rows)
        self.assertEqual(self.counts(batch), {"made": 1200})
        self.assertFalse(batch.difference_count)
        lines = self.env["account.move.line"].sudo()
        ledger = lines._read_group(
            [
                ("journal_id.code", "=", "1C"),
                ("account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
            ],
            ["partner_id"],
            ["balance:sum", "amount_residual:sum"],
        )
        self.assertEqual(
            {partner.name: (round(balance, 2), round(residual, 2)) for partner, balance, residual in ledger},
            {name: (amount, amount) for name, amount in wanted.items()},
        )
        trial = dict(
            lines._read_group(
                [("journal_id.code", "=", "1C"), ("parent_state", "=", "posted")], ["account_type"], ["balance:sum"]
            )
        )
        self.assertAlmostEqual(sum(trial.values()), 0, 2)
        self.assertAlmostEqual(trial["equity"], -sum(wanted.values()), 2)

    def test_a_lost_entry_shows_in_the_control_totals(self):
        self.bring_customers("Vega", "Nova")
        batch = self.bring_balances({"customer": "Vega", "amount": 100.0}, {"customer": "Nova", "amount": 5.0})
        entry = self.of("settlements", "b0").sudo()
        entry.button_draft()
        self.press(batch, "action_compare")
        wrong = batch.total_ids.filtered("difference")
        self.assertEqual([row.difference for row in wrong if row.label.startswith("Vega")], [-100])
        self.assertFalse([row for row in wrong if row.label.startswith("Nova")])

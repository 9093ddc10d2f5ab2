import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import client_bank

BATCH = 1000


class SaleBankStatement(models.Model):
    """A statement file of a bank: what it says came and went, line by line; the same file changes nothing twice."""

    _name = "sale.bank.statement"
    _description = "Statement of a Bank"
    _inherit = ["mail.thread"]
    _order = "date_to desc, id desc"

    name = fields.Char("File name", required=True, readonly=True)
    file = fields.Binary(attachment=True, readonly=True)
    digest = fields.Char(readonly=True, copy=False)
    account = fields.Char("Our account", readonly=True)
    journal_id = fields.Many2one("account.journal", "Bank", readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    date_from = fields.Date("From", readonly=True)
    date_to = fields.Date("Until", readonly=True)
    remarks = fields.Text(readonly=True)
    state = fields.Selection(
        [("check", "To be checked"), ("done", "Taken over")],
        required=True,
        readonly=True,
        default="done",
        tracking=True,
    )
    line_ids = fields.One2many("sale.bank.line", "statement_id", "Lines", readonly=True)
    line_count = fields.Integer("New lines", compute="_compute_counts")
    open_count = fields.Integer("To decide", compute="_compute_counts")
    amount_in = fields.Monetary("Came", compute="_compute_counts")
    amount_out = fields.Monetary("Left", compute="_compute_counts")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency")

    _digest_uniq = models.UniqueIndex("(company_id, digest)", "This file was taken over already.")

    @api.depends("journal_id")
    def _compute_currency(self):
        for statement in self:
            statement.currency_id = statement.journal_id.currency_id or statement.company_id.currency_id

    @api.depends("line_ids.state")
    def _compute_counts(self):
        rows = self.env["sale.bank.line"]._read_group(
            [("statement_id", "in", self.ids)], ["statement_id", "state", "is_outgoing"], ["__count", "amount:sum"]
        )
        self.update({"line_count": 0, "open_count": 0, "amount_in": 0, "amount_out": 0})
        for statement, state, outgoing, count, amount in rows:
            statement.line_count += count
            statement.open_count += count if state in ("suggested", "unknown") else 0
            statement["amount_out" if outgoing else "amount_in"] += amount

    @api.model
    def _take(self, raw, name):
        """Take a file over: its new lines are matched and paid, unless there is something to look at first.

        :param raw: bytes of the file
        :param name: of the file
        :return: the statement; that of the first time for a file that came before
        :raises UserError: for what is no statement, or one of somebody else's account
        """
        digest = hashlib.sha256(raw).hexdigest()
        company = self.env.company
        known = self.search([("company_id", "=", company.id), ("digest", "=", digest)])
        if known:
            return known
        parsed = self._parse(raw)
        account = self._get_own_account(parsed, company)
        remarks = self._describe_problems(parsed)
        statement = self.create(
            {
                "name": name,
                "file": base64.b64encode(raw),
                "digest": digest,
                "account": account,
                "journal_id": self._get_journal(account, company).id,
                "company_id": company.id,
                "date_from": parsed.date_from or min((one.date for one in parsed.documents), default=False),
                "date_to": parsed.date_to or max((one.date for one in parsed.documents), default=False),
                "remarks": "\n".join(remarks) or False,
                "state": "check" if remarks else "done",
            }
        )
        statement._add_lines(parsed.documents)
        statement.line_ids._match()
        if not remarks:
            statement.line_ids._pay_matched()
        return statement

    @api.model
    def _parse(self, raw):
        try:
            return client_bank.parse(raw)
        except client_bank.BadFile as error:
            words = {
                "format": self.env._("This is no statement file: ask the bank for the format 1CClientBankExchange."),
                "encoding": self.env._("The letters of the file cannot be read: save it in windows-1251 or UTF-8."),
                "empty": self.env._("The file is empty: ask the bank for it once more."),
            }
            raise UserError(words[error.args[0]]) from error

    @api.model
    def _get_own_account(self, parsed, company):
        """The account of ours that the file is about."""
        numbers = parsed.get_numbers()
        own = self._get_accounts(company)
        found = [number for number in numbers if number in own]
        if not found:
            raise UserError(
                self.env._(
                    "The file is about account %s, which is none of ours: enter it in the company, or take the right file.",
                    ", ".join(numbers) or "?",
                )
            )
        if len(found) > 1:
            raise UserError(self.env._("The file mixes accounts %s: export one account at a time.", ", ".join(found)))
        return found[0]

    @api.model
    def _get_accounts(self, company):
        """{number: bank account of ours}"""
        journals = self.env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", company.id)])
        # The accountant may not open every card, and ours least of all.
        accounts = company.sudo().partner_id.bank_ids | journals.sudo().bank_account_id
        return {account.sanitized_acc_number: account for account in accounts}

    @api.model
    def _get_journal(self, account, company):
        journals = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", company.id)], order="sequence, id"
        )
        own = journals.filtered(lambda journal: journal.bank_account_id.sanitized_acc_number == account)
        if not journals:
            raise UserError(self.env._("There is no bank journal: ask the administrator to make one."))
        return (own or journals)[0]

    @api.model
    def _describe_problems(self, parsed):
        """Sentences on what is wrong with a file that can be read."""
        words = {
            "cut": self.env._(
                "The file is cut: its end is missing. Ask the bank for it once more, what is here stays."
            ),
            "document": self.env._("A document cannot be read and is left out: %s."),
            "totals": self.env._("The sums of the documents are not those of the account: %s."),
            "balance": self.env._("The balances of account %s do not fit its turnover."),
        }
        return [words[code] % text if "%s" in words[code] else words[code] for code, text in parsed.problems]

    def _add_lines(self, documents):
        """Lines of documents that are not known yet, whatever file they came in."""
        values = self._prepare_lines(documents)
        keys = list(values)
        for start in range(0, len(keys), BATCH):
            part = keys[start : start + BATCH]
            domain = [("company_id", "=", self.company_id.id), ("key", "in", part)]
            known = set(self.env["sale.bank.line"].search_fetch(domain, ["key"]).mapped("key"))
            self.env["sale.bank.line"].create([values[key] for key in part if key not in known])

    def _prepare_lines(self, documents):
        """{key: values}; documents that look alike within one file are told apart by their place."""
        self.ensure_one()
        values, seen = {}, {}
        for document in documents:
            if self.account not in (document.payer_account, document.payee_account):
                continue
            sides = (document.payer_account, document.payee_account)
            alike = (document.kind, document.number, document.date, document.amount, *sides, document.purpose)
            seen[alike] = seen.get(alike, 0) + 1
            text = "|".join(map(str, (*alike, seen[alike])))
            key = hashlib.sha256(text.encode()).hexdigest()
            outgoing = document.payer_account == self.account
            values[key] = {
                "statement_id": self.id,
                "company_id": self.company_id.id,
                "key": key,
                "number": document.number,
                "date": document.date,
                "amount": float(document.amount),
                "is_outgoing": outgoing,
                "other_name": document.payee if outgoing else document.payer,
                "other_inn": document.payee_inn if outgoing else document.payer_inn,
                "other_account": document.payee_account if outgoing else document.payer_account,
                "purpose": document.purpose,
            }
        return values

    def action_accept(self):
        """Somebody looked at the remarks: what is here counts."""
        for statement in self.filtered(lambda one: one.state == "check"):
            statement.state = "done"
            statement.line_ids._pay_matched()
        return True

    def action_match(self):
        """Try again: requests, customers and their INN may have been entered since."""
        lines = self.filtered(lambda one: one.state == "done").line_ids
        waiting = lines.filtered(lambda line: line.state in ("suggested", "unknown"))
        waiting._match()
        waiting._pay_matched()
        return True

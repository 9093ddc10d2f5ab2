from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sales_base.tools.halving import do_or_halve

from ..tools import matching

WAITING = ("matched", "suggested", "unknown")


class SaleBankLine(models.Model):
    """A payment of a statement: whose it is, what it pays, and why we think so."""

    _name = "sale.bank.line"
    _description = "Line of a Bank Statement"
    _order = "date desc, id desc"
    _rec_name = "number"

    statement_id = fields.Many2one("sale.bank.statement", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    journal_id = fields.Many2one(related="statement_id.journal_id")
    currency_id = fields.Many2one(related="statement_id.currency_id")
    key = fields.Char(required=True, readonly=True)
    number = fields.Char(readonly=True)
    date = fields.Date(required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
    is_outgoing = fields.Boolean("Left us", readonly=True)
    other_name = fields.Char("Other side", readonly=True)
    other_inn = fields.Char("INN", readonly=True)
    other_account = fields.Char("Account", readonly=True)
    purpose = fields.Char("Purpose of payment", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", index="btree_not_null", ondelete="restrict")
    # Lists in one column each: thousands of lines are decided with one UPDATE.
    parts = fields.Json(readonly=True, help="What of it goes to which request: [[id, amount]].")
    suggestions = fields.Json("Suggested ids", readonly=True)
    request_ids = fields.Many2many(
        "sale.payment.request", string="Pays", compute="_compute_request_ids", inverse="_inverse_request_ids"
    )
    suggestion_ids = fields.Many2many("sale.payment.request", string="Suggestions", compute="_compute_suggestion_ids")
    reason = fields.Selection(
        [
            ("number", "The request's number stands in the purpose"),
            ("order", "The order's number stands in the purpose"),
            ("short", "A short number of his own request"),
            ("sum", "His INN and the sum"),
            ("over", "More than was asked for: the rest is an advance"),
            ("refund", "Money that we give back"),
            ("by_hand", "Chosen by hand"),
            ("other_payer", "Somebody else pays: is it for this request?"),
            ("paid_already", "The request is paid already"),
            ("which", "Which of his requests is it?"),
            ("nothing_open", "He was asked for nothing"),
            ("refund_which", "Money given back: for which request?"),
            ("payer", "Nobody has this INN"),
            ("outgoing", "Not to a customer"),
            ("refused", "Could not be entered"),
        ],
        readonly=True,
    )
    state = fields.Selection(
        [
            ("matched", "Found"),
            ("suggested", "To choose"),
            ("unknown", "Unknown"),
            ("other", "Not a customer's"),
            ("paid", "Entered"),
        ],
        required=True,
        readonly=True,
        default="unknown",
        index=True,
    )
    payment_id = fields.Many2one("account.payment", readonly=True, index="btree_not_null", ondelete="set null")
    error = fields.Char(readonly=True)

    _key_uniq = models.UniqueIndex("(company_id, key)", "This payment is known already.")
    _amount_positive = models.Constraint("CHECK (amount > 0)", "A payment is above zero.")

    @api.depends("parts")
    def _compute_request_ids(self):
        self._read_ids("request_ids", lambda line: [request_id for request_id, _amount in line.parts or []])

    def _read_ids(self, name, get):
        """Fill a list of requests from its column; a request may have been deleted since."""
        ids = {line: get(line) for line in self}
        there = self.env["sale.payment.request"].browse(sum(ids.values(), [])).exists()
        known = set(there.ids)
        for line in self:
            line[name] = there.browse(one for one in ids[line] if one in known)

    def _inverse_request_ids(self):
        for line in self:
            line._take_parts(line.request_ids.sorted(lambda request: (request.date_due, request.id)))

    @api.depends("suggestions")
    def _compute_suggestion_ids(self):
        self._read_ids("suggestion_ids", lambda line: line.suggestions or [])

    def _match(self, batch=1000):
        """Decide what each of these pays; a constant number of queries for each thousand."""
        for start in range(0, len(self), batch):
            lines = self[start : start + batch].sorted(lambda line: (line.date, line.id))
            matcher = lines._prepare_matcher()
            decisions = {
                line: matcher.decide(matcher.exact(line.amount), line.other_inn, line.purpose or "", line.is_outgoing)
                for line in lines
            }
            lines._write_decisions(decisions)

    def _write_decisions(self, decisions):
        for line, found in decisions.items():
            line.update(
                {
                    "state": found.state,
                    "reason": found.reason,
                    "parts": [[request_id, float(amount)] for request_id, amount in found.parts],
                    "suggestions": found.suggestions,
                    "partner_id": found.owner or False,
                }
            )

    def _prepare_matcher(self):
        """What the database knows of the payers and numbers of these lines."""
        tokens = {token for line in self for token in matching.find_tokens(line.purpose or "")}
        inns = {line.other_inn for line in self if line.other_inn}
        company = self.company_id
        orders = self.env["sale.order"].search_fetch(
            [("company_id", "in", company.ids), ("name", "in", list(tokens))], ["name"]
        )
        owners = self._get_owners(inns)
        ids = [owner for group in owners.values() for owner in group]
        requests = self._get_candidates(tokens, orders, ids)
        return matching.Matcher(
            [request._describe_asked() for request in requests],
            owners,
            {order.name.upper(): order.id for order in orders},
        )

    @api.model
    def _get_owners(self, inns):
        """{INN: ids of the legal entities that have it}"""
        partners = self.env["res.partner"].search_fetch([("vat", "in", list(inns))], ["vat", "commercial_partner_id"])
        owners = {}
        for partner in partners:
            group = owners.setdefault(partner.vat, [])
            if partner.commercial_partner_id.id not in group:
                group.append(partner.commercial_partner_id.id)
        return owners

    def _get_candidates(self, tokens, orders, owners):
        """Requests that these lines may be about, in the currency of the account."""
        base = [
            ("company_id", "in", self.company_id.ids),
            ("currency_id", "in", self.currency_id.ids),
            ("state", "!=", "cancelled"),
        ]
        names = ["name", "partner_id", "order_id", "amount_due", "amount_paid", "date_due"]
        requests = self.env["sale.payment.request"]
        found = requests.search_fetch([*base, ("name", "in", list(tokens))], names)
        found |= requests.search_fetch([*base, ("order_id", "in", orders.ids)], names)
        # His paid requests matter, too: money is given back for those.
        return found | requests.search_fetch([*base, ("partner_id.commercial_partner_id", "in", owners)], names)

    def _pay_matched(self):
        """Enter what is found; a line that the books refuse stays with its reason and stops no other."""
        lines = self.filtered(lambda line: line.state == "matched")
        for start in range(0, len(lines), 100):
            do_or_halve(self.env, lines[start : start + 100], self._pay_some, self._tell_refused, UserError)
        lines.filtered("payment_id")._tell_managers()

    @api.model
    def _tell_refused(self, line, error):
        line.write({"state": "suggested", "reason": "refused", "error": str(error.args[0])})

    @api.model
    def _pay_some(self, lines):
        lines._pay()

    def _pay(self):
        """Payments of these lines and what they are counted for."""
        rows = [(line._prepare_payment(), line.parts or []) for line in self]
        payments = self.env["account.payment"]._enter_for_requests(rows)
        for line, payment in zip(self, payments, strict=True):
            line.payment_id = payment
        self.write({"state": "paid", "error": False})

    def _prepare_payment(self):
        self.ensure_one()
        return {
            "payment_type": "outbound" if self.is_outgoing else "inbound",
            "partner_type": "customer",
            "partner_id": self.partner_id.id,
            "amount": self.amount,
            "currency_id": self.currency_id.id,
            "date": self.date,
            "journal_id": self.journal_id.id,
            "payment_reference": self.number,
            "memo": (self.purpose or "")[:200],
        }

    def _tell_managers(self):
        """Each manager reads once what came for his requests."""
        by_user = {}
        for line in self:
            for request in line.request_ids:
                by_user.setdefault(request.user_id, []).append((line, request))
        for user, rows in by_user.items():
            if user.active and user != self.env.user:
                self._tell_manager(user, rows)

    def _tell_manager(self, user, rows):
        # In his own language, whoever takes the file over.
        texts = self.with_context(lang=user.lang).env
        words = [
            texts._(
                "%(amount)s from %(customer)s for request %(request)s",
                amount=line.currency_id.format(line.amount),
                customer=request.partner_id.display_name,
                request=request.name,
            )
            for line, request in rows
        ]
        rows[0][1].message_notify(partner_ids=user.partner_id.ids, subject=texts._("Money came"), body="; ".join(words))

    def action_pay(self):
        """The accountant chose what these pay; what is above it stays an advance."""
        for line in self:
            line._check_waits()
            if not line.parts:
                raise UserError(self.env._("Choose the requests that this payment is for, or take it as an advance."))
        self._pay()
        self._tell_managers()
        return True

    def action_pay_suggested(self):
        """Take the first suggestion."""
        for line in self.filtered("suggestion_ids"):
            line.request_ids = line.suggestion_ids[:1]
        return self.action_pay()

    def _take_parts(self, requests):
        left, parts = self.amount, []
        for request in requests:
            part = min(left, request.amount_paid if self.is_outgoing else request.amount_due)
            if self.currency_id.compare_amounts(part, 0) > 0:
                parts.append([request.id, self.currency_id.round(part)])
                left -= part
        owner = requests[:1].partner_id.commercial_partner_id
        self.write({"parts": parts, "partner_id": (self.partner_id or owner).id, "reason": "by_hand"})

    def action_take_advance(self):
        """Money of a customer that pays no request yet."""
        for line in self:
            line._check_waits()
            if not line.partner_id:
                raise UserError(self.env._("Choose the customer whose advance it is."))
        self.write({"parts": [], "reason": "by_hand"})
        self._pay()
        return True

    def action_other(self):
        """Not from a customer: a loan, a tax, a supplier."""
        for line in self:
            line._check_waits()
        self.write({"state": "other", "reason": "by_hand"})
        return True

    def action_undo(self):
        """It was entered for the wrong request: the payment is cancelled and the line waits again."""
        lines = self.filtered(lambda line: line.state in ("paid", "other"))
        payments = lines.payment_id
        payments.allocation_ids.unlink()
        payments.action_cancel()
        lines.write({"state": "suggested", "payment_id": False, "parts": []})
        return True

    def _check_waits(self):
        if self.state not in WAITING or self.payment_id:
            raise UserError(self.env._("Payment %s is entered already.", self.number))

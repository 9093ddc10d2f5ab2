from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, plaintext2html

TODO = "mail.mail_activity_data_todo"
SLICE = 100


class SaleProposal(models.Model):
    """The part of a proposal that the customer answers, in the portal or by a call that the salesman writes down."""

    _inherit = "sale.proposal"

    state = fields.Selection(
        selection_add=[("accepted", "Accepted"), ("refused", "Refused")],
        ondelete={"accepted": "set default", "refused": "set default"},
    )
    sent_on = fields.Date(readonly=True, index="btree_not_null")
    answered_on = fields.Date(readonly=True)
    answer_words = fields.Text("What the customer said")
    followed_up_on = fields.Date("Asked after on", readonly=True)

    def write(self, vals):
        today = fields.Date.context_today(self)
        if vals.get("state") == "sent":
            vals = vals | {"sent_on": today, "followed_up_on": False}
        if vals.get("state") in ("accepted", "refused"):
            vals = {"answered_on": today} | vals
        return super().write(vals)

    def action_accepted(self):
        """The customer accepted this version by a call or a letter: its goods become the customer order."""
        self.ensure_one()
        self._check_waiting()
        if self != self.order_id._get_last_proposal() or self.digest != self.order_id._get_proposal_digest():
            raise UserError(
                self.env._("The goods list was changed after %s: print and agree a new version first.", self.name)
            )
        deal = self.deal_id
        if not deal:
            self.order_id.action_confirm()
            return True
        deal.quotation_id = self.order_id
        return deal.action_agree()

    def action_refuse(self):
        """Open the window that asks what the customer said."""
        self.ensure_one()
        self._check_waiting()
        view = self.env.ref("deal_stages.sale_proposal_view_form_refuse")
        return self._get_records_action(views=[(view.id, "form")], target="new", name=self.env._("Proposal Refused"))

    def action_refused(self):
        """The customer refused this version; the quotation stays, another version may follow."""
        self._check_waiting()
        for proposal in self:
            if not (proposal.answer_words or "").strip():
                raise UserError(self.env._("Write down what the customer said."))
        self.state = "refused"
        self.order_id._tell_salesman(self.env._("Refused: agree with the customer what follows"), self.answer_words)
        return {"type": "ir.actions.act_window_close"}

    def _check_waiting(self):
        for proposal in self:
            if proposal.state in ("accepted", "refused") or proposal.order_id.state not in ("draft", "sent"):
                raise UserError(self.env._("%s waits for no answer any more.", proposal.name))

    # --- customers that are silent ---------------------------------------------------------------

    @api.model
    def _get_silent_domain(self):
        """Sent versions that nobody answered or asked after in time, or whose validity ends."""
        company = self.env.company
        today = fields.Date.context_today(self)
        return [
            ("state", "=", "sent"),
            ("followed_up_on", "=", False),
            ("order_id.state", "in", ("draft", "sent")),
            ("company_id", "=", company.id),
            "|",
            ("sent_on", "<=", today - timedelta(days=company.proposal_silence_days)),
            ("order_id.validity_date", "<=", today + timedelta(days=1)),
        ]

    @api.model
    def _cron_follow_up(self):
        """Give the salesman a task for each proposal that the customer is silent about."""
        for (company,) in self._read_group([("state", "=", "sent"), ("followed_up_on", "=", False)], ["company_id"]):
            proposals = self.with_company(company)
            while silent := proposals.search(proposals._get_silent_domain(), limit=SLICE):
                silent._follow_up()
                if not self.env["ir.cron"]._commit_progress(len(silent)):
                    return

    def _follow_up(self):
        self.followed_up_on = fields.Date.context_today(self)
        today = fields.Date.context_today(self)
        for proposal in self:
            if proposal != proposal.order_id._get_last_proposal("sent"):
                continue
            until = proposal.order_id.validity_date
            note = self.env._("Sent on %s.", format_date(self.env, proposal.sent_on))
            if until:
                words = self.env._("It is valid until %s.", format_date(self.env, until))
                note += " " + (words if until >= today else self.env._("It is valid no more."))
            proposal.order_id._tell_salesman(self.env._("Ask the customer about proposal %s", proposal.name), note)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _get_last_proposal(self, state=None):
        """The last version, or the last one in a state."""
        self.ensure_one()
        known = self.proposal_ids.filtered(lambda proposal: not state or proposal.state == state)
        return known.sorted("version")[-1:]

    def _action_confirm(self):
        result = super()._action_confirm()
        for order in self:
            # Whoever agrees to the order, in the portal too, accepts what was offered last.
            order.sudo()._get_last_proposal().filtered(lambda last: last.state != "refused").state = "accepted"
        return result

    def _validate_order(self):
        """The customer accepts in the portal: the task goes to the salesman, not to him."""
        # What is wrong with the offer is the salesman's business: the customer's answer counts.
        remarks = {order.id: order.sudo()._get_last_proposal().remarks for order in self._in_salesman_language()}
        result = super()._validate_order()
        for order in self._in_salesman_language():
            order._tell_salesman(order.env._("The customer accepted %s", order.name), remarks[order.id])
        return result

    def _customer_declined(self, words):
        """The customer declines in the portal."""
        last = self._get_last_proposal()
        last.write({"state": "refused", "answer_words": words})
        order = self._in_salesman_language()
        order._tell_salesman(order.env._("The customer declined %s", order.name), words)

    def _in_salesman_language(self):
        """The orders as whoever leads them reads: the page of the portal speaks the customer's language."""
        return self.with_context(lang=self.sudo().user_id[:1].lang or self.env.lang)

    def _tell_salesman(self, summary, note):
        # What the customer wrote is text; he may have typed signs that a page would take for its own.
        words = plaintext2html(note) if note else False
        # The portal's user has no rights here, and the one who confirms may be anybody.
        for order in self.sudo():
            keeper = order.user_id or order.opportunity_id.user_id or order.team_id.user_id
            target = order.opportunity_id or order
            if keeper:
                target.activity_schedule(TODO, summary=summary, note=words, user_id=keeper.id)

import logging
from datetime import datetime, time

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

from .service_contract import RENEW

_logger = logging.getLogger(__name__)


class ServiceContract(models.Model):
    """The part of a contract that a scheduled action works on: visits, requests to pay, renewal, end."""

    _inherit = "service.contract"

    @api.model
    def _cron_plan(self):
        """Plan and ask what is due; one contract that fails never stops the others."""
        ids = self.search([("state", "=", "active")], order="id").ids
        for done, contract_id in enumerate(ids, 1):
            contract = self.browse(contract_id).try_lock_for_update()
            if contract:
                contract._plan_or_tell()
            self.env["ir.cron"]._commit_progress(1, remaining=len(ids) - done)

    def _plan_or_tell(self):
        try:
            with self.env.cr.savepoint():
                self._plan()
        except (UserError, ValidationError) as error:
            self.env.invalidate_all()
            _logger.info("Service contract %s was not planned: %s", self.name, error)
            self._tell_manager(self.env._("The contract could not be planned"), str(error.args[0]))

    def _tell_manager(self, summary, note):
        """A task for whoever leads the contract; not a second one while the first is open."""
        if not self.activity_ids.filtered(lambda activity: activity.summary == summary):
            todo = "mail.mail_activity_data_todo"
            self.activity_schedule(todo, summary=summary, note=note, user_id=self._get_keeper().id)

    def _get_keeper(self):
        """Whoever leads the contract, or stands in for him today."""
        keeper = self.user_id or self.env.user
        return keeper._get_acting() or keeper

    def _plan(self):
        running = self.filtered(lambda contract: contract.state == "active")
        today = fields.Date.context_today(self)
        over = running.filtered(lambda contract: contract.date_end < today)
        for contract in running:
            contract._ask_for_money(today)
            contract._remind_of_renewal(today)
        for contract in running - over:
            contract._plan_visits(today)
        # The task to renew stays open: a contract that runs out in silence is a customer lost.
        over._end()

    # --- visits ------------------------------------------------------------------------------------

    def _get_visit_days(self):
        """[day of each visit], spread evenly over the period."""
        self.ensure_one()
        total = round(self.visits_a_year * self.months / 12)
        days = (self.date_end - self.date_start).days + 1
        return [
            self.date_start + relativedelta(days=int(days * (2 * number - 1) / (2 * total)))
            for number in range(1, total + 1)
        ]

    def _plan_visits(self, today):
        horizon = today + relativedelta(days=self.company_id.service_visit_days)
        known = set(self.visit_ids.mapped("number_in_contract"))
        due = [
            (number, max(day, today))
            for number, day in enumerate(self._get_visit_days(), 1)
            if day <= horizon and number not in known
        ]
        self.env["service.visit"].create([self._prepare_visit(number, day) for number, day in due])

    def _prepare_visit(self, number, day):
        start = self.company_id._plan_deadline(datetime.combine(day, time.min), 0)
        return {
            "kind": "contract",
            "contract_id": self.id,
            "number_in_contract": number,
            "partner_id": self.partner_id.id,
            "piece_ids": [Command.set(self.piece_ids.filtered(lambda piece: piece.state == "customer").ids)],
            "engineer_id": self.engineer_id.id,
            "planned_start": max(start, fields.Datetime.now()),
            "task": self.scope,
            "company_id": self.company_id.id,
        }

    # --- money -------------------------------------------------------------------------------------

    def _get_payment_days(self):
        """[day on which each share of the price is asked for], the first with the beginning."""
        step = int(self.pay_months)
        count = max(1, -(-self.months // step)) if step else 0
        return [self.date_start + relativedelta(months=step * number) for number in range(count)]

    def _ask_for_money(self, today):
        days = self._get_payment_days()
        due = [number for number, day in enumerate(days) if number >= self.asked_count and day <= today]
        if due and self.order_id:
            requests = self.env["sale.payment.request"]
            requests.create([self._prepare_payment_request(number, days) for number in due])
            self.asked_count = due[-1] + 1

    def _prepare_payment_request(self, number, days):
        share = self.currency_id.round(self.order_id.amount_total / len(days))
        rest = self.order_id.amount_total - share * (len(days) - 1)
        return {
            "order_id": self.order_id.id,
            "amount": rest if number == len(days) - 1 else share,
            "purpose": self.env._(
                "Service under contract %(contract)s, part %(number)d of %(count)d",
                contract=self.name,
                number=number + 1,
                count=len(days),
            ),
        }

    # --- end ---------------------------------------------------------------------------------------

    def _remind_of_renewal(self, today):
        soon = self.date_end - relativedelta(days=self.renew_days) <= today
        if not soon or self._is_renewed() or self.activity_search([RENEW]):
            return
        self.activity_schedule(
            RENEW,
            date_deadline=self.date_end,
            summary=self.env._("Renew the service contract %s", self.name),
            user_id=self._get_keeper().id,
        )

    def _is_renewed(self):
        return bool(self.search_count(Domain("previous_id", "=", self.id), limit=1))

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import email_normalize

from ..tools import matching
from ..tools.one_by_one import kept_apart


class SalePaymentRequest(models.Model):
    _inherit = "sale.payment.request"

    promised_on = fields.Date("Promised to pay on", tracking=True, help="What the customer said; else the day due.")
    reminded_on = fields.Date("Reminded on", readonly=True, copy=False)
    reminder_count = fields.Integer("Reminders", readonly=True, copy=False)

    def action_print(self):
        """The request on the form of the house, with the code by which a bank reads it; kept as printed.

        A customer abroad gets the plain form in his own language.
        """
        self.ensure_one()
        if not self.partner_id.commercial_partner_id._is_russian_entity():
            return super().action_print()
        return self.env["sale.form"]._print("request", self)

    def _make_forms(self):
        """{id: form} of those that go to customers in Russia and lack nothing; the others are printed plain."""
        russian = self.filtered(lambda request: request.partner_id.commercial_partner_id._is_russian_entity())
        forms = self.env["sale.form"]
        return {
            request.id: forms._make("request", request)
            for request in russian
            if request.state != "cancelled" and not forms._list_missing("request", request)
        }

    def action_print_form(self):
        return self.env["sale.form.print"]._open(self)

    def _describe_asked(self):
        """What matching needs to know of the request."""
        exact = matching.Matcher.exact
        return matching.Asked(
            self.id,
            self.name,
            self.partner_id.commercial_partner_id.id,
            self.order_id.id,
            exact(self.amount_due),
            exact(self.amount_paid),
            self.date_due,
        )

    @api.model
    def _get_reminder_domain(self, company, today):
        """Requests whose customers are written to today."""
        again = today - timedelta(days=max(company.payment_reminder_days, 1))
        return [
            ("company_id", "=", company.id),
            ("state", "in", ("open", "part")),
            ("date_due", "<", today),
            "|",
            ("promised_on", "=", False),
            ("promised_on", "<", today),
            "|",
            ("reminded_on", "=", False),
            ("reminded_on", "<=", again),
            ("partner_id.commercial_partner_id.no_payment_reminders", "=", False),
        ]

    @api.model
    def _cron_remind_payments(self):
        """Letters to customers who are late, where the company wants them."""
        today = fields.Date.context_today(self)
        for company in self.env["res.company"].search([("payment_reminders", "=", True)]):
            late = self.search(self._get_reminder_domain(company, today), limit=500)
            self.env["ir.cron"]._commit_progress(remaining=len(late))
            for request in late.try_lock_for_update():
                with kept_apart(request):
                    request._remind_payment(today)
                self.env["ir.cron"]._commit_progress(1)

    def _remind_payment(self, today):
        """One letter; a customer without an address becomes a task of his manager."""
        self.ensure_one()
        self.write({"reminded_on": today, "reminder_count": self.reminder_count + 1})
        reader = self.deal_id.contact_id or self.partner_id
        template = self.env.ref("sale_forms_ru.mail_template_payment_reminder", raise_if_not_found=False)
        if template and email_normalize(reader.email):
            template.send_mail(self.id, email_values={"recipient_ids": [fields.Command.link(reader.id)]})
            return
        user = (self.user_id | self.deal_id.team_id.user_id)._get_first_acting() or self.env.user
        self.activity_schedule(
            "mail.mail_activity_data_call",
            summary=self.with_context(lang=user.lang).env._("Remind the customer to pay: he has no e-mail address"),
            user_id=user.id,
        )

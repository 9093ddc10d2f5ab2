from datetime import timedelta

from odoo import api, fields, models

from ..tools.one_by_one import kept_apart
from .sale_form import STANDING


class CrmLead(models.Model):
    _inherit = "crm.lead"

    form_ids = fields.One2many("sale.form", "deal_id", "Printed forms")

    @api.model
    def _cron_remind_papers(self):
        """Managers get a task for papers that were printed long ago and have not come back."""
        today = fields.Date.context_today(self)
        for company in self.env["res.company"].search([("paper_reminder_days", ">", 0)]):
            deals = self._get_deals_without_papers(company, today)
            self.env["ir.cron"]._commit_progress(remaining=len(deals))
            for deal in deals:
                with kept_apart(deal):
                    deal._remind_papers()
                self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _get_deals_without_papers(self, company, today):
        """Deals whose papers are late and nobody has a task about it."""
        late = self.env["sale.form"].search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "printed"),
                ("kind_id.paper_kind_id", "!=", False),
                ("date", "<=", today - timedelta(days=company.paper_reminder_days)),
            ],
            limit=2000,
        )
        deals = late.deal_id
        tasks = self.env["mail.activity"].search(
            [
                ("res_model", "=", "crm.lead"),
                ("res_id", "in", deals.ids),
                ("activity_type_id", "=", self.env.ref("sale_forms_ru.mail_activity_type_papers").id),
            ]
        )
        return deals.filtered(lambda deal: deal.id not in set(tasks.mapped("res_id")))

    def _remind_papers(self):
        self.ensure_one()
        user = (self.user_id | self.team_id.user_id)._get_first_acting() or self.env.user
        late = self.form_ids.filtered(lambda form: form.state == "printed" and form.kind_id.paper_kind_id)
        names = ", ".join(late.with_context(lang=user.lang).mapped("display_name"))
        self.activity_schedule(
            "sale_forms_ru.mail_activity_type_papers",
            summary=self.with_context(lang=user.lang).env._("Get signed papers back: %s", names),
            user_id=user.id,
        )

    def action_print_form(self):
        """Choose which paper of this deal is printed."""
        self.ensure_one()
        self._check_goods()
        return self.env["sale.form.print"]._open(self.quotation_id)

    def _get_deal_documents(self):
        # What the reader may open is sorted out later: he sees that the rest exists.
        forms = self.sudo().form_ids.filtered(lambda form: form.state in STANDING)
        return super()._get_deal_documents() + [form._prepare_deal_document() for form in forms.sorted("id")]

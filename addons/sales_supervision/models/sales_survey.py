import math
from collections import defaultdict
from datetime import timedelta
from random import SystemRandom

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, date_utils

SURVEY = "sales_supervision.mail_activity_type_survey"
# Deals closed longer ago are forgotten by whoever would be asked.
CLOSED_DAYS = 90


class SalesSurvey(models.Model):
    """A customer, drawn at random, whom the head of sales calls and asks how the manager works."""

    _name = "sales.survey"
    _description = "Phone Survey"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "month desc, state, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", "Customer", required=True, index=True, ondelete="cascade")
    phone = fields.Char(related="partner_id.phone")
    lead_id = fields.Many2one("crm.lead", "Deal", index="btree_not_null", ondelete="set null")
    user_id = fields.Many2one("res.users", "Manager", required=True, index=True)
    team_id = fields.Many2one("crm.team", "Department", required=True, index=True, ondelete="cascade")
    head_id = fields.Many2one("res.users", "Who asks", index="btree_not_null", tracking=True)
    month = fields.Date(required=True, index=True, default=lambda self: self._get_month())
    state = fields.Selection(
        [("draft", "To call"), ("done", "Asked"), ("dropped", "Not asked")],
        required=True,
        default="draft",
        readonly=True,
        index=True,
        tracking=True,
    )
    attempts = fields.Integer("Not reached, times", readonly=True, aggregator="sum")
    answer_ids = fields.One2many("sales.survey.answer", "survey_id", "Answers")
    score = fields.Float(compute="_compute_score", store=True, aggregator="avg", digits=(3, 1))
    words = fields.Text("In the customer's words")
    drop_reason = fields.Char("Why not asked")
    done_on = fields.Date("Asked on", readonly=True)
    escalation_ids = fields.One2many("sales.escalation", "survey_id", "Hard cases")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)

    _once = models.UniqueIndex("(month, user_id, partner_id)", "This customer is asked about this manager already.")
    _month_begins = models.Constraint("CHECK(EXTRACT(DAY FROM month) = 1)", "A survey is of a whole month.")
    _done_is_scored = models.Constraint("CHECK(state != 'done' OR score > 0)", "Give a score to every question first.")

    @api.depends("answer_ids.points")
    def _compute_score(self):
        for survey in self:
            points = [answer.points for answer in survey.answer_ids if answer.points]
            survey.score = sum(points) / len(points) if points else 0

    @api.model
    def _get_month(self):
        return date_utils.start_of(fields.Date.context_today(self), "month")

    @api.model_create_multi
    def create(self, vals_list):
        questions = self.env["sales.survey.question"].search([("active", "=", True)])
        asked = [Command.create({"question_id": question.id}) for question in questions]
        return super().create([{"answer_ids": asked} | vals for vals in vals_list])

    # --- drawing ---------------------------------------------------------------------------------

    @api.model
    def _cron_draw(self):
        """Draw this month's share of customers, by company; what is drawn already stays."""
        for company in self.env["res.company"].search([("survey_share", ">", 0)]):
            speaking = self.with_company(company).with_context(lang=company.partner_id.lang or self.env.lang)
            speaking._draw(self._get_month())
            self.env["ir.cron"]._commit_progress(1)

    def action_draw(self):
        """Draw now what is still missing this month."""
        if not self.env.user.has_group("sales_base.group_head"):
            raise UserError(self.env._("Only the head of sales draws customers to ask."))
        drawn = self.sudo()._draw(self._get_month())  # the draw looks at all departments alike
        text = (
            self.env._("%s customers were drawn.", len(drawn)) if drawn else self.env._("Nobody else is to be asked.")
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": text, "type": "success", "next": {"type": "ir.actions.act_window_close"}},
        }

    @api.model
    def _draw(self, month):
        """Draw for each manager the share of his customers that the company's settings name, at least one.

        :param month: first day of a month
        :return: the new surveys, each with a task for the head of the department
        """
        company = self.env.company
        drawn, rested = self._read_drawn(month), self._read_asked(month, company.survey_pause_months)
        values = []
        for user, deals in self._read_customers().items():
            wanted = math.ceil(len(deals) * company.survey_share) - len(drawn[user])
            left = [partner for partner in deals if partner not in drawn[user]]
            for partner in self._choose(left, rested, wanted):
                values.append(self._prepare_values(partner, deals[partner], user, month))
        surveys = self.create(values)
        surveys._ask_heads()
        return surveys

    @api.model
    def _choose(self, customers, rested, number):
        """So many customers at random; whoever was asked lately comes last."""
        fresh = [partner for partner in customers if partner not in rested]
        tired = [partner for partner in customers if partner in rested]
        dice = SystemRandom()
        dice.shuffle(fresh)
        dice.shuffle(tired)
        return (fresh + tired)[: max(number, 0)]

    @api.model
    def _read_customers(self):
        """{manager: {customer: latest deal}} of deals in work and closed not long ago."""
        for model in ("crm.lead", "res.partner", "res.users"):
            self.env[model].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (lead.user_id, partner.commercial_partner_id)
                          lead.user_id, partner.commercial_partner_id, lead.id
                     FROM crm_lead lead
                     JOIN res_partner partner ON partner.id = lead.partner_id
                     JOIN res_users manager ON manager.id = lead.user_id AND manager.active
                    WHERE lead.type = 'opportunity' AND lead.team_id IS NOT NULL
                      AND (lead.company_id = %s OR lead.company_id IS NULL)
                      AND (lead.active AND lead.won_status = 'pending'
                           OR COALESCE(lead.date_closed, lead.won_on::timestamp) >= %s)
                    ORDER BY lead.user_id, partner.commercial_partner_id, lead.id DESC""",
                self.env.company.id,
                fields.Datetime.now() - timedelta(days=CLOSED_DAYS),
            )
        )
        customers = defaultdict(dict)
        deals = self.env["crm.lead"].browse(row[2] for row in rows)
        partners = self.env["res.partner"].browse(row[1] for row in rows)
        for deal, partner in zip(deals, partners, strict=True):
            customers[deal.user_id][partner] = deal
        return customers

    @api.model
    def _read_drawn(self, month):
        """{manager: customers drawn for this month}."""
        drawn = defaultdict(set)
        for user, partner in self._read_group([("month", "=", month)], ["user_id", "partner_id"]):
            drawn[user].add(partner)
        return drawn

    @api.model
    def _read_asked(self, month, months):
        """Customers drawn in the months before this one."""
        since = date_utils.subtract(month, months=months)
        rows = self._read_group([("month", ">=", since), ("month", "<", month)], ["partner_id"])
        return {partner for (partner,) in rows}

    @api.model
    def _prepare_values(self, partner, deal, user, month):
        team = deal.team_id
        head = team.user_id and team.user_id._get_acting()
        return {
            "partner_id": partner.id,
            "lead_id": deal.id,
            "user_id": user.id,
            "team_id": team.id,
            # Nobody is asked about himself by himself.
            "head_id": head.id if head and head != user else False,
            "month": month,
            "company_id": self.env.company.id,
        }

    def _ask_heads(self):
        for survey in self.filtered("head_id"):
            survey.activity_schedule(
                SURVEY,
                date_deadline=date_utils.end_of(survey.month, "month"),
                summary=self.env._("Ask %s how we work", survey.partner_id.name),
                user_id=survey.head_id.id,
            )

    # --- asking ----------------------------------------------------------------------------------

    def action_done(self):
        """The customer was asked: every question has its score."""
        for survey in self:
            survey._check_draft()
            if not survey.answer_ids or not all(answer.points for answer in survey.answer_ids):
                raise UserError(self.env._("Give a score to every question first."))
        self.write({"state": "done", "done_on": fields.Date.context_today(self)})
        self.activity_feedback([SURVEY])
        return True

    def action_not_reached(self):
        """Nobody answered: the call is counted and the task stays."""
        for survey in self:
            survey._check_draft()
            survey.attempts += 1
        return True

    def action_drop(self):
        """The customer is not asked, with the reason why."""
        for survey in self:
            survey._check_draft()
            if not survey.drop_reason:
                raise UserError(self.env._("Write down why %s is not asked.", survey.partner_id.name))
        self.write({"state": "dropped"})
        self.activity_unlink([SURVEY])
        return True

    def action_reopen(self):
        """Take the end of a survey back."""
        self.write({"state": "draft", "done_on": False})
        self._ask_heads()
        return True

    def _check_draft(self):
        if self.state != "draft":
            raise UserError(self.env._("%s has been dealt with already.", self.partner_id.name))

    def action_escalate(self):
        """Make a hard case of what the customer told."""
        self.ensure_one()
        if not self.lead_id:
            raise UserError(self.env._("There is no deal any more that could be taken over."))
        action = self.lead_id.action_escalate()
        return action | {
            "context": action["context"] | {"default_survey_id": self.id, "default_reason": self.words or ""}
        }

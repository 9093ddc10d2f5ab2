from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

ANSWER = "deal_stages.mail_activity_type_engineer"


class CrmEngineerRequest(models.Model):
    """Nothing fits what a customer asks for: the engineers are asked, and have a time to answer."""

    _name = "crm.engineer.request"
    _description = "Request to the Engineers"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "deadline, id"

    name = fields.Char("What it is about", compute="_compute_from_deal", store=True, readonly=False, precompute=True)
    deal_id = fields.Many2one("crm.lead", required=True, readonly=True, index=True, ondelete="cascade")
    team_id = fields.Many2one("crm.team", "Department", compute="_compute_people", store=True, index="btree_not_null")
    user_id = fields.Many2one(
        "res.users", "Asked by", compute="_compute_people", store=True, index="btree_not_null", tracking=True
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    needs = fields.Text("Customer's needs", compute="_compute_from_deal", store=True, readonly=False, precompute=True)
    requirements = fields.Text(
        "What is asked for", compute="_compute_from_deal", store=True, readonly=False, precompute=True
    )
    question = fields.Text("Question to the engineers", required=True)
    asked_at = fields.Datetime(readonly=True, default=fields.Datetime.now)
    deadline = fields.Datetime(
        "Answer until", required=True, default=lambda self: self._default_deadline(), tracking=True
    )
    engineer_id = fields.Many2one(
        "res.users",
        required=True,
        default=lambda self: self.env.company.engineer_user_id,
        index=True,
        tracking=True,
        domain="[('share', '=', False)]",
    )
    state = fields.Selection(
        [("open", "Waits for an answer"), ("answered", "Answered"), ("cancelled", "Not needed any more")],
        default="open",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
        copy=False,
    )
    answer = fields.Text(copy=False)
    product_ids = fields.Many2many("product.product", string="Proposed products", copy=False)
    answered_at = fields.Datetime(readonly=True, copy=False)
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")

    _answered_is_told = models.Constraint(
        "CHECK (state != 'answered' OR answer IS NOT NULL)", "Write the answer down first."
    )

    @api.model
    def _default_deadline(self):
        company = self.env.company
        return company._plan_deadline(fields.Datetime.now(), company.engineer_hours)

    @api.depends("deal_id")
    def _compute_from_deal(self):
        for request in self:
            deal = request.deal_id
            request.name = deal.name or self.env._("New request")
            request.needs = deal.needs
            request.requirements = deal._get_requirement_text() if deal else False

    @api.depends("deal_id.team_id", "deal_id.user_id")
    def _compute_people(self):
        for request in self:
            request.team_id = request.deal_id.team_id
            request.user_id = request.deal_id.user_id or self.env.user

    @api.depends("state", "deadline", "answered_at")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for request in self:
            request.is_late = request.state == "open" and request.deadline and request.deadline < now

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        return [("state", "=", "open"), ("deadline", "<", fields.Datetime.now())]

    @api.model_create_multi
    def create(self, vals_list):
        # Whoever asks does so for a deal that he may change.
        self.env["crm.lead"].browse(vals.get("deal_id") for vals in vals_list).check_access("write")
        requests = super().create(vals_list)
        requests._tell_engineers()
        return requests

    def write(self, vals):
        result = super().write(vals)
        if {"engineer_id", "deadline"} & vals.keys():
            waiting = self.filtered(lambda request: request.state == "open")
            waiting.activity_unlink([ANSWER])
            waiting._tell_engineers()
        return result

    def _tell_engineers(self):
        for request in self:
            request.activity_schedule(
                ANSWER,
                date_deadline=fields.Date.context_today(request, request.deadline),
                summary=self.env._("Answer sales: %s", request.name),
                note=request.question,
                user_id=request.engineer_id.id,
            )

    def action_answer(self):
        """The engineer answers: the manager gets a task, what is proposed may be put into the goods list."""
        for request in self:
            request._check_engineer()
            request._check_open()
            if not (request.answer or "").strip():
                raise UserError(self.env._("Write the answer down first."))
        self.write({"state": "answered", "answered_at": fields.Datetime.now()})
        self.activity_feedback([ANSWER])
        self._tell_managers()
        return True

    def _tell_managers(self):
        # An engineer may not touch deals, only tell their managers.
        for request in self.sudo():
            request.deal_id.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("The engineers answered: %s", request.name),
                note=request.answer,
                user_id=request.user_id.id,
            )

    def action_cancel(self):
        """The answer is not needed any more."""
        self._check_open()
        self.write({"state": "cancelled"})
        self.activity_unlink([ANSWER])
        return True

    def action_put_into_goods(self):
        """Put what the engineers proposed into the deal's goods list, one of each."""
        self.ensure_one()
        if not self.product_ids:
            raise UserError(self.env._("The engineers proposed no product."))
        self.deal_id._add_goods(dict.fromkeys(self.product_ids.ids, 1.0))
        return self.action_open_deal()

    def action_open_deal(self):
        self.ensure_one()
        return self.deal_id._get_records_action()

    def _prepare_deal_document(self):
        kind, day = self.env._("Request to the engineers"), fields.Date.context_today(self, self.asked_at)
        return self.env["crm.lead"]._describe_document(self, kind, self.name, day, self.engineer_id, amount=False)

    def _check_open(self):
        for request in self:
            if request.state != "open":
                raise UserError(self.env._("“%s” is not waiting for an answer.", request.name))

    def _check_engineer(self):
        allowed = self.env.su or self.env.user.has_group("deal_stages.group_engineer")
        if not allowed and self.engineer_id != self.env.user:
            raise AccessError(self.env._("Requests of sales are answered by the engineers."))

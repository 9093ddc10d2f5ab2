from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

OUTCOMES = [("lead", "Lead"), ("preliminary", "Preliminary interest"), ("false", "False")]
ASSIGN, QUALIFY = "sales_leads.mail_activity_type_assign", "sales_leads.mail_activity_type_qualify"


class CrmLead(models.Model):
    _inherit = "crm.lead"

    appeal_id = fields.Many2one("crm.appeal", index="btree_not_null", copy=False, readonly=True)
    customer_request_id = fields.Many2one(
        "crm.customer.request", "From request", index="btree_not_null", copy=False, ondelete="set null"
    )
    qualification = fields.Selection(OUTCOMES, index="btree_not_null", copy=False, tracking=True)
    next_contact_date = fields.Date("Next contact", copy=False, tracking=True)
    false_reason_id = fields.Many2one("crm.false.reason", "Why false", copy=False, ondelete="restrict", tracking=True)
    assign_before = fields.Datetime("Name a manager before", copy=False, readonly=True)
    qualify_before = fields.Datetime("Qualify before", copy=False, readonly=True)
    assigned_at = fields.Datetime("Manager named at", copy=False, readonly=True)
    qualified_at = fields.Datetime("Qualified at", copy=False, readonly=True)

    _false_needs_reason = models.Constraint(
        "CHECK(qualification IS DISTINCT FROM 'false' OR false_reason_id IS NOT NULL)",
        "Choose a reason why the lead is false.",
    )
    _preliminary_needs_date = models.Constraint(
        "CHECK(qualification IS DISTINCT FROM 'preliminary' OR next_contact_date IS NOT NULL)",
        "Say when to contact a customer with preliminary interest next.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        for lead in leads.filtered("customer_request_id"):
            lead.customer_request_id._follow_deal(lead)
        return leads

    def write(self, vals):
        result = super().write(vals)
        if vals.get("team_id"):
            # Appeals are the dispatcher's; whoever moves the lead may not be allowed to write them.
            self.sudo().appeal_id._follow_lead()
        return result

    # --- the head names a manager ----------------------------------------------------------------

    def _ask_to_assign(self):
        """Tell the heads of the departments, or who stands in for them, that leads wait for a manager."""
        for lead in self:
            company = lead.company_id or self.env.company
            lead.assign_before = company._plan_deadline(fields.Datetime.now(), company.lead_assign_hours)
            head = lead.team_id.user_id and lead.team_id.user_id._get_acting()
            for user in head or self.env["res.users"]._get_dispatchers():
                lead.activity_schedule(
                    ASSIGN,
                    date_deadline=lead.assign_before.date(),
                    summary=self.env._("Name a manager for %s", lead.name),
                    user_id=user.id,
                )

    def _assign(self, user):
        """Give the leads to a manager of their department, who is told to qualify them.

        :param user: res.users
        :raises AccessError: when the caller is no head of sales
        :raises UserError: for a lead without department, or a user of another department
        """
        self._check_assignment(user)
        company = self.env.company
        now = fields.Datetime.now()
        deadline = company._plan_deadline(now, company.lead_qualify_hours)
        self.write({"user_id": user.id, "assigned_at": now, "qualify_before": deadline})
        self.activity_feedback([ASSIGN])
        self.activity_unlink([QUALIFY])
        for lead in self.filtered(lambda lead: not lead.qualification):
            lead.activity_schedule(
                QUALIFY,
                date_deadline=deadline.date(),
                summary=self.env._("Qualify %s", lead.name),
                user_id=user.id,
            )

    def _check_assignment(self, user):
        if not self.env.su and not self.env.user.has_group("sales_base.group_head"):
            raise AccessError(self.env._("Only the head of sales names managers."))
        for lead in self:
            if not lead.team_id:
                raise UserError(self.env._("“%s” has no department yet: the dispatcher sorts it first.", lead.name))
            if user not in lead._get_assignable_users():
                raise UserError(
                    self.env._("%(user)s does not work in department %(team)s.", user=user.name, team=lead.team_id.name)
                )

    def _get_assignable_users(self):
        """Managers of the departments of these leads, their heads included."""
        # Memberships tell who works where; a head need not be allowed to edit them.
        teams = self.team_id.sudo()
        return (teams.member_ids | teams.user_id).with_env(self.env)

    def action_assign(self):
        """Open the dialog in which the head chooses a manager."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_leads.crm_lead_assign_action")
        return action | {"context": {"default_lead_ids": self.ids}}

    # --- the manager qualifies -------------------------------------------------------------------

    def action_qualify(self):
        """Open the dialog in which the manager says what the lead is worth."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_leads.crm_lead_qualify_action")
        return action | {"context": {"default_lead_id": self.id}}

    def _qualify(self, outcome, next_contact_date=False, reason=False):
        """Write down what the leads are worth.

        :param outcome: "lead", "preliminary" (with the date of the next contact), "false" (with a reason);
            a false lead is archived, its customer is still recognised
        """
        self.write(
            {
                "qualification": outcome,
                "next_contact_date": next_contact_date,
                "false_reason_id": reason.id if reason else False,
                "qualified_at": fields.Datetime.now(),
            }
        )
        self.activity_feedback([QUALIFY])
        if outcome == "preliminary":
            self._plan_next_contact()
        if outcome == "false":
            self.action_set_lost()

    def _plan_next_contact(self):
        for lead in self:
            lead.activity_schedule(
                "mail.mail_activity_data_call",
                date_deadline=lead.next_contact_date,
                summary=self.env._("Contact %s again", lead.contact_name or lead.partner_id.name or lead.name),
                user_id=(lead.user_id or self.env.user).id,
            )

    def action_make_deal(self):
        """Whoever makes a deal of a lead without a manager becomes its manager."""
        self.ensure_one()
        if not self.user_id:
            self.user_id = self.env.user
        return super().action_make_deal()

    def _convert_opportunity_data(self, customer, team_id=False):
        values = super()._convert_opportunity_data(customer, team_id)
        return values | {"qualification": "lead", "qualified_at": self.qualified_at or fields.Datetime.now()}

    def convert_opportunity(self, partner, user_ids=False, team_id=False):
        result = super().convert_opportunity(partner, user_ids=user_ids, team_id=team_id)
        self.filtered(lambda lead: lead.type == "opportunity").activity_feedback([ASSIGN, QUALIFY])
        return result

    # --- the customer comes back -----------------------------------------------------------------

    def _tell_came_back(self, contact, call):
        """Tell the manager, the acting head or the dispatchers that the customer wrote or called again."""
        self.ensure_one()
        company = self.company_id or self.env.company
        deadline = company._plan_deadline(fields.Datetime.now(), company.request_answer_hours)
        if call:
            deadline = call.rule_id._get_deadline(call)
        responsible = self.user_id or self.team_id.user_id
        kind = "call_back" if call and call.state == "missed" else "answer"
        if call:
            self._message_log(body=call._describe())
        for user in (responsible and responsible._get_acting()) or self.env["res.users"]._get_dispatchers():
            self.activity_schedule(
                f"sales_leads.mail_activity_type_{kind}",
                date_deadline=deadline.date(),
                summary=contact.get("subject") or self.env._("The customer came back"),
                user_id=user.id,
            )

    def action_open_appeal(self):
        self.ensure_one()
        return self.appeal_id._get_records_action()

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import clean_context

ON_THE_WAY = ("sale", "installation", "service")
FOLLOW_UP = "deal_service.mail_activity_type_follow_up"


class CrmLead(models.Model):
    """The part of a deal that knows what is still open before it may be closed, and closes by itself."""

    _inherit = "crm.lead"

    closing_steps = fields.Json(compute="_compute_closing_steps")
    closed_early_by_id = fields.Many2one(
        "res.users", "Closed early by", readonly=True, copy=False, index="btree_not_null", tracking=True
    )
    closed_early_reason = fields.Text("Why closed early", readonly=True, copy=False, tracking=True)

    @api.depends("stage_id", "agreed_on", "commissioning", "paper_ids.received_on", "amount_debt", "service_answer")
    @api.depends_context("lang")
    def _compute_closing_steps(self):
        self.closing_steps = []
        deals = self.filtered(lambda lead: lead.id and lead.type == "opportunity" and lead.agreed_on)
        for lead, steps in deals.filtered(lambda lead: lead.won_status == "pending")._get_closing_steps().items():
            lead.closing_steps = steps

    def _get_closing_steps(self):
        steps = super()._get_closing_steps()
        for lead in self:
            company = lead.company_id or self.env.company
            if company.closing_needs_service:
                steps[lead] += lead._get_commissioning_steps() + lead._get_service_steps()
        for lead, orders in self._get_unpaid_orders().items():
            text = self.env._("Not paid in full: %s.", ", ".join(orders.mapped("name")))
            steps[lead].append(self._describe_step(text, "action_closing_money", self.env._("Requests to pay")))
        return steps

    def _get_commissioning_steps(self):
        if not self.agreed_on or self._is_commissioned():
            return []
        if not self.commissioning:
            text = self.env._("Nobody said whether the goods need commissioning.")
            return [self._describe_step(text, "action_no_commissioning", self.env._("Not needed"), changes=True)]
        text = self.env._("Commissioning is not done.")
        new = not self.visit_ids._get_commissioning()
        return [self._describe_step(text, "action_commissioning", self.env._("Commissioning"), changes=new)]

    def _get_service_steps(self):
        if self.service_answer in ("accepted", "declined"):
            return []
        text = self.env._("The customer has not answered whether he wants service.")
        new = not self.service_offer_ids
        return [self._describe_step(text, "action_service_offers", self.env._("Offer service"), changes=new)]

    def _get_unpaid_orders(self):
        """{deal: its agreed orders that are not paid in full} where that keeps a deal open"""
        asked = self.filtered(lambda lead: (lead.company_id or self.env.company).closing_needs_payment)
        # What is missing is no secret to whoever may close the deal.
        orders = asked.sudo().order_ids.filtered(lambda order: order.state == "sale")
        return orders.filtered(lambda order: order._is_unpaid()).sorted("id").grouped("opportunity_id")

    def action_closing_money(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("deal_stages.sale_payment_request_action")
        return action | {"domain": [("deal_id", "=", self.id)], "context": {}}

    # --- closing -----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_early(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_early(vals)
        if "stage_id" in vals and "closed_early_reason" not in vals:
            opened = self.filtered(lambda lead: lead.stage_code == "closed" and lead.closed_early_reason)
            # Who closes it the next time has to say so again.
            super(CrmLead, opened).write({"closed_early_by_id": False, "closed_early_reason": False})
        return super().write(vals)

    def _check_early(self, vals):
        """Whoever writes the reason opens the gate: that is for the head, whatever program he uses."""
        if vals.get("closed_early_reason") and not self.env.su and not self.env.user.has_group("sales_base.group_head"):
            raise AccessError(self.env._("A deal with open points is closed by the head of sales."))

    def _get_move_obstacles(self, stage, origins):
        early = self.filtered(lambda lead: stage.code == "closed" and lead.closed_early_reason)
        obstacles = super(CrmLead, self - early)._get_move_obstacles(stage, origins)
        return obstacles | {lead: lead._get_transition_obstacles(stage, origins.get(lead)) for lead in early}

    def _close_when_done(self):
        """Close the deals whose last point is done; the others stay as they are, without a word."""
        # Facts close a deal, whoever brought them: a storeman, an accountant.
        deals = self.with_env(self.env(su=True, context=clean_context(self.env.context)))
        waiting = deals.filtered(lambda lead: lead._may_close_itself())
        # Every change of supply asks: most deals cannot close yet, and cost nothing here.
        closed = waiting and waiting.env["crm.stage"]._get_by_code("closed")
        shut = waiting._get_obstacles_to(closed) if closed else {}
        if done := waiting.filtered(lambda lead: closed and not shut[lead]):
            done._move_to("closed")

    def _may_close_itself(self):
        company = self.company_id or self.env.company
        asked = company.closing_needs_service or company.closing_needs_payment
        return asked and self.type == "opportunity" and self.active and self.stage_code in ON_THE_WAY

    def action_close_early(self):
        """The head closes the deal although something is open; he says why."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("deal_service.crm_deal_close_early_action")
        return action | {"context": {"default_deal_id": self.id}}

    def _close_early(self, reason):
        self._check_early({"closed_early_reason": reason})
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the deal is closed although something is open."))
        for lead, steps in self._get_closing_steps().items():
            points = " ".join(step["text"] for step in steps)
            lead.write({"closed_early_by_id": self.env.uid, "closed_early_reason": reason})
            lead.message_post(
                body=self.env._("Closed early: %(reason)s Open: %(points)s", reason=reason, points=points)
            )
        stage = self.env["crm.stage"]._get_by_code("closed")
        self.write({"stage_id": stage.id})

    def _follow_up(self, what):
        """Something happened to deals that are closed: they stay closed, and somebody follows it up."""
        closed = self.sudo().filtered(lambda lead: lead.stage_code == "closed")
        closed._give_task(FOLLOW_UP, what, [("summary", "=", what)])

    def _receive_commissioning_act(self):
        """The signed act of these deals is in."""
        kind = self.env.ref("deal_service.crm_deal_paper_kind_commissioning", raise_if_not_found=False)
        if kind:
            self.paper_ids.filtered(lambda paper: paper.kind_id == kind).action_receive()

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .equipment_type import NEEDED

OFFER = "deal_service.mail_activity_type_offer"
DECIDE = "deal_service.mail_activity_type_decide"
PLAN = "deal_service.mail_activity_type_plan"


class CrmLead(models.Model):
    """The part of a deal that goes on after the goods left: commissioning, service talk."""

    _inherit = "crm.lead"

    commissioning = fields.Selection(
        NEEDED,
        compute="_compute_commissioning",
        store=True,
        readonly=False,
        copy=False,
        tracking=True,
        help="As the goods or their equipment types say when they are agreed; empty where nobody said.",
    )
    visit_ids = fields.One2many("service.visit", "deal_id", "Visits", copy=False)
    piece_ids = fields.One2many("service.piece", "deal_id", "Delivered pieces", copy=False)
    service_offer_ids = fields.One2many("service.offer", "deal_id", "Service offers", copy=False)
    service_contract_ids = fields.One2many("service.contract", "deal_id", "Service contracts", copy=False)
    service_answer = fields.Selection(
        [("waiting", "Not answered"), ("later", "Answers later"), ("accepted", "Accepted"), ("declined", "Declined")],
        "Service talk",
        compute="_compute_service_answer",
        compute_sudo=True,
    )

    @api.depends("agreed_on")
    def _compute_commissioning(self):
        """Decided once, by the goods as they are when they are agreed: what a type becomes later changes no deal."""
        for lead in self:
            lead.commissioning = lead.commissioning or (lead.agreed_on and lead._decide_commissioning())

    def _decide_commissioning(self):
        products = self.quotation_id.order_line.product_id.product_tmpl_id
        # Carriage and the like are not installed, beside goods that are.
        products = products.filtered(lambda product: product.type != "service") or products
        said = {product._get_commissioning() for product in products} or {False}
        if "needed" in said:
            return "needed"
        return False if False in said else "none"

    @api.depends("service_offer_ids.state")
    def _compute_service_answer(self):
        for lead in self:
            states = set(lead.service_offer_ids.mapped("state"))
            answers = (state for state in ("accepted", "declined", "later") if state in states)
            lead.service_answer = next(answers, "waiting")

    def write(self, vals):
        if not {"stage_id", "commissioning"} & vals.keys():
            return super().write(vals)
        before = {lead: (lead.stage_id, lead.commissioning) for lead in self}
        result = super().write(vals)
        changed = self.filtered(lambda lead: (lead.stage_id, lead.commissioning) != before[lead])
        changed._enter_service_stages()
        if "commissioning" in vals:
            changed._call_off_commissioning()
            changed._close_when_done()
        return result

    def _call_off_commissioning(self):
        """Nobody drives to a customer for what is not needed any more."""
        # Whoever decides it plans no visits.
        visits = self.filtered(lambda lead: lead.commissioning == "none").sudo().visit_ids._get_commissioning()
        visits.filtered(lambda visit: visit.state == "planned").action_cancel()

    def _enter_service_stages(self):
        """Begin what these deals' stage asks for."""
        deals = self.filtered(lambda lead: lead.type == "opportunity" and lead.active)
        installed = deals.filtered(lambda lead: lead.stage_code == "installation")
        installed._begin_installation()
        deals.filtered(lambda lead: lead.stage_code == "service")._begin_service()
        installed._follow_service()

    # --- installation ------------------------------------------------------------------------------

    def _begin_installation(self):
        needed = self.filtered(lambda lead: lead.commissioning == "needed")
        undecided = self.filtered(lambda lead: not lead.commissioning)
        undecided._give_task(DECIDE, self.env._("Say whether the goods need commissioning"))
        (self - undecided).sudo().activity_unlink([DECIDE])  # whoever decides may not be who was asked
        bare = needed.filtered(lambda lead: not lead.sudo().visit_ids._get_commissioning())
        if bare:
            bare._plan_commissioning()

    def _plan_commissioning(self):
        """A visit for each deal, its day and engineer still to be agreed."""
        # The stage was entered by whoever shipped or sold; service plans the rest.
        self.env["service.visit"].sudo().create([lead.sudo()._prepare_commissioning() for lead in self])
        self._give_task(PLAN, self.env._("Agree with the customer on the day of the commissioning"))

    def _prepare_commissioning(self):
        self.ensure_one()
        return {
            "kind": "commissioning",
            "deal_id": self.id,
            "partner_id": (self.legal_entity_id or self.partner_id).id,
            "contact_id": self.contact_id.id,
            "piece_ids": [Command.set(self.piece_ids.filtered(lambda piece: piece.state == "customer").ids)],
            "task": self.needs,
            "company_id": (self.company_id or self.env.company).id,
        }

    def _give_task(self, kind, summary, domain=None):
        """A task for whoever leads the deal; not a second one while the first is open.

        :param domain: what else makes an open task the same one
        """
        open_tasks = self.sudo().activity_search([kind], additional_domain=domain)
        told = set(open_tasks.mapped("res_id"))
        for lead in self.filtered(lambda lead: lead.id not in told):
            keeper = lead.user_id or lead.team_id.user_id or self.env.user
            # The deal's facts changed, whoever changed them.
            lead.sudo().activity_schedule(kind, summary=summary, user_id=(keeper._get_acting() or keeper).id)

    def _follow_service(self):
        """Move deals on with their commissioning; never raises."""
        standing = self.filtered(lambda lead: lead.stage_code == "installation")
        ready = standing.filtered(lambda lead: lead._is_commissioned())
        if ready:
            ready.sudo().activity_feedback([PLAN])
            ready._move_to("service")
        self._close_when_done()

    def _is_commissioned(self):
        """Whether nothing of the installation is left: not needed, or every visit for it done."""
        self.ensure_one()
        if self.commissioning == "none":
            return True
        visits = self.sudo().visit_ids._get_commissioning()  # a manager may not see the visits of other departments
        return self.commissioning == "needed" and bool(visits) and all(visit.state == "done" for visit in visits)

    # --- service talk ------------------------------------------------------------------------------

    def _begin_service(self):
        waiting = self.filtered(lambda lead: lead.service_answer == "waiting")
        waiting._give_task(OFFER, self.env._("Offer service"))

    def _follow_service_talk(self):
        """The customer answered, if only that he answers later: the task is done, and the deal may be over."""
        answered = self.filtered(lambda lead: lead.service_answer != "waiting")
        answered.sudo().activity_feedback([OFFER])  # the task may be a colleague's
        answered._close_when_done()

    def action_offer_service(self):
        self.ensure_one()
        if not self.agreed_on:
            raise UserError(self.env._("Agree on the goods first: service is offered for what is delivered."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Service Offer"),
            "res_model": "service.offer",
            "views": [(False, "form")],
            "context": {"default_deal_id": self.id},
        }

    def action_service_offers(self):
        """The offers of the deal, or a new one where there is none."""
        self.ensure_one()
        return self.service_offer_ids._get_records_action() if self.service_offer_ids else self.action_offer_service()

    def action_commissioning(self):
        self.ensure_one()
        visits = self.visit_ids._get_commissioning()
        if not visits:
            self.commissioning = "needed"
            self._plan_commissioning()
        return self.visit_ids._get_commissioning()._get_records_action()

    def action_no_commissioning(self):
        """Nothing has to be installed here."""
        self.commissioning = "none"
        return True

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        # Whoever merges deals need not see what service did for them.
        merged = opportunities.sudo()
        for records in (merged.visit_ids, merged.piece_ids, merged.service_offer_ids, merged.service_contract_ids):
            records.deal_id = self
        return result

    def _get_deal_documents(self):
        # What the reader may open is sorted out by the caller: he sees that the rest exists.
        deals = self.sudo()
        papers = [*deals.visit_ids.sorted("id"), *deals.service_offer_ids.sorted("id")]
        papers += [*deals.service_contract_ids.sorted("id")]
        return super()._get_deal_documents() + [paper._prepare_deal_document() for paper in papers]


class ServiceVisit(models.Model):
    _inherit = "service.visit"

    def _get_commissioning(self):
        """Those of these visits that commission and were not cancelled."""
        return self.filtered(lambda visit: visit.kind == "commissioning" and visit.state != "cancelled")

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

OPEN = ("new", "going")
TASK = "deal_service.mail_activity_type_request"


class ServiceRequest(models.Model):
    _name = "service.request"
    _description = "Service Request"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "deadline, id"
    _rec_names_search = ["name", "subject", "partner_id"]

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/")
    subject = fields.Char("What it is about", required=True)
    description = fields.Text("In the customer's words")
    kind = fields.Selection(
        [("breakdown", "Breakdown"), ("question", "Question"), ("part", "Spare part")],
        required=True,
        default="breakdown",
        index=True,
    )
    state = fields.Selection(
        [("new", "New"), ("going", "In work"), ("done", "Done"), ("cancelled", "Not needed any more")],
        required=True,
        default="new",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    partner_id = fields.Many2one("res.partner", "Customer", required=True, index=True, tracking=True)
    contact_id = fields.Many2one("res.partner", "Contact person", index="btree_not_null")
    piece_id = fields.Many2one("service.piece", index="btree_not_null", tracking=True, ondelete="restrict")
    cover = fields.Selection(
        [("warranty", "Under warranty"), ("contract", "By contract"), ("paid", "To be paid")],
        compute="_compute_cover",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        tracking=True,
        help="Who pays; it may be changed, for example where the customer broke it himself.",
    )
    contract_id = fields.Many2one(
        "service.contract", compute="_compute_cover", store=True, precompute=True, index="btree_not_null"
    )
    customer_request_id = fields.Many2one(
        "crm.customer.request", "Customer request", readonly=True, copy=False, index="btree_not_null"
    )
    call_id = fields.Many2one("crm.phone.call", readonly=True, copy=False, index="btree_not_null")
    deal_id = fields.Many2one("crm.lead", compute="_compute_deal_id", store=True, index="btree_not_null")
    engineer_id = fields.Many2one(
        "res.users", index="btree_not_null", tracking=True, domain="[('share', '=', False)]", copy=False
    )
    deadline = fields.Datetime(
        "Answer before", compute="_compute_deadline", store=True, readonly=False, precompute=True, index=True
    )
    received_at = fields.Datetime(default=fields.Datetime.now, readonly=True, copy=False)
    ended_at = fields.Datetime(readonly=True, copy=False)
    visit_ids = fields.One2many("service.visit", "request_id", "Visits", copy=False)
    result = fields.Text(copy=False)
    order_id = fields.Many2one("sale.order", "Quotation", readonly=True, copy=False, index="btree_not_null")
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")
    team_id = fields.Many2one("crm.team", "Department", compute="_compute_people", store=True, index="btree_not_null")
    user_id = fields.Many2one("res.users", "Manager", compute="_compute_people", store=True, index="btree_not_null")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)

    _number_uniq = models.UniqueIndex("(company_id, name)", "Another request has this number already.")
    _customer_request_uniq = models.UniqueIndex(
        "(customer_request_id) WHERE customer_request_id IS NOT NULL", "Service has this customer request already."
    )
    _call_uniq = models.UniqueIndex("(call_id) WHERE call_id IS NOT NULL", "Service has this call already.")

    @api.depends("name", "subject")
    def _compute_display_name(self):
        for request in self:
            request.display_name = f"{request.name}: {request.subject}" if request.subject else request.name

    @api.depends("piece_id")
    def _compute_cover(self):
        """The warranty comes before the contract: what is free anyway does not use the contract up."""
        contracts = self._get_contracts()
        for request in self:
            request.contract_id = contracts.get(request.piece_id._origin, False)
            covered = "contract" if request.contract_id else "paid"
            request.cover = "warranty" if request.piece_id.is_under_warranty else covered

    def _get_contracts(self):
        """{piece: the running contract that covers it}."""
        running = self.env["service.contract"]._get_running_domain(fields.Date.context_today(self))
        found = {}
        # Whether a piece is covered decides who pays, whoever asks.
        for piece in self.piece_id.sudo():
            contracts = piece.contract_ids.filtered_domain(running)
            found[piece._origin.with_env(self.env)] = contracts.sorted("date_start")[-1:]
        return found

    @api.depends("piece_id", "customer_request_id")
    def _compute_deal_id(self):
        for request in self:
            request.deal_id = request.piece_id.sudo().deal_id  # an engineer does not read deals

    @api.depends("contract_id")
    def _compute_deadline(self):
        """Nobody waits longer than his contract promises, also where its piece is named afterwards."""
        now = fields.Datetime.now()
        for request in self:
            company = request.company_id or self.env.company
            promised = request.contract_id.response_hours
            if promised or not request.deadline:
                hours = promised or company.service_response_hours
                planned = company._plan_deadline(request.received_at or now, hours)
                request.deadline = min(filter(None, (request.deadline, planned)))

    @api.depends("deal_id.user_id", "deal_id.team_id", "customer_request_id.user_id", "partner_id")
    def _compute_people(self):
        for request in self:
            # Who answers for a customer is no secret.
            asked, deal = request.customer_request_id.sudo(), request.deal_id.sudo()
            user = asked.user_id or deal.user_id or request.partner_id._get_responsible()
            request.team_id = asked.team_id or deal.team_id or user.sale_team_id
            request.user_id = user

    @api.depends("deadline", "state")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for request in self:
            request.is_late = request.state == "new" and bool(request.deadline) and request.deadline < now

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "=", "new") & Domain("deadline", "<", fields.Datetime.now())
        return late if True in value else ~late

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                vals["name"] = self.env["ir.sequence"].next_by_code("service.request")
        requests = super().create(vals_list)
        requests._tell_engineers()
        return requests

    def write(self, vals):
        result = super().write(vals)
        if {"engineer_id", "deadline", "piece_id"} & vals.keys():
            self._tell_engineers()
        return result

    def _tell_engineers(self):
        """The engineer has the request among his tasks; without one whoever distributes them has."""
        waiting = self.filtered(lambda request: request.state in OPEN)
        # A task of somebody else is taken off his list by whoever distributes.
        waiting.sudo().activity_unlink([TASK])
        for request in waiting:
            for user in request._get_keepers():
                request.activity_schedule(
                    TASK,
                    date_deadline=fields.Date.context_today(request, request.deadline),
                    summary=request._get_task(),
                    user_id=user.id,
                )

    def _get_keepers(self):
        """Its engineer or who stands in for him; where nobody is there the heads of service."""
        acting = self.engineer_id and self.engineer_id._get_acting()
        return acting or self.env["res.users"]._get_acting_group("deal_service.group_head")

    def _get_task(self):
        if self.engineer_id:
            return self.env._("Service request of %s", self.partner_id.name)
        return self.env._("Name an engineer for the request of %s", self.partner_id.name)

    # --- work --------------------------------------------------------------------------------------

    def _check_open(self):
        for request in self:
            if request.state not in OPEN:
                raise UserError(self.env._("%s is closed: open it again first.", request.name))

    def action_take(self):
        """The engineer takes the request into work."""
        self._check_open()
        self.filtered(lambda request: not request.engineer_id).engineer_id = self.env.user
        self.write({"state": "going"})
        return True

    def action_done(self):
        self._check_open()
        for request in self:
            if not (request.result or "").strip():
                raise UserError(self.env._("%s: write down what was done first.", request.name))
            if request.visit_ids.filtered(lambda visit: visit.state in ("planned", "going")):
                raise UserError(self.env._("%s: finish or cancel its visits first.", request.name))
        self.write({"state": "done", "ended_at": fields.Datetime.now()})
        self.activity_feedback([TASK])
        return True

    def action_cancel(self):
        self._check_open()
        self.write({"state": "cancelled", "ended_at": fields.Datetime.now()})
        self.activity_unlink([TASK])
        return True

    def action_reopen(self):
        """It was not repaired after all."""
        self.filtered(lambda request: request.state not in OPEN).write({"state": "going", "ended_at": False})
        self._tell_engineers()
        return True

    def action_plan_visit(self):
        """Plan a visit for the request, by its engineer."""
        self.ensure_one()
        self._check_open()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Visit"),
            "res_model": "service.visit",
            "views": [(False, "form")],
            "context": self._prepare_visit_context(),
        }

    def _prepare_visit_context(self):
        return {
            "default_kind": "request",
            "default_request_id": self.id,
            "default_partner_id": self.partner_id.id,
            "default_contact_id": self.contact_id.id,
            "default_engineer_id": (self.engineer_id or self.env.user).id,
            "default_piece_ids": [Command.set(self.piece_id.ids)],
            "default_task": self.description or self.subject,
        }

    def _follow_visits(self):
        """A visit is done: the request is in work, and has its result where nobody wrote another one."""
        for request in self.filtered(lambda request: request.state in OPEN):
            results = [visit.result for visit in request.visit_ids if visit.state == "done" and visit.result]
            request.write({"state": "going", "result": request.result or "\n".join(results)})

    # --- to be paid --------------------------------------------------------------------------------

    def action_make_order(self):
        """A quotation for what the customer pays himself: parts that were used and hours worked."""
        self.ensure_one()
        if self.cover != "paid":
            raise UserError(self.env._("%s is covered: the customer does not pay for it.", self.name))
        if not self.order_id or self.order_id.state == "cancel" or self._was_used_more():
            self.order_id = self.env["sale.order"].create(self._prepare_order())
        if self.order_id.state in ("draft", "sent"):
            self._complete_order()
        return self.order_id._get_records_action()

    def _prepare_order(self):
        work = {"product_id": self.company_id._get_service_product().id, "product_uom_qty": 1}
        return {
            "partner_id": self.partner_id.id,
            "origin": self.name,
            "user_id": (self.user_id or self.env.user).id,
            "team_id": self.team_id.id,
            "order_line": [Command.create(work)],
        }

    def _complete_order(self):
        """What the visits that are done needed: their hours, and the parts that left the stock."""
        self._get_unsold_parts()._sell(self.order_id)
        product = self.company_id._get_service_product()
        hours = sum(self._get_done_visits().mapped("hours")) - self._get_sold_hours(product)
        if hours > 0:
            self.order_id.order_line.filtered(lambda line: line.product_id == product)[:1].product_uom_qty = hours

    def _get_done_visits(self):
        return self.visit_ids.filtered(lambda visit: visit.state == "done")

    def _get_unsold_parts(self):
        # Whoever makes the quotation may not see movements of the stock.
        return self._get_done_visits().sudo().part_ids._get_unsold()

    def _was_used_more(self):
        """The customer confirmed an order, and more parts were used since: they need another one."""
        return self.order_id.state == "sale" and bool(self._get_unsold_parts())

    def _get_sold_hours(self, product):
        """Hours in other orders for this request that the customer confirmed."""
        orders = Domain("order_id.origin", "=", self.name) & Domain("order_id", "!=", self.order_id.id)
        lines = self.env["sale.order.line"].search(
            orders & Domain("state", "=", "sale") & Domain("product_id", "=", product.id)
        )
        return sum(lines.mapped("product_uom_qty"))

    def action_open_customer_request(self):
        self.ensure_one()
        return self.customer_request_id._get_records_action()

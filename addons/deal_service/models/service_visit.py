from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

from .file_size import check_sizes

OPEN = ("planned", "going")
USUAL_HOURS = 4


class ServiceVisit(models.Model):
    """An engineer's work at a customer's: commissioning, a service request, a visit of a contract.

    All three are planned, done, measured, signed and printed alike; see docs/decisions/0049.
    """

    _name = "service.visit"
    _description = "Visit of an Engineer"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "planned_start, id"
    _rec_names_search = ["name", "partner_id"]

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/")
    kind = fields.Selection(
        [("commissioning", "Commissioning"), ("request", "Service request"), ("contract", "Contract")],
        required=True,
        default="request",
        index=True,
    )
    state = fields.Selection(
        [("planned", "Planned"), ("going", "Under way"), ("done", "Done"), ("cancelled", "Cancelled")],
        required=True,
        default="planned",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    deal_id = fields.Many2one("crm.lead", index="btree_not_null", ondelete="restrict", check_company=True)
    request_id = fields.Many2one("service.request", "Service request", index="btree_not_null", ondelete="restrict")
    contract_id = fields.Many2one("service.contract", "Service contract", index="btree_not_null", ondelete="restrict")
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
    )
    address_id = fields.Many2one(
        "res.partner",
        "Place",
        # Not precomputed: a record that is being made does not know its pieces yet.
        compute="_compute_address_id",
        store=True,
        readonly=False,
        index="btree_not_null",
    )
    contact_id = fields.Many2one("res.partner", "Who meets the engineer", index="btree_not_null")
    engineer_id = fields.Many2one(
        "res.users", index="btree_not_null", tracking=True, domain="[('share', '=', False)]", copy=False
    )
    planned_start = fields.Datetime("Planned from", index="btree_not_null", tracking=True, copy=False)
    planned_end = fields.Datetime(
        "Planned until", compute="_compute_planned_end", store=True, readonly=False, precompute=True, copy=False
    )
    piece_ids = fields.Many2many(
        "service.piece",
        "service_visit_piece_rel",
        "visit_id",
        "piece_id",
        "Pieces",
        domain="[('partner_id', 'child_of', partner_id)]",
    )
    line_ids = fields.One2many(
        "service.visit.line",
        "visit_id",
        "Checklist",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        copy=False,
    )
    remark_ids = fields.One2many("service.visit.remark", "visit_id", "Remarks", copy=False)
    part_ids = fields.One2many("service.visit.part", "visit_id", "Parts", copy=False)
    photo_ids = fields.One2many("service.visit.photo", "visit_id", "Photos", copy=False)
    task = fields.Text("What is to be done")
    result = fields.Text("What was done", copy=False)
    started_at = fields.Datetime("Began at", copy=False, readonly=True)
    ended_at = fields.Datetime("Ended at", copy=False, readonly=True)
    hours = fields.Float("Hours worked", copy=False)
    signature = fields.Image(max_width=1200, max_height=600, copy=False, attachment=True)
    signed_by = fields.Char("Signed by", copy=False, help="Name and position of the customer's representative.")
    signed_at = fields.Datetime(copy=False, readonly=True)
    picking_id = fields.Many2one("stock.picking", "Parts taken", readonly=True, copy=False, index="btree_not_null")
    number_in_contract = fields.Integer(readonly=True, copy=False)
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")
    team_id = fields.Many2one("crm.team", "Department", compute="_compute_people", store=True, index="btree_not_null")
    user_id = fields.Many2one("res.users", "Manager", compute="_compute_people", store=True, index="btree_not_null")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)

    _number_uniq = models.UniqueIndex("(company_id, name)", "Another visit has this number already.")
    _contract_number_uniq = models.UniqueIndex(
        "(contract_id, number_in_contract) WHERE number_in_contract > 0",
        "This visit of the contract is planned already.",
    )
    _period_ordered = models.Constraint(
        "CHECK (planned_end IS NULL OR planned_start IS NULL OR planned_start <= planned_end)",
        "A visit cannot end before it begins: correct the times.",
    )
    _hours_positive = models.Constraint("CHECK (hours >= 0)", "Hours worked cannot be below zero.")
    _commissioning_has_deal = models.Constraint(
        "CHECK (kind != 'commissioning' OR deal_id IS NOT NULL)", "Name the deal whose equipment is commissioned."
    )

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        """The calendar says where an engineer is, not only under which number."""
        for visit in self:
            visit.display_name = ", ".join(filter(None, (visit.name, visit.partner_id.name)))

    @api.depends("deal_id", "request_id", "contract_id")
    def _compute_partner_id(self):
        for visit in self:
            owner = visit.deal_id.legal_entity_id or visit.request_id.partner_id or visit.contract_id.partner_id
            visit.partner_id = visit.partner_id or owner

    @api.depends("partner_id", "piece_ids")
    def _compute_address_id(self):
        for visit in self:
            visit.address_id = visit.address_id or visit.piece_ids.address_id[:1] or visit.partner_id

    @api.depends("planned_start")
    def _compute_planned_end(self):
        usual = timedelta(hours=USUAL_HOURS)
        for visit in self:
            start, end = visit.planned_start, visit.planned_end
            visit.planned_end = end if end and start and end >= start else start and start + usual

    @api.depends("kind", "piece_ids")
    def _compute_line_ids(self):
        """Commissioning asks what the equipment types of its pieces ask for; what was filled in stays."""
        for visit in self:
            visit.line_ids = visit._prepare_line_commands() if visit.kind == "commissioning" else []

    def _prepare_line_commands(self):
        rows = self._prepare_lines()
        wanted = {(row["name"], row["piece_id"]) for row in rows}
        known = {(line.name, line.piece_id.id): line for line in self.line_ids}
        # Lines that somebody wrote himself belong to no piece and stay.
        names = {row["name"] for row in rows}
        ours = {key: line for key, line in known.items() if line.piece_id or line.name in names}
        gone = [line for key, line in ours.items() if key not in wanted and not line.is_known]
        return [
            *(Command.delete(line.id) for line in gone),
            *(Command.create(row) for row in rows if (row["name"], row["piece_id"]) not in known),
        ]

    def _prepare_lines(self):
        """What the types of the pieces ask for; without numbered pieces those of the deal and its goods, once."""
        if self.piece_ids:
            pieces = self.piece_ids._origin
            return [item._prepare_line(piece) for piece in pieces for item in piece.equipment_type_id.checklist_ids]
        goods = self.deal_id.quotation_id.order_line.product_id
        types = self.deal_id.equipment_type_id | goods.equipment_type_id
        return [item._prepare_line() for item in types.checklist_ids]

    @api.depends("deal_id.team_id", "deal_id.user_id", "request_id.user_id", "contract_id.user_id")
    def _compute_people(self):
        for visit in self:
            owner = visit.deal_id or visit.request_id or visit.contract_id
            visit.team_id, visit.user_id = owner.team_id, owner.user_id

    @api.depends("state", "planned_end")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for visit in self:
            visit.is_late = visit.state in OPEN and bool(visit.planned_end) and visit.planned_end < now

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "in", OPEN) & Domain("planned_end", "<", fields.Datetime.now())
        return late if True in value else ~late

    @api.constrains("planned_start")
    def _check_not_in_the_past(self):
        today = fields.Date.context_today(self)
        for visit in self.filtered(lambda visit: visit.planned_start and visit.state == "planned"):
            if fields.Date.context_today(visit, visit.planned_start) < today:
                raise ValidationError(
                    self.env._("%s: a visit is not planned for a day that is over. Choose another day.", visit.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                vals["name"] = self.env["ir.sequence"].next_by_code("service.visit")
        visits = super().create(vals_list)
        visits._tell_engineer()
        return visits

    def write(self, vals):
        self._check_frozen(vals)
        result = super().write(vals)
        if {"engineer_id", "planned_start"} & vals.keys():
            self._tell_engineer()
        return result

    def _check_frozen(self, vals):
        """What the customer signed stays as it is; who prints or discusses it changes nothing of that."""
        signed = {"line_ids", "part_ids", "hours", "result", "signature", "signed_by", "piece_ids", "partner_id"}
        check_sizes(self, [vals], "signature")
        if signed & vals.keys() and not self.env.su:
            self._check_open()

    def _check_open(self):
        for visit in self:
            if visit.state not in OPEN:
                raise UserError(self.env._("%s is over: what was signed is not changed any more.", visit.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unused(self):
        if used := self.filtered(lambda visit: visit.state in ("going", "done")):
            raise UserError(
                self.env._("%s has begun: cancel it instead of deleting it.", ", ".join(used.mapped("name")))
            )

    def _tell_engineer(self):
        """The engineer has the visit among his tasks, on its day; without one the heads of service, to name him."""
        kind = "deal_service.mail_activity_type_visit"
        waiting = self.filtered(lambda visit: visit.state in OPEN)
        # A task of somebody else is taken off his list by whoever plans.
        waiting.sudo().activity_unlink([kind])
        heads = self.env["res.users"]._get_acting_group("deal_service.group_head")
        for visit in waiting:
            day = fields.Date.context_today(visit, visit.planned_start or fields.Datetime.now())
            for user in visit.engineer_id or heads:
                visit.activity_schedule(kind, day, summary=visit._get_task(), user_id=user.id)

    def _get_task(self):
        if self.engineer_id:
            return self.env._("Visit %s", self.partner_id.name)
        return self.env._("Name an engineer for the visit to %s", self.partner_id.name)

    def action_open_deal(self):
        self.ensure_one()
        return self.deal_id._get_records_action()

    def action_view_picking(self):
        self.ensure_one()
        return self.picking_id._get_records_action()

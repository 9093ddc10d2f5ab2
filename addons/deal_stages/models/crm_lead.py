from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools.misc import clean_context

OPEN_ORDER_STATES = ("draft", "sent")
MERGED_FIELDS = ["legal_entity_id", "contact_id", "scope_id", "equipment_type_id", "material_id"]


class CrmLead(models.Model):
    _inherit = "crm.lead"

    legal_entity_id = fields.Many2one(
        "res.partner",
        "Legal entity",
        compute="_compute_legal_entity_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        tracking=True,
        check_company=True,
        domain="['|', ('is_company', '=', True), ('parent_id', '=', False)]",
        help="Who signs and pays: a company, or a private person.",
    )
    contact_id = fields.Many2one(
        "res.partner",
        "Contact person",
        compute="_compute_contact_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        help="Whom to write or call to; may be the customer himself.",
    )
    scope_id = fields.Many2one("equipment.scope", "Scope of application", index="btree_not_null")
    equipment_type_id = fields.Many2one("equipment.type", "Equipment type", index="btree_not_null")
    material_id = fields.Many2one("equipment.material", "Material handled", index="btree_not_null")
    requirement_ids = fields.One2many(
        "crm.deal.requirement",
        "deal_id",
        "Technical requirements",
        compute="_compute_requirement_ids",
        store=True,
        readonly=False,
    )
    stage_code = fields.Selection(related="stage_id.code", string="Stage code", store=True, index=True)
    quotation_id = fields.Many2one(
        "sale.order",
        "Current quotation",
        compute="_compute_quotation_id",
        store=True,
        readonly=False,
        copy=False,
        index="btree_not_null",
        domain="[('opportunity_id', '=', id), ('state', '!=', 'cancel')]",
        help="Its lines are the deal's goods list.",
    )
    quotation_state = fields.Selection(related="quotation_id.state", string="Goods list status")
    goods_line_ids = fields.One2many(related="quotation_id.order_line", string="Goods", readonly=False)
    goods_have_sections = fields.Boolean(compute="_compute_goods_have_sections")
    goods_currency_id = fields.Many2one(related="quotation_id.currency_id", string="Goods currency")
    goods_amount = fields.Monetary(
        related="quotation_id.amount_total", string="Goods total", currency_field="goods_currency_id"
    )
    expected_revenue = fields.Monetary(compute="_compute_expected_revenue", store=True, readonly=False)
    agreed_on = fields.Date("Goods agreed on", copy=False, tracking=True, readonly=True)
    won_on = fields.Date(
        copy=False,
        index="btree_not_null",
        readonly=True,
        tracking=True,
        help="Day on which the customer committed himself. Reports and forecasts read it; closing is another thing.",
    )

    @api.depends("partner_id")
    def _compute_legal_entity_id(self):
        for lead in self:
            company = lead.partner_id.commercial_partner_id
            # A person without a company may still buy for one: only a human can say that he is a private buyer.
            lead.legal_entity_id = lead.legal_entity_id or (company if company.is_company else False)

    @api.depends("partner_id")
    def _compute_contact_id(self):
        for lead in self:
            lead.contact_id = lead.contact_id or lead.partner_id

    @api.depends("equipment_type_id")
    def _compute_requirement_ids(self):
        for lead in self:
            lead.requirement_ids = lead._prepare_requirement_commands()

    def _prepare_requirement_commands(self):
        """What is asked for this type of equipment; answers that were given stay, whatever the type is now."""
        wanted = self.equipment_type_id.parameter_ids
        foreign = self.requirement_ids.filtered(lambda line: not line.is_known and line.parameter_id not in wanted)
        new = wanted - self.requirement_ids.parameter_id
        return [
            *(Command.delete(line.id) for line in foreign),
            *(Command.create({"parameter_id": parameter._origin.id}) for parameter in new),
        ]

    @api.depends("order_ids.state")
    def _compute_quotation_id(self):
        for lead in self:
            usable = lead.order_ids.filtered(lambda order: order.state != "cancel")
            if lead.quotation_id not in usable:
                confirmed = usable.filtered(lambda order: order.state == "sale")
                lead.quotation_id = (confirmed or usable).sorted("id", reverse=True)[:1]

    @api.depends("goods_line_ids.display_type")
    def _compute_goods_have_sections(self):
        for lead in self:
            lead.goods_have_sections = any(lead.goods_line_ids.mapped("display_type"))

    @api.depends("quotation_id.amount_untaxed", "quotation_id.currency_id")
    def _compute_expected_revenue(self):
        for lead in self:
            order = lead.quotation_id
            if lead.type == "opportunity" and order.amount_untaxed:
                day = order.date_order or fields.Date.context_today(lead)
                lead.expected_revenue = order.currency_id._convert(
                    order.amount_untaxed, lead.company_currency, order.company_id, day
                )

    @api.constrains("quotation_id")
    def _check_quotation(self):
        """The goods list of another deal is nobody's way to read or change it."""
        for lead in self.filtered("quotation_id"):
            if lead.quotation_id.sudo().opportunity_id != lead:
                raise ValidationError(self.env._("The current quotation of “%s” belongs to another deal.", lead.name))

    @api.model_create_multi
    def create(self, vals_list):
        goods = [vals.get("goods_line_ids") for vals in vals_list]
        cleaned = [{name: vals[name] for name in vals if name != "goods_line_ids"} for vals in vals_list]
        leads = super().create(cleaned)
        for lead, commands in zip(leads, goods, strict=True):
            if commands:
                lead._write_goods(commands)
        return leads

    def write(self, vals):
        if "goods_line_ids" not in vals:
            return super().write(vals)
        # The quotation writes its own lines, so that they come out as if they were typed there.
        rest = {name: value for name, value in vals.items() if name != "goods_line_ids"}
        result = super().write(rest) if rest else True
        self._write_goods(vals["goods_line_ids"])
        return result

    def _write_goods(self, commands):
        self.ensure_one()
        quotation = self.quotation_id or self._create_quotation()
        if quotation.state not in OPEN_ORDER_STATES:
            raise UserError(
                self.env._("The goods list is agreed: press “Change the order” to change %s.", quotation.name)
            )
        quotation._without_defaults().write({"order_line": commands})

    def _create_quotation(self):
        """A quotation of this deal; it becomes the current one where there is none yet."""
        self.ensure_one()
        context = self._prepare_opportunity_quotation_context()
        values = {key.removeprefix("default_"): value for key, value in context.items()}
        return self.env["sale.order"]._without_defaults().create(values)

    def _prepare_opportunity_quotation_context(self):
        context = super()._prepare_opportunity_quotation_context()
        if self.legal_entity_id:
            context["default_partner_id"] = self.legal_entity_id.id
        return context

    def action_create_goods_list(self):
        """Give the deal its quotation, if it has none, so that goods can be entered on the deal."""
        for lead in self.filtered(lambda lead: not lead.quotation_id):
            if not lead.legal_entity_id:
                raise UserError(self.env._("Name the legal entity first: prices depend on it."))
            lead._create_quotation()
        return True

    def action_open_quotation(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.quotation_id.id,
            "views": [(False, "form")],
        }

    def action_print_proposal(self):
        self.ensure_one()
        self._check_goods()
        return self.quotation_id.action_print_proposal()

    def action_send_proposal(self):
        self.ensure_one()
        self._check_goods()
        return self.quotation_id.action_send_proposal()

    def action_agree(self):
        """The customer agreed to the goods list: the current quotation becomes the customer order."""
        # Defaults of the deal's screen mean nothing to the documents that a confirmation makes.
        for lead in self.with_env(self.env(context=clean_context(self.env.context))):
            lead._check_goods()
            if lead.quotation_id.state not in OPEN_ORDER_STATES:
                raise UserError(self.env._("The goods list of this deal is agreed already."))
            lead.quotation_id.action_confirm()
        return True

    def _check_goods(self):
        if not self.quotation_id.order_line.filtered("product_id"):
            raise UserError(self.env._("Put at least one product into the goods list first."))

    def _set_agreed(self):
        """The customer order of these deals was confirmed, whoever did it and wherever."""
        today = fields.Date.context_today(self)
        for lead in self:
            lead.write({"agreed_on": lead.agreed_on or today, "expected_revenue": lead.sale_amount_total})
        self.legal_entity_id._promote()
        chosen = self.filtered(lambda lead: lead.stage_code == "selection")
        for code, leads in chosen.grouped(lambda lead: lead._get_agreed_stage_code()).items():
            leads._move_to(code)

    def _get_agreed_stage_code(self):
        """Stage that an agreed deal goes to. Whoever knows how the goods are supplied overrides it."""
        return "sale"

    def _unset_agreed(self):
        """No confirmed order is left: the deal is not won after all."""
        open_again = self.filtered(lambda lead: not lead.sale_order_count)
        open_again.write({"agreed_on": False})
        open_again._refresh_won()

    def _merge_get_fields(self):
        return super()._merge_get_fields() + MERGED_FIELDS

    def _merge_get_fields_specific(self):
        return super()._merge_get_fields_specific() | {
            "needs": lambda fname, leads: "\n\n".join(dict.fromkeys(filter(None, leads.mapped(fname))))
        }

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        moved = opportunities.requirement_ids.filtered("is_known").grouped("parameter_id")
        answered = self.requirement_ids.filtered("is_known").parameter_id
        taken = {parameter: lines for parameter, lines in moved.items() if parameter not in answered}
        self.requirement_ids.filtered(lambda line: line.parameter_id in taken).unlink()
        for lines in taken.values():
            lines[:1].deal_id = self
        return result

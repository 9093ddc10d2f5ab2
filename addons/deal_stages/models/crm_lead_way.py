from lxml import etree

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError

# Colours of core's cards.
RED, ORANGE = 1, 2


class CrmLead(models.Model):
    """The part of a deal that leads on: from a shut gate to what is missing, past stages that do not apply."""

    _inherit = "crm.lead"

    stage_days = fields.Integer("Days in this stage", compute="_compute_stage_days")
    urgency = fields.Integer(compute="_compute_urgency", help="Colour of the card: red is late, orange needs a step.")
    goods_warning = fields.Char("Goods that are not sold", compute="_compute_goods_warning")
    skipped_stages = fields.Char("Skipped", compute="_compute_skipped_stages", help="Stages that did not apply.")

    @api.depends("date_last_stage_update")
    def _compute_stage_days(self):
        now = fields.Datetime.now()
        moved = self.grouped(lambda lead: (now - (lead.date_last_stage_update or lead.create_date or now)).days)
        for days, leads in moved.items():
            leads.stage_days = days

    @api.depends("next_step_on", "amount_overdue", "has_no_step", "is_rotting", "won_status")
    def _compute_urgency(self):
        today = fields.Date.context_today(self)
        pending = self.filtered(lambda lead: lead.won_status == "pending")
        late = pending.filtered(lambda lead: (lead.next_step_on and lead.next_step_on < today) or lead.amount_overdue)
        idle = (pending - late).filtered(lambda lead: lead.has_no_step or lead.is_rotting)
        (self - late - idle).urgency = 0
        idle.urgency = ORANGE
        late.urgency = RED

    @api.depends("quotation_state", "quotation_id.order_line.product_id.active")
    def _compute_goods_warning(self):
        for lead in self:
            gone = lead.quotation_id._get_products_not_sold() if lead.quotation_state in ("draft", "sent") else []
            lead.goods_warning = ", ".join(gone) or False

    @api.depends("stage_id", "type")
    def _compute_skipped_stages(self):
        coded = self.env["crm.stage"].search([("code", "!=", False)])
        applied = self._get_applied_stage_codes()
        for lead in self:
            stood_in = {int(key) for key in lead.duration_tracking or {} if key.isdigit()}
            passed = coded.filtered(lambda stage, lead=lead: stage.sequence < lead.stage_id.sequence)
            did_apply = applied.get(lead._origin.id, ())
            skipped = passed.filtered(
                lambda stage, known=stood_in, codes=did_apply: stage.id not in known and stage.code not in codes
            )
            is_deal = lead.type == "opportunity" and lead.stage_id.code
            lead.skipped_stages = ", ".join(skipped.mapped("name")) if is_deal else False

    def _get_applied_stage_codes(self):
        """Stages that apply to a deal although it never stood in them; whoever knows of such work says so.

        :return: {deal id: set of stage codes}
        """
        return {}

    def _refuse_move(self, message, stage, origin=None):
        """Refuse a move, with a button that leads to what is missing where there is such a place."""
        self.ensure_one()
        # Where the process does not lead there at all, filling in would help nothing.
        closed = self._get_transition_obstacles(stage, origin)
        action, words, context = (False, "", {}) if closed else self._get_way_out(stage)
        if action:
            raise RedirectWarning(message, action, words, context)
        raise UserError(message)

    def _get_way_out(self, stage):
        """What leads on from a shut gate; addons with gates of their own lead to their documents.

        :return: (action, words of its button, context); (False, "", {}) where only another stage helps
        """
        missing = self._get_required_missing(stage)
        fillable = [field.name for field in missing if field.name in self._get_fillable_names()]
        if fillable:
            view = self.env.ref("deal_stages.crm_lead_view_form_fill")
            context = {"missing_fields": fillable, "deal_stage_id": stage.id}
            action = self._get_records_action(
                views=[(view.id, "form")], target="new", name=self.env._("What is missing")
            )
            return action | {"context": context}, self.env._("Fill in what is missing"), context
        if missing and self.quotation_id:
            return self.action_open_quotation(), self.env._("Open the goods list"), {}
        if stage.code == "closed" and (steps := self._get_closing_steps()[self]):
            return *self._get_closing_way(steps), {}
        if missing:
            return self._get_records_action(), self.env._("Open the deal"), {}
        return False, "", {}

    def _get_closing_way(self, steps):
        """(action, words of its button): where the first of the steps that keep the deal open is done."""
        self.ensure_one()
        step = next((step for step in steps if step["action"] and not step["changes"]), None)
        if not step:
            return self._get_records_action(), self.env._("Open the deal")
        return getattr(self, step["action"])(), step["button"]

    def _get_required_missing(self, stage):
        # Nobody but a technical administrator may read the descriptions of fields.
        required = stage.sudo().required_field_ids
        return required.filtered(lambda field: field.name in self._fields and not self[field.name])

    @api.model
    def _get_fillable_names(self):
        """Fields that some stage wants and that people fill in."""
        required = self.env["crm.stage"].sudo().search([("required_field_ids", "!=", False)]).required_field_ids
        return [name for name in required.mapped("name") if name in self._fields and not self._fields[name].readonly]

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        own = self.env.ref("deal_stages.crm_lead_view_form_fill", raise_if_not_found=False)
        if own and view == own:
            place = arch.find(".//group[@name='missing']")
            for name in self._get_fillable_names():
                wanted = f"'{name}' in context.get('missing_fields', [])"
                etree.SubElement(place, "field", name=name, required=wanted, invisible=f"not ({wanted})")
        return arch, view

    def action_enter_stage(self):
        """Move on to the stage whose gate was shut when the deal met it."""
        self.ensure_one()
        stage = self.env["crm.stage"].browse(self.env.context.get("deal_stage_id")).exists()
        if stage:
            self.stage_id = stage
        return {"type": "ir.actions.client", "tag": "soft_reload"}

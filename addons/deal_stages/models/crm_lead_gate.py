from odoo import api, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools.misc import clean_context

GATED_FIELDS = {"type", "stage_id", "needs", "legal_entity_id", "contact_id"}


class CrmLead(models.Model):
    _inherit = "crm.lead"

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        deals = leads._get_gated_deals()
        deals._check_complete()
        deals._check_stage_entry({})
        return leads

    def write(self, vals):
        if not GATED_FIELDS & vals.keys():
            return super().write(vals)
        origins = {lead: lead.stage_id for lead in self if lead.type == "opportunity"}
        result = super().write(vals)
        deals = self._get_gated_deals()
        deals._check_complete(redirect=len(self) == 1)
        moved = deals.filtered(lambda lead: lead not in origins or origins[lead] != lead.stage_id)
        moved._check_stage_entry(origins, redirect=len(self) == 1)
        return result

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        # A mail brings no legal entity: it begins as a lead, or it would be refused and lost.
        return super().message_new(msg_dict, {**(custom_values or {}), "type": "lead"})

    def _get_gated_deals(self):
        # Whoever calls from outside sets the context as he likes; only the program itself may leave the gates out.
        if self.env.su and self.env.context.get("deal_stages_skip_gate"):
            return self.browse()
        return self.filtered(lambda lead: lead.type == "opportunity")

    def _get_missing_deal_data(self):
        """What this lead lacks to be a deal: field names, those of its legal entity and contact with a dot.

        Empty when the deal is complete. Addons that ask for more extend it together with `_get_deal_data_labels`.
        """
        self.ensure_one()
        missing = [] if (self.needs or "").strip() else ["needs"]
        if not self.legal_entity_id:
            missing.append("legal_entity_id")
        missing += [f"legal_entity_id.{name}" for name in self._get_missing_entity_data()]
        if not self.contact_id:
            missing.append("contact_id")
        elif not self.contact_id._can_be_reached():
            missing.append("contact_id.email")
        return missing

    def _get_missing_entity_data(self):
        return self.legal_entity_id._get_missing_legal_data() if self.legal_entity_id else []

    @api.model
    def _get_deal_data_labels(self):
        """{what `_get_missing_deal_data` names: the words of the message}."""
        return {
            "needs": self.env._("the customer's needs"),
            "legal_entity_id": self.env._("the legal entity"),
            "legal_entity_id.vat": self.env._("the tax number of the legal entity"),
            "legal_entity_id.kpp": self.env._("the KPP of the legal entity"),
            "legal_entity_id.street": self.env._("the address of the legal entity"),
            "legal_entity_id.actual_address": self.env._("the actual address of the legal entity"),
            "legal_entity_id.bank_ids": self.env._("the bank account of the legal entity"),
            "legal_entity_id.country_id": self.env._("the country of the legal entity"),
            "contact_id": self.env._("the contact person"),
            "contact_id.email": self.env._("an e-mail address or phone of the contact person"),
        }

    def _check_complete(self, redirect=False):
        """Refuse deals without the data that a deal begins with, in one sentence.

        :param redirect: the record will still be there after the refusal, so that the form may open on it
        """
        for lead in self:
            missing = lead._get_missing_deal_data()
            if not missing:
                continue
            labels = self._get_deal_data_labels()
            words = ", ".join(labels[name] for name in missing)
            message = self.env._("“%(deal)s” is no deal yet, it lacks: %(data)s.", deal=lead.name, data=words)
            if redirect:
                self._refuse_with_form(message, lead)
            raise UserError(message)

    def _refuse_with_form(self, message, lead):
        action = self.env.ref("deal_stages.crm_deal_complete_action")
        context = {"default_lead_id": lead.id}
        raise RedirectWarning(message, action.id, self.env._("Fill in what is missing"), context)

    def _check_stage_entry(self, origins, redirect=False):
        """Refuse deals that must not stand in their stage.

        :param origins: {deal: the stage it came from}; deals that have none just began
        :param redirect: the record will still be there after the refusal, so that a button may lead on
        """
        for stage, leads in self.grouped("stage_id").items():
            for lead, obstacles in leads._get_move_obstacles(stage, origins).items():
                if obstacles:
                    lead._refuse_entry(" ".join(obstacles), stage, origins.get(lead), redirect)

    def _refuse_entry(self, reasons, stage, origin, redirect):
        message = self.env._("%(deal)s: %(reasons)s", deal=self.name, reasons=reasons)
        if redirect:
            self._refuse_move(message, stage, origin)
        raise UserError(message)

    def _get_move_obstacles(self, stage, origins):
        """Sentences that say why each of these deals may not enter the stage.

        Addons with gates of their own extend the lists; they read for all the deals at once.

        :param stage: the stage to enter
        :param origins: {deal: the stage it leaves}; deals that have none just began
        :return: {deal: list of str}, empty for those that may
        """
        points = self._get_closing_steps() if stage.code == "closed" else {}
        return {
            lead: lead._get_transition_obstacles(stage, origins.get(lead))
            + lead._get_required_obstacles(stage)
            + [step["text"] for step in points.get(lead, ())]
            for lead in self
        }

    def _get_transition_obstacles(self, stage, origin):
        allowed = origin and origin.next_stage_ids
        if not allowed or stage in allowed or stage == origin:
            return []
        names = ", ".join(f"“{name}”" for name in allowed.sorted().mapped("name"))
        return [self.env._("From “%(stage)s” a deal goes to %(allowed)s only.", stage=origin.name, allowed=names)]

    def _get_required_obstacles(self, stage):
        empty = self._get_required_missing(stage)
        if not empty:
            return []
        names = ", ".join(f"“{label}”" for label in empty.mapped("field_description"))
        return [self.env._("Stage “%(stage)s” wants %(fields)s filled in.", stage=stage.name, fields=names)]

    def _move_to(self, code):
        """Move deals to the stage with this code because their facts changed; never raises.

        A deal before a shut gate stays where it is, and whoever leads it gets a task with the reason.
        Called on behalf of people who may not touch deals, a storeman for example.
        """
        stage = self.env["crm.stage"].sudo()._get_by_code(code)
        # The fact was established by whoever may; that the deal follows it is nobody's right.
        deals = self.with_env(self.env(su=True, context=clean_context(self.env.context)))
        waiting = deals.filtered(lambda lead: lead.type == "opportunity" and stage and lead.stage_id != stage)
        obstacles = waiting._get_obstacles_to(stage)
        shut = {lead: " ".join(reasons) for lead, reasons in obstacles.items() if reasons}
        shut |= waiting.filtered(lambda lead: lead not in shut)._try_move(stage)
        waiting._note_shut_gates(stage, shut)

    def _get_obstacles_to(self, stage):
        """{deal: sentences that say why it may not go on to the stage from where it stands}"""
        labels = self._get_deal_data_labels()
        obstacles = self._get_move_obstacles(stage, {lead: lead.stage_id for lead in self})
        for lead in self:
            if missing := [labels[name] for name in lead._get_missing_deal_data()]:
                obstacles[lead].insert(0, self.env._("It lacks: %s.", ", ".join(missing)))
        return obstacles

    def _try_move(self, stage):
        """Move all; what another addon refuses all the same is returned as {deal: reason}."""
        try:
            with self.env.cr.savepoint():
                self.write({"stage_id": stage.id})
        except (UserError, RedirectWarning) as error:
            self.invalidate_recordset()
            return dict.fromkeys(self, str(error.args[0]))
        return {}

    def _note_shut_gates(self, stage, reasons):
        """One task for each deal that could not follow its facts; not a second one while the first is open."""
        summary = self.env._("Move the deal to “%s”", stage.name)
        told = self.env["mail.activity"].search(
            [("res_model", "=", "crm.lead"), ("res_id", "in", self.ids), ("summary", "=", summary)]
        )
        told_ids = set(told.mapped("res_id"))
        for lead, reason in reasons.items():
            if lead.id not in told_ids:
                keeper = lead.user_id or lead.team_id.user_id or self.env.user
                lead.activity_schedule("mail.mail_activity_data_todo", summary=summary, note=reason, user_id=keeper.id)

    def _get_deal_form(self):
        if not self._get_missing_deal_data():
            return super()._get_deal_form()
        action = self.env["ir.actions.act_window"]._for_xml_id("deal_stages.crm_deal_complete_action")
        return {**action, "context": {"default_lead_id": self.id}}

    def _convert_opportunity_data(self, customer, team_id=False):
        values = super()._convert_opportunity_data(customer, team_id)
        # Leads may stand in any stage; a deal begins with the first one.
        first = self._stage_find(team_id=team_id or self.team_id.id, domain=[("fold", "=", False)])
        return values | {"stage_id": first.id}

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.deal_stages.tools.numbers import plain

TASK = "deal_service.mail_activity_type_visit"


class ServiceVisit(models.Model):
    """The part of a visit that is worked in: begun, filled in, signed, done."""

    _inherit = "service.visit"

    def action_start(self):
        self._start(fields.Datetime.now())
        return True

    def _start(self, moment):
        self._check_open()
        fresh = self.filtered(lambda visit: visit.state == "planned")
        fresh.write({"state": "going", "started_at": moment})
        fresh.filtered(lambda visit: not visit.engineer_id).engineer_id = self.env.user

    def _get_act_blockers(self):
        """Sentences that say why this visit cannot be finished yet; empty when it may be.

        Addons with demands of their own, certificates for one, extend the list.
        """
        self.ensure_one()
        blockers = []
        open_lines = self.line_ids.filtered(lambda line: line.required and not line.is_known)
        if open_lines:
            names = ", ".join(dict.fromkeys(open_lines.mapped("name")))
            blockers.append(self.env._("Still to be filled in: %s.", names))
        outside = self.line_ids.filtered("is_outside")
        if outside and not self.remark_ids:
            names = ", ".join(dict.fromkeys(outside.mapped("name")))
            blockers.append(self.env._("Outside the limits: %s. Write a remark on it.", names))
        if self.kind == "commissioning" and not self.signature:
            blockers.append(self.env._("The customer has not signed the act."))
        if self.signature and not (self.signed_by or "").strip():
            blockers.append(self.env._("Write down who signed."))
        return blockers

    def action_done(self):
        self._finish(fields.Datetime.now())
        return True

    def _finish(self, moment):
        """Finish the visit: parts leave the stock, remarks become tasks, whatever it was for goes on."""
        self._check_open()
        for visit in self:
            if blockers := visit._get_act_blockers():
                raise UserError(self.env._("%(visit)s: %(reasons)s", visit=visit.name, reasons=" ".join(blockers)))
        self._take_parts()
        for visit in self:
            visit.write(visit._prepare_done(moment))
        self.sudo().activity_feedback([TASK])  # it may be the task of whoever was to name an engineer
        self._make_tasks()
        self._note_commissioning()
        self._go_on()

    def _prepare_done(self, moment):
        started = self.started_at or moment
        ended = max(started, moment)
        values = {"state": "done", "ended_at": ended, "started_at": started}
        if not self.engineer_id:
            values["engineer_id"] = self.env.uid
        if self.signature and not self.signed_at:
            values["signed_at"] = ended
        if not self.hours:
            values["hours"] = (ended - started).total_seconds() / 3600
        return values

    def _make_tasks(self):
        for remark in self.remark_ids:
            remark.visit_id.activity_schedule("mail.mail_activity_data_todo", **remark._prepare_task())

    def _note_commissioning(self):
        """The pieces remember when they were commissioned, and the deal has the signed act."""
        done = self.filtered(lambda visit: visit.kind == "commissioning")
        # An engineer keeps neither the installed base nor the papers of deals.
        done.sudo().piece_ids.commissioned_on = fields.Date.context_today(self)
        done.sudo().deal_id._receive_commissioning_act()

    def _go_on(self):
        """Requests and deals follow what was done for them; whoever did the work may not touch them."""
        self.sudo().request_id._follow_visits()
        self.sudo().deal_id._follow_service()

    def action_cancel(self):
        self._check_open()
        self.write({"state": "cancelled"})
        self.sudo().activity_unlink([TASK])  # as above
        self.sudo().deal_id._follow_service()  # as above
        return True

    def action_plan_again(self):
        """A cancelled visit takes place after all; its day is to be agreed anew."""
        again = self.filtered(lambda visit: visit.state == "cancelled")
        again.write({"state": "planned", "planned_start": False, "planned_end": False})
        return True

    def action_print_act(self):
        return self.env.ref("deal_service.service_visit_report").report_action(self)

    def _get_act_title(self):
        titles = {
            "commissioning": self.env._("Commissioning act"),
            "request": self.env._("Act of service"),
            "contract": self.env._("Act of service"),
        }
        return titles[self.kind]

    def _get_fact_words(self):
        """The visit in one line, for the card of a piece."""
        day = fields.Date.context_today(self, self.ended_at) if self.ended_at else False
        words = [self.name, format_date(self.env, day) if day else "", self.engineer_id.name or ""]
        return ", ".join(filter(None, words))

    def _get_place_line(self):
        return (self.address_id or self.partner_id)._get_address_line()

    def _prepare_act_values(self):
        """What the printed act cannot read from the records by itself."""
        self.ensure_one()
        day = fields.Date.context_today(self, self.ended_at or self.planned_start or fields.Datetime.now())
        return {
            "title": self._get_act_title(),
            "date": format_date(self.env, day),
            "our_address": self.company_id._get_printed_address(),
            "address": self._get_place_line(),
            "lines": [
                (line.piece_id.name or "", line.name, line._get_limit_words(), line._get_value_words(), line.is_outside)
                for line in self.line_ids
            ],
            # Names of parts are no secret from whoever reads the act.
            "parts": [part._get_printed() for part in self.sudo().part_ids],
            "hours": plain(self.env, self.hours, 1) if self.hours else "",
            "photos": self.photo_ids._get_printed(),
        }

    def _prepare_deal_document(self):
        self.ensure_one()
        day = fields.Date.context_today(self, self.ended_at or self.planned_start or self.create_date)
        return self.env["crm.lead"]._describe_document(
            self, self._get_act_title(), self.name, day, self.engineer_id, amount=False
        )

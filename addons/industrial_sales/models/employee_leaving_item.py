from odoo import api, fields, models
from odoo.fields import Domain


class EmployeeLeaving(models.Model):
    _inherit = "employee.leaving"

    @api.model
    def _get_leaving_items(self):
        """What an employee may hold besides the work that a handover moves; addons add what they hold.

        While somebody is away his deputy acts in these; when he leaves, they need another name.

        :return: {kind: {"label": translated word, "model": name, "domain": Domain of what is still open,
            "user_field": field that names him, "role": XML id of the role that whoever gets it must have, or None,
            "owner_field": field, where there is one, that names somebody who cannot get it himself}}
        """
        return {
            **self._get_duties(),
            **self._get_sales_items(),
            **self._get_service_items(),
            **self._get_goods_items(),
        }

    @api.model
    def _describe_item(self, label, model, domain, user_field, role=None, owner_field=None):
        return {
            "label": label,
            "model": model,
            "domain": Domain(domain),
            "user_field": user_field,
            "role": role,
            "owner_field": owner_field,
        }

    @api.model
    def _get_duties(self):
        item = self._describe_item
        today = self.env["res.users.absence"]._get_today()
        head, engineer = "sales_base.group_head", "deal_stages.group_engineer"
        return {
            "department": item(self.env._("Head of departments"), "crm.team", [], "user_id", head),
            "stand_in": item(
                self.env._("Stands in for the absent"),
                "res.users.absence",
                Domain("date_to", ">=", today),
                "deputy_id",
                owner_field="user_id",
            ),
            "usual_deputy": item(self.env._("Usual deputy of"), "res.users", [], "usual_deputy_id", owner_field="id"),
            "first_engineer": item(
                self.env._("Gets requests of sales to engineers"), "res.company", [], "engineer_user_id", engineer
            ),
            "dispatch_deputy": item(self.env._("Deputy of the dispatcher"), "res.company", [], "dispatch_deputy_id"),
            "expiry": item(self.env._("Answers for expiry"), "res.company", [], "expiry_user_id"),
        }

    @api.model
    def _get_sales_items(self):
        item = self._describe_item
        head, manager = "sales_base.group_head", "sales_base.group_manager"
        return {
            "contact": item(self.env._("Salesperson of contacts"), "res.partner", [], "user_id", manager),
            "seller_check": item(
                self.env._("Checks of sellers' work"), "crm.seller.check", Domain("state", "=", "todo"), "head_id", head
            ),
            "taken_case": item(
                self.env._("Hard cases taken over"),
                "sales.escalation",
                Domain("state", "!=", "solved"),
                "head_id",
                head,
            ),
            "survey": item(self.env._("Phone survey"), "sales.survey", Domain("state", "=", "draft"), "head_id", head),
            "marketing_call": item(
                self.env._("Calls to make"), "marketing.call", Domain("state", "=", "open"), "user_id", manager
            ),
            "schedule": item(
                self.env._("Schedules of exports"),
                "marketing.export.schedule",
                [],
                "user_id",
                "marketing_export.group_marketer",
            ),
            "call_rule": item(self.env._("Rules for calls"), "crm.call.rule", [], "user_id"),
            "certification_rule": item(
                self.env._("Rules for certificates"), "equipment.certification.rule", [], "user_id"
            ),
        }

    @api.model
    def _get_service_items(self):
        item = self._describe_item
        engineer, service = "deal_stages.group_engineer", "deal_service.group_engineer"
        return {
            "engineer_request": item(
                self.env._("Questions of sales"),
                "crm.engineer.request",
                Domain("state", "=", "open"),
                "engineer_id",
                engineer,
            ),
            "service_request": item(
                self.env._("Service requests"),
                "service.request",
                Domain("state", "in", ["new", "going"]),
                "engineer_id",
                service,
            ),
            "service_visit": item(
                self.env._("Visits"),
                "service.visit",
                Domain("state", "in", ["planned", "going"]),
                "engineer_id",
                service,
            ),
            "service_contract_engineer": item(
                self.env._("Service contracts, engineer"),
                "service.contract",
                Domain("state", "!=", "ended"),
                "engineer_id",
                service,
            ),
        }

    @api.model
    def _get_goods_items(self):
        item = self._describe_item
        live = ("done", "cancel")
        return {
            "production": item(
                self.env._("Production orders"),
                "mrp.production",
                Domain("state", "not in", live),
                "user_id",
                "order_split.group_foreman",
            ),
            "purchase": item(
                self.env._("Supplier orders"),
                "purchase.order",
                Domain("state", "!=", "cancel") & Domain("receipt_status", "!=", "full"),
                "user_id",
                "order_split.group_planner",
            ),
            "picking": item(
                self.env._("Warehouse orders"),
                "stock.picking",
                Domain("state", "not in", live),
                "user_id",
                "stock_batches.group_worker",
            ),
        }


class EmployeeLeavingLine(models.Model):
    """One kind of things that went to one person."""

    _name = "employee.leaving.line"
    _description = "Duty of an Employee Who Left"
    _order = "id"

    leaving_id = fields.Many2one("employee.leaving", required=True, readonly=True, index=True, ondelete="cascade")
    kind = fields.Char("Kind, technical", required=True, readonly=True)
    label = fields.Char("What", compute="_compute_label")
    to_user_id = fields.Many2one("res.users", "To", required=True, readonly=True, index=True, ondelete="restrict")
    # Whole lists of one model: they are moved together and given back together.
    moved_ids = fields.Json(readonly=True)
    count = fields.Integer("How many", readonly=True)
    returned = fields.Integer("Back", readonly=True)

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_label(self):
        items = self.env["employee.leaving"]._get_leaving_items()
        for line in self:
            line.label = items[line.kind]["label"] if line.kind in items else line.kind

    def _give_back(self):
        """What is still with whoever got it goes back; the number of these is kept."""
        items = self.env["employee.leaving"]._get_leaving_items()
        for line in self.filtered(lambda line: line.kind in items):
            item = items[line.kind]
            records = self.env["employee.leaving"]._find_items(item, line.to_user_id)
            records = records.filtered(lambda record, ids=set(line.moved_ids): record.id in ids)
            records.write({item["user_field"]: line.leaving_id.user_id.id})
            line.returned = len(records)

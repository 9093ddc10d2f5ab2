"""The part of the day after the agreement: commissioning on a telephone, service talk."""

from odoo import Command, fields

from example import data

SERIAL = "TR1-26-0047"
# What is checked and measured: (name, kind, unit, limits).
CHECKLISTS = {
    "Климатическая камера": (
        ("Заземление проверено", "check", "", None),
        ("Минимальная температура", "number", "°C", (-80, -70)),
        ("Время выхода на режим", "number", "мин", (0, 90)),
    ),
    "Тренажёр": (
        ("Установлен по уровню", "check", "", None),
        ("Напряжение питания", "number", "В", (209, 231)),
        ("Версия программы", "text", "", None),
    ),
}
# One white pixel: the customer's hand is not drawn here.
SIGNATURE = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg=="


def make_service(env):
    """Equipment types that are commissioned, with their checklists."""
    types = {kind.name: kind for kind in env["equipment.type"].search([("name", "in", list(CHECKLISTS))])}
    env["equipment.type"].union(*types.values()).write({"commissioning": "needed", "warranty_months": 24})
    env["service.checklist.item"].create(
        [
            {
                "equipment_type_id": types[name].id,
                "name": what,
                "kind": kind,
                "unit": unit,
                "has_limits": bool(limits),
                "value_min": limits[0] if limits else 0,
                "value_max": limits[1] if limits else 0,
                "sequence": number,
            }
            for name, rows in CHECKLISTS.items()
            for number, (what, kind, unit, limits) in enumerate(rows)
        ]
    )


class ServiceStory:
    def service_is_done(self):
        """A simulator is shipped, commissioned on a telephone, service is agreed; its attestation is still missing."""
        deal = self.sell_simulator()
        visit = deal.sudo().visit_ids
        today = fields.Date.context_today(visit)
        for days, planned in enumerate((visit, self.deal.sudo().visit_ids)):
            day = fields.Date.add(today, days=7 - today.weekday() + days)  # Monday and Tuesday of the next week
            values = {"engineer_id": self.company.users["engineer"].id, "planned_start": f"{day} 07:00:00"}
            self.as_user("service_head", planned).write(values)
        self.commission(visit)
        self.tell(f"{visit.name} {visit.state}, signed by {visit.signed_by}; deal at “{deal.stage_id.name}”")
        self.agree_on_service(deal)

    def sell_simulator(self):
        """From stock to the customer, by serial number."""
        product = self.make_simulator()
        customer = self.env["res.partner"].search([("name", "=", "ООО «Авиатест»")], limit=1)
        deal = self.as_user("manager", self.env["crm.lead"]).create(
            {
                "name": "Тренажёр оператора для учебного центра",
                "type": "opportunity",
                "needs": "Учить операторов без остановки установки.",
                "partner_id": customer.id,
                "legal_entity_id": customer.id,
                "contact_id": customer.child_ids[:1].id,
                "user_id": self.company.users["manager"].id,
                "team_id": self.company.teams["term"].id,
            }
        )
        deal.action_create_goods_list()
        deal.goods_line_ids = [Command.create({"product_id": product.id, "product_uom_qty": 1})]
        request = self.env["sale.payment.request"].browse(deal.action_ask_at_once()["res_id"])
        self.env.cr.commit()
        for picking in self.as_user("worker", deal.sudo().order_ids.picking_ids):
            self.move_all(picking)
        self.env.cr.commit()
        self.pay(request, request.amount)
        self.env.cr.commit()
        return deal

    def make_simulator(self):
        kind = self.env["equipment.type"].search([("name", "=", data.TYPES[3])], limit=1)
        product = self.env["product.product"].create(
            {
                "name": "Тренажёр оператора ТР-1",
                "default_code": "TR-1",
                "list_price": 620_000.0,
                "type": "consu",
                "is_storable": True,
                "tracking": "serial",
                "equipment_type_id": kind.id,
            }
        )
        lot = self.env["stock.lot"].create({"name": SERIAL, "product_id": product.id})
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)], limit=1)
        self.env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, 1, lot_id=lot)
        return product

    def commission(self, visit):
        """What the engineer's telephone sends, one entry after the other."""
        check, voltage, version = visit.line_ids.ids
        entries = [
            ("start", {}),
            ("line", {"line_id": check, "is_checked": True}),
            ("line", {"line_id": voltage, "value": 221.5, "is_measured": True}),
            ("line", {"line_id": version, "words": "4.12"}),
            ("remark", {"text": "Заказать второй пульт"}),
            ("report", {"hours": 3.5, "result": "Смонтирован, проверен, обучены два оператора."}),
            ("sign", {"signed_by": "Гарипова Л. Р., начальник лаборатории", "url": SIGNATURE}),
            ("done", {}),
        ]
        # There was no network: it was begun, signed and finished so many minutes before all of it was sent.
        ago = {"start": 230, "sign": 25, "done": 20}
        now = fields.Datetime.now()
        moments = [fields.Datetime.subtract(now, minutes=ago.get(kind, 0)) for kind, _values in entries]
        rows = [
            {
                "key": f"story-{number}",
                "visit_id": visit.id,
                "kind": kind,
                "values": values,
                "at": fields.Datetime.to_string(moment),
            }
            for number, ((kind, values), moment) in enumerate(zip(entries, moments, strict=True))
        ]
        refused = list(filter(None, self.as_user("engineer", self.env["service.visit"]).sync_entries(rows).values()))
        assert not refused, refused
        self.env["ir.actions.report"]._render_qweb_pdf("deal_service.service_visit_report", visit.ids)
        self.env.cr.commit()

    def agree_on_service(self, deal):
        offer = self.as_user("manager", self.env["service.offer"]).create(
            {
                "deal_id": deal.id,
                "price": 96_000,
                "visits_a_year": 4,
                "scope": "Осмотр, калибровка, замена износившегося.",
            }
        )
        offer.state = "sent"
        offer.action_accept()
        self.tell(f"{offer.name} accepted; deal “{deal.name}” at “{deal.stage_id.name}”")
        contract = self.as_user("manager", self.env["service.contract"].browse(offer.action_make_contract()["res_id"]))
        contract.write({"engineer_id": self.company.users["engineer"].id, "pay_months": "0"})
        contract.action_conclude()
        # The first visit is due in six weeks: look further ahead to see it.
        self.env.company.service_visit_days = 60
        self.run_action("deal_service.ir_cron_contracts")
        piece = deal.sudo().piece_ids
        request = self.as_user("manager", self.env["service.request"]).create(
            {"subject": "Не включается второй пульт", "partner_id": piece.partner_id.id, "piece_id": piece.id}
        )
        self.tell(f"{contract.name}: {len(contract.visit_ids)} visit planned; {request.name}: {request.cover}")

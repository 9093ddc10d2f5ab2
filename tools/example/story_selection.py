"""The part of the day in which equipment is chosen by what the customer asks for, and a customer refuses."""

from odoo import Command

from example import data

# Technical values of the chamber that the company makes: a bit less volume than the customer of the day wants.
CHAMBER = {"Полезный объём": (240, 240), "Диапазон температур": (-75, 180), "Влажность": (10, 98)}


class SelectionStory:
    def equipment_is_chosen(self):
        """The manager looks for products by the requirements; one nearly fits, and the engineers are asked."""
        self.enter_technical_values()
        action = self.deal.action_select_equipment()
        screen = self.as_user("manager", self.env["crm.deal.selection"].browse(action["res_id"]))
        for line in screen.line_ids:
            self.tell(f"{line.product_id.name}: missed {line.missed}, {line.misses}; {line.availability}")
        self.env.company.engineer_user_id = self.company.users["planner"]
        requests = self.as_user("manager", self.env["crm.engineer.request"])
        request = requests.create({"deal_id": self.deal.id, "question": "Можно ли сделать камеру на 250 л?"})
        request = self.as_user("planner", request)
        request.answer = "Да, за две недели, без доплаты."
        request.action_answer()
        self.tell(f"answer until {request.deadline}: {request.answer}")

    def enter_technical_values(self):
        chamber = self.company.products["chamber"].product_tmpl_id
        chamber.equipment_type_id = self.env["equipment.type"].search([("name", "=", data.TYPES[2])], limit=1)
        for line in chamber.equipment_value_ids:
            low, high = CHAMBER.get(line.parameter_id.name, (0, 0))
            line.write({"value_min": low, "value_max": high})

    def customer_refuses(self):
        """A customer refuses; the head checks how the deal was led."""
        entity = self.deal.legal_entity_id.copy(
            {"name": "АО «Прибор-Сервис»", "vat": False, "kpp": False, "country_id": self.env.ref("base.kz").id}
        )
        # Salesmen may not touch bank accounts.
        entity.sudo().bank_ids = [Command.create({"acc_number": "KZ86125KZT5004100100"})]
        deals = self.as_user("manager", self.env["crm.lead"])
        deal = deals.create(
            {
                "name": "Камера для лаборатории",
                "type": "opportunity",
                "needs": "Испытания приборов при низкой температуре.",
                "legal_entity_id": entity.id,
                "partner_id": entity.id,
                "contact_id": self.deal.contact_id.id,
                "user_id": self.company.users["manager"].id,
                "team_id": self.company.teams["term"].id,
            }
        )
        deal._set_unsuitable(
            self.env.ref("deal_stages.crm_lost_reason_date"), "Нужна через неделю, мы успеваем за месяц."
        )
        check = self.as_user("head", self.env["crm.seller.check"].search([("deal_id", "=", deal.id)]))
        check.write(
            {
                "done_well": "Потребность выяснена в первый же день.",
                "missed": "Не предложена камера со склада в аренду на месяц.",
                "verdict": "minor",
                "follows": "talk",
            }
        )
        check.action_done()
        self.tell(f"{deal.name}: {deal.lost_reason_id.name} → {check.verdict}, {check.follows}")

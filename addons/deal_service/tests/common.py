from odoo import Command, fields
from odoo.tests import new_test_user

from odoo.addons.deal_stages.tests.common import MoneyCommon
from odoo.addons.deal_supply.tests.common import DealSupplyCommon

# One white pixel, as a telephone sends its pictures.
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg=="
DATA_URL = f"data:image/png;base64,{PIXEL}"


class ServiceCommon(DealSupplyCommon):
    """Chambers with serial numbers that are commissioned, and the people of service."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What people of the test read, and what is printed for its customer, is English.
        cls.env["res.lang"]._activate_lang("en_US")
        cls.entity.lang = "en_US"
        cls.env.company.write({"closing_needs_service": True, "closing_needs_payment": True})
        cls.engineer = cls._make_user("engineer", "deal_service.group_engineer")
        cls.colleague_engineer = cls._make_user("engineer2", "deal_service.group_engineer")
        cls.service_head = cls._make_user("head", "deal_service.group_head")
        cls.chambers = cls.env["equipment.type"].create(
            {"name": "Climatic chamber", "commissioning": "needed", "warranty_months": 24}
        )
        cls.items = cls.env["service.checklist.item"].create(
            [
                {"equipment_type_id": cls.chambers.id, "name": "Earthed", "kind": "check", "sequence": 1},
                {
                    "equipment_type_id": cls.chambers.id,
                    "name": "Lowest temperature",
                    "kind": "number",
                    "unit": "°C",
                    "has_limits": True,
                    "value_min": -80,
                    "value_max": -70,
                    "sequence": 2,
                },
                {
                    "equipment_type_id": cls.chambers.id,
                    "name": "Noise",
                    "kind": "text",
                    "required": False,
                    "sequence": 3,
                },
            ]
        )
        cls.chamber = cls._product("Chamber", tracking="serial", equipment_type_id=cls.chambers.id)

    @classmethod
    def _make_user(cls, name, group):
        return new_test_user(
            cls.env, f"service_{name}", groups=f"base.group_user,{group}", name=name.title(), tz="UTC", lang="en_US"
        )

    @classmethod
    def _stock_serials(cls, *names):
        """Pieces of the chamber on stock."""
        lots = cls.env["stock.lot"].create([{"name": name, "product_id": cls.chamber.id} for name in names])
        for lot in lots:
            cls.env["stock.quant"]._update_available_quantity(cls.chamber, cls.stock, 1, lot_id=lot)
        return lots

    @property
    def _root(self):
        """The environment of the class: records that are there before the role of the test comes."""
        return type(self).env

    def _ship_deal(self, *names, **values):
        """A deal whose chambers reached the customer; its legal entity gets the goods."""
        self._stock_serials(*names)
        deal = self._agree((self.chamber, len(names)), **values)
        self._deliver(deal.quotation_id)
        return deal

    def _send_back(self, deal):
        """One piece of the deal comes back into the warehouse."""
        context = {"active_id": deal.quotation_id.picking_ids.id, "active_model": "stock.picking"}
        wizard = self._root["stock.return.picking"].with_context(**context).create({})
        wizard.product_return_moves.quantity = 1
        picking = wizard._create_return()
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        self._settle()

    def _make_piece(self, name="SN-1"):
        return self._ship_deal(name).piece_ids

    def _fill_in(self, visit, value=-75.0):
        for line in visit.line_ids:
            line.write(
                {"check": {"is_checked": True}, "number": {"value": value}, "text": {"words": "quiet"}}[line.kind]
            )

    def _sign(self, visit):
        visit.write({"signature": PIXEL, "signed_by": "Ivanov, chief engineer"})

    def _commission(self, deal):
        visit = deal.visit_ids
        visit.engineer_id = self.engineer
        visit = visit.with_user(self.engineer)
        visit.action_start()
        self._fill_in(visit)
        self._sign(visit)
        visit.action_done()
        return visit

    def _offer(self, deal, **values):
        return self._root["service.offer"].create({"deal_id": deal.id, "price": 1200, **values})

    def _contract(self, piece, **values):
        return self._root["service.contract"].create(
            {
                "partner_id": piece.partner_id.id,
                "piece_ids": [Command.set(piece.ids)],
                "price": 1200,
                "user_id": self.manager.id,
                "engineer_id": self.engineer.id,
                **values,
            }
        )

    def _request(self, **values):
        return self._root["service.request"].create(
            {"subject": "Does not cool", "partner_id": self.entity.id, **values}
        )

    def _days(self, count):
        return fields.Date.add(fields.Date.context_today(self.env["crm.lead"]), days=count)

    def _tasks(self, record, kind):
        return record.activity_search([f"deal_service.mail_activity_type_{kind}"])


class ServiceMoneyCommon(ServiceCommon, MoneyCommon):
    """The same with an accountant: `ask` and `pay` of the tests of deals."""

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged, users
from odoo.tests.common import Form
from odoo.tools import mute_logger

from .common import DealCommon


@tagged("post_install", "-at_install")
class TestRequirements(DealCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Numbers are written as in the language, so it must be one.
        cls.env["res.lang"]._activate_lang("en_US")
        cls.pumps, cls.chambers = cls.env["equipment.type"].create([{"name": "Pump"}, {"name": "Chamber"}])
        cls.flow, cls.temperature, cls.seal, cls.remark = cls.env["equipment.parameter"].create(
            [
                {"name": "Flow", "unit": "m³/h", "kind": "number", "type_ids": cls.pumps.ids},
                {"name": "Temperature", "unit": "°C", "kind": "range", "type_ids": (cls.pumps | cls.chambers).ids},
                {
                    "name": "Seal",
                    "kind": "choice",
                    "type_ids": cls.pumps.ids,
                    "choice_ids": [Command.create({"name": "Single"}), Command.create({"name": "Double"})],
                },
                {"name": "Remark", "kind": "text", "type_ids": cls.chambers.ids},
            ]
        )

    @users("sb_manager")
    def test_type_proposes_its_requirements(self):
        deal = self.make_deal().with_user(self.env.user)
        with Form(deal) as form:
            form.equipment_type_id = self.pumps
            with form.requirement_ids.edit(0) as line:
                line.value_min = 12.5
        self.assertEqual(deal.requirement_ids.parameter_id, self.flow | self.temperature | self.seal)
        self.assertEqual(deal.requirement_ids[0].summary, "12.5 m³/h")

    def test_other_type_keeps_what_was_answered(self):
        deal = self.make_deal(equipment_type_id=self.pumps.id)
        deal.requirement_ids.filtered(lambda line: line.parameter_id == self.flow).value_min = 50
        deal.equipment_type_id = self.chambers
        self.assertEqual(deal.requirement_ids.parameter_id, self.flow | self.temperature | self.remark)

    def test_summary_of_each_kind(self):
        deal = self.make_deal(equipment_type_id=self.pumps.id)
        by_parameter = {line.parameter_id: line for line in deal.requirement_ids}
        by_parameter[self.temperature].write({"value_min": -40, "value_max": 150})
        by_parameter[self.seal].choice_id = self.seal.choice_ids[1]
        self.assertEqual(by_parameter[self.temperature].summary, "-40…150 °C")
        self.assertEqual(by_parameter[self.seal].summary, "Double")
        self.assertFalse(by_parameter[self.flow].summary, "not known yet")
        by_parameter[self.flow].is_known = True
        self.assertEqual(by_parameter[self.flow].summary, "0 m³/h")
        by_parameter[self.flow].value_min = 1200
        self.assertEqual(by_parameter[self.flow].summary, "1,200 m³/h")

    def test_range_runs_upwards(self):
        deal = self.make_deal(equipment_type_id=self.chambers.id)
        line = deal.requirement_ids.filtered(lambda line: line.parameter_id == self.temperature)
        with self.assertRaisesRegex(ValidationError, "first value is greater"):
            line.write({"value_min": 10, "value_max": -5})

    def test_foreign_choice_is_refused(self):
        other = self.env["equipment.parameter"].create(
            {"name": "Colour", "kind": "choice", "choice_ids": [Command.create({"name": "Red"})]}
        )
        deal = self.make_deal(equipment_type_id=self.pumps.id)
        line = deal.requirement_ids.filtered(lambda line: line.parameter_id == self.seal)
        with self.assertRaisesRegex(ValidationError, "is no value of “Seal”"):
            line.choice_id = other.choice_ids

    def test_choice_parameter_has_choices(self):
        with self.assertRaisesRegex(ValidationError, "at least one value"):
            self.env["equipment.parameter"].create({"name": "Empty", "kind": "choice"})

    def test_parameter_is_asked_once(self):
        deal = self.make_deal(equipment_type_id=self.pumps.id)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.env["crm.deal.requirement"].create({"deal_id": deal.id, "parameter_id": self.flow.id})

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged, users

from .common import DealCommon

NUMBERS = st.integers(-500, 500)
PAIRS = st.tuples(NUMBERS, NUMBERS).map(sorted)


class SelectionCommon(DealCommon):
    """A pump wanted with 50 m³/h, quiet, for -10…80 °C and a double seal; products to choose from."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.pumps, cls.chambers = cls.env["equipment.type"].create([{"name": "Pump"}, {"name": "Chamber"}])
        cls.oil, cls.acid = cls.env["equipment.material"].create([{"name": "Oil"}, {"name": "Acid"}])
        cls.flow, cls.noise, cls.heat, cls.seal, cls.remark = cls.env["equipment.parameter"].create(
            [
                {"name": "Flow", "unit": "m³/h", "kind": "number"},
                {"name": "Noise", "unit": "dB", "kind": "number", "rule": "at_most"},
                {"name": "Heat", "unit": "°C", "kind": "range"},
                {
                    "name": "Seal",
                    "kind": "choice",
                    "choice_ids": [Command.create({"name": "Single"}), Command.create({"name": "Double"})],
                },
                {"name": "Remark", "kind": "text"},
            ]
        )
        cls.single, cls.double = cls.seal.choice_ids
        cls.pumps.parameter_ids = cls.flow | cls.noise | cls.heat | cls.seal | cls.remark

    @classmethod
    def make_pump(cls, name, kind=None, seal=None, materials=None, **values):
        """A pump with the values given by the names of the parameters; what is not given is not known."""
        product = cls.make_product(name, equipment_type_id=(kind or cls.pumps).id)
        product.equipment_material_ids = materials
        cls.fill(product.equipment_value_ids, seal=seal, **values)
        return product

    @classmethod
    def fill(cls, lines, seal=None, **values):
        for line in lines:
            value = values.get(line.parameter_id.name.lower())
            if isinstance(value, str):
                line.value_text = value
            elif isinstance(value, (tuple, list)):
                line.write({"value_min": value[0], "value_max": value[1], "is_known": True})
            elif value is not None:
                line.write({"value_min": value, "is_known": True})
            elif seal and line.parameter_id == cls.seal:
                line.choice_id = seal

    @classmethod
    def make_wanted(cls, **values):
        deal = cls.make_deal(equipment_type_id=cls.pumps.id)
        cls.fill(deal.requirement_ids, **values)
        return deal

    def found(self, deal, missed=2):
        return {
            self.env["product.product"].browse(row["product_id"]).name: row for row in deal._select_equipment(missed)
        }


@tagged("post_install", "-at_install")
class TestSelection(SelectionCommon):
    @users("sb_manager")
    def test_what_fits_stands_before_what_nearly_fits(self):
        deal = self.make_wanted(flow=50, noise=70, heat=(-10, 80), seal=self.double).with_user(self.env.user)
        self.make_pump("Weak", flow=40, noise=65, heat=(-20, 100), seal=self.double)
        self.make_pump("Loud and single", flow=60, noise=77, heat=(-20, 100), seal=self.single)
        self.make_pump("Right", flow=50, noise=70, heat=(-10, 80), seal=self.double)
        self.make_pump("A bit weak", flow=49, noise=60, heat=(-10, 90), seal=self.double)
        self.make_pump("Nothing right", flow=10, noise=99, heat=(0, 10), seal=self.single)
        found = self.found(deal)
        self.assertEqual(list(found), ["Right", "A bit weak", "Weak", "Loud and single"])
        self.assertEqual([row["missed"] for row in found.values()], [0, 1, 1, 2])
        self.assertEqual(round(found["A bit weak"]["distance"], 3), 2.0)
        self.assertEqual(round(found["Loud and single"]["distance"], 3), 110.0)
        self.assertEqual(found["Right"]["misses"], "")
        self.assertEqual(found["Weak"]["misses"], "Flow: 40 m³/h instead of 50 m³/h")
        self.assertEqual(
            found["Loud and single"]["misses"], "Seal: Single instead of Double; Noise: 77 dB instead of 70 dB"
        )
        self.assertEqual(list(self.found(deal, missed=9))[-1], "Nothing right")

    def test_range_lacks_both_ends(self):
        deal = self.make_wanted(heat=(-10, 90))
        self.make_pump("Narrow", heat=(0, 80))
        row = self.found(deal)["Narrow"]
        self.assertEqual((row["missed"], round(row["distance"], 3)), (1, 20.0))
        self.heat.rule = "inside"
        self.assertEqual(self.found(deal)["Narrow"]["missed"], 0)

    def test_unknown_value_is_missed_and_said(self):
        deal = self.make_wanted(flow=50)
        self.make_pump("Secret")
        row = self.found(deal)["Secret"]
        self.assertEqual((row["missed"], row["misses"]), (1, "Flow: not known, 50 m³/h asked for"))

    def test_zero_may_be_asked_for(self):
        self.noise.rule = "equal"
        deal = self.make_wanted(noise=0)
        self.make_pump("Silent", noise=0)
        self.make_pump("Heard", noise=3)
        self.assertEqual([row["missed"] for row in self.found(deal).values()], [0, 1])

    def test_tolerance_lets_a_small_difference_pass(self):
        deal = self.make_wanted(flow=50)
        self.make_pump("Nearly", flow=48)
        self.assertEqual(self.found(deal)["Nearly"]["missed"], 1)
        self.flow.tolerance = 4
        self.assertEqual(self.found(deal)["Nearly"]["missed"], 0)

    def test_material_and_scope_count(self):
        deal = self.make_wanted(flow=50)
        deal.material_id = self.acid
        self.make_pump("For anything", flow=50)
        self.make_pump("For acid", flow=50, materials=self.acid | self.oil)
        self.make_pump("For oil", flow=50, materials=self.oil)
        found = self.found(deal)
        self.assertEqual([found[name]["missed"] for name in ("For anything", "For acid", "For oil")], [0, 0, 1])
        self.assertEqual(found["For oil"]["misses"], "not meant for “Acid”")

    def test_other_types_and_what_is_not_sold_stay_out(self):
        deal = self.make_wanted(flow=50)
        self.make_pump("Chamber", kind=self.chambers)
        self.make_pump("Old", flow=50).sale_ok = False
        self.make_pump("Archived", flow=50).active = False
        self.make_product("No equipment")
        self.assertFalse(self.found(deal))

    def test_units_are_compared_in_the_own_unit(self):
        self.flow.unit_ids = [Command.create({"name": "l/s", "factor": 3.6})]
        deal = self.make_wanted()
        line = deal.requirement_ids.filtered(lambda line: line.parameter_id == self.flow)
        line.write({"value_min": 10, "unit_id": self.flow.unit_ids.id})
        self.assertEqual((line.base_min, line.summary), (36.0, "10 l/s"))
        self.make_pump("Right", flow=36)
        self.make_pump("Weak", flow=35)
        self.assertEqual([row["missed"] for row in self.found(deal).values()], [0, 1])
        # The unit is defined anew: what was entered stays, what it means follows.
        self.flow.unit_ids.factor = 3.0
        self.assertEqual(line.base_min, 30.0)

    def test_temperature_has_another_zero(self):
        self.heat.unit_ids = [Command.create({"name": "°F", "factor": 5 / 9, "offset": -160 / 9})]
        deal = self.make_wanted()
        line = deal.requirement_ids.filtered(lambda line: line.parameter_id == self.heat)
        line.write({"value_min": 14, "value_max": 212, "unit_id": self.heat.unit_ids.id})
        self.assertEqual((round(line.base_min, 4), round(line.base_max, 4)), (-10, 100))

    def test_unit_of_another_parameter_is_refused(self):
        self.heat.unit_ids = [Command.create({"name": "°F", "factor": 5 / 9})]
        deal = self.make_wanted(flow=50)
        line = deal.requirement_ids.filtered(lambda line: line.parameter_id == self.flow)
        with self.assertRaisesRegex(ValidationError, "“°F” is no value of “Flow”"):
            line.unit_id = self.heat.unit_ids

    def test_rule_of_another_kind_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "another kind of value"):
            self.flow.rule = "cover"
        self.flow.write({"kind": "range"})
        self.assertEqual(self.flow.rule, "cover")

    def test_one_query_for_any_number_of_products(self):
        deal = self.make_wanted(flow=50, noise=70)
        for number in range(3):
            self.make_pump(f"Few {number}", flow=45, noise=70)
        deal._select_equipment(2)
        self.env.invalidate_all()
        few = self.count_queries(lambda: deal._select_equipment(2))
        for number in range(20):
            self.make_pump(f"Many {number}", flow=45, noise=75)
        self.env.invalidate_all()
        self.assertEqual(self.count_queries(lambda: deal._select_equipment(2)), few)

    def test_deal_of_another_is_closed(self):
        deal = self.make_wanted(flow=50)
        with self.assertRaises(AccessError):
            deal.with_user(self.outsider)._select_equipment()


@tagged("post_install", "-at_install")
class TestSelectionProperty(SelectionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deal = cls.make_wanted(heat=(0, 1), flow=1, noise=1)
        cls.own = cls.make_pump("Any", heat=(0, 1), flow=1, noise=1)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(asked=PAIRS, has=PAIRS, flow=NUMBERS, limit=NUMBERS, own=st.tuples(NUMBERS, NUMBERS))
    def test_the_filter_counts_as_the_definition_says(self, asked, has, flow, limit, own):
        self.fill(self.deal.requirement_ids, heat=asked, flow=flow, noise=limit)
        self.fill(self.own.equipment_value_ids, heat=has, flow=own[0], noise=own[1])
        row = self.found(self.deal, missed=9)["Any"]
        lacks = [
            (max(has[0] - asked[0], 0) + max(asked[1] - has[1], 0), (asked[1] - asked[0]) or abs(asked[0])),
            (max(flow - own[0], 0), abs(flow)),
            (max(own[1] - limit, 0), abs(limit)),
        ]
        percents = [100 * lack / (scale or 1) for lack, scale in lacks]
        self.assertEqual(row["missed"], sum(percent > 0 for percent in percents))
        self.assertAlmostEqual(row["distance"], sum(percents), 4)


@tagged("post_install", "-at_install")
class TestSelectionScreen(SelectionCommon):
    def open_screen(self, deal):
        action = deal.action_select_equipment()
        return self.env[action["res_model"]].browse(action["res_id"])

    @users("sb_manager")
    def test_chosen_products_come_into_the_goods_list(self):
        deal = self.make_wanted(flow=50, remark="Painted red").with_user(self.env.user)
        self.make_pump("Right", flow=60)
        self.make_pump("Weak", flow=20)
        screen = self.open_screen(deal)
        self.assertEqual(screen.line_ids.product_id.mapped("name"), ["Right", "Weak"])
        self.assertEqual((screen.fit_count, screen.total, screen.by_hand), (1, 2, "Remark: Painted red"))
        self.assertIn("Flow: 50 m³/h", screen.requirements)
        line = screen.line_ids[0]
        line.write({"chosen": True, "quantity": 3})
        screen.action_put_into_goods()
        self.assertRecordValues(
            deal.goods_line_ids, [{"product_id": line.product_id.id, "product_uom_qty": 3, "price_unit": 1000}]
        )
        screen.action_put_into_goods()
        self.assertEqual(deal.goods_line_ids.product_uom_qty, 6, "what stands there already becomes more")

    @users("sb_manager")
    def test_price_is_that_of_the_quotation(self):
        pricelist = (
            self.env["product.pricelist"]
            .sudo()
            .create(
                {
                    "name": "Partners",
                    "item_ids": [Command.create({"compute_price": "percentage", "percent_price": 10})],
                }
            )
        )
        self.entity.sudo().property_product_pricelist = pricelist
        deal = self.make_wanted(flow=50).with_user(self.env.user)
        self.make_pump("Right", flow=60)
        screen = self.open_screen(deal)
        self.assertEqual(screen.line_ids.price, 900)
        screen.line_ids.chosen = True
        screen.action_put_into_goods()
        line = deal.goods_line_ids
        self.assertEqual(line.price_unit * (1 - line.discount / 100), 900)

    @users("sb_manager")
    def test_what_does_not_fit_is_shown_on_demand(self):
        deal = self.make_wanted(flow=50, noise=60, heat=(0, 90)).with_user(self.env.user)
        self.make_pump("Far", flow=1, noise=99, heat=(1, 2))
        screen = self.open_screen(deal)
        self.assertFalse(screen.line_ids)
        screen.action_show_all()
        self.assertEqual(screen.line_ids.missed, 3)
        screen.action_show_all()
        self.assertFalse(screen.line_ids)

    @users("sb_manager")
    def test_nothing_chosen_or_no_quantity_is_refused(self):
        deal = self.make_wanted(flow=50).with_user(self.env.user)
        self.make_pump("Right", flow=60)
        screen = self.open_screen(deal)
        with self.assertRaisesRegex(UserError, "Choose at least one product"):
            screen.action_put_into_goods()
        screen.line_ids.write({"chosen": True, "quantity": 0})
        with self.assertRaisesRegex(UserError, "quantity above zero"):
            screen.action_put_into_goods()

    @users("sb_manager")
    def test_agreed_goods_are_not_added_to(self):
        deal = self.make_wanted(flow=50)
        self.make_pump("Right", flow=60)
        self.add_goods(deal, self.pump)
        deal.action_agree()
        screen = self.open_screen(deal.with_user(self.env.user))
        screen.line_ids.chosen = True
        with self.assertRaisesRegex(UserError, "goods list is agreed"):
            screen.action_put_into_goods()

    def test_availability_in_words(self):
        deal = self.make_wanted()
        words = deal._describe_availability({"free": 5.0, "date": False, "lead_days": 30})
        self.assertEqual(words, "5 on stock, 30 days to get more")
        self.assertEqual(deal._describe_availability({"free": None, "date": False, "lead_days": False}), "not known")

    def test_proposal_prints_technical_values(self):
        deal = self.make_wanted(flow=50)
        pump = self.make_pump("Right", flow=60)
        self.add_goods(deal, pump)
        deal.action_print_proposal()
        proposal = deal.quotation_id.proposal_ids
        self.assertEqual(proposal._prepare_print_values()["technical"][deal.goods_line_ids.id], "Flow: 60 m³/h")
        pump.equipment_value_ids.filtered("is_known").value_min = 65
        deal.action_print_proposal()
        self.assertEqual(len(deal.quotation_id.proposal_ids), 2, "another value is another proposal")

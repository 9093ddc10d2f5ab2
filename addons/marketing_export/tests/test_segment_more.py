import runpy

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import file_path

from .common import MarketingCommon


@tagged("post_install", "-at_install")
class TestSegmentMore(MarketingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ivan = cls.make_customer("Ivan", cls.at("ivan"), city="Perm")
        cls.anna = cls.make_customer("Anna", cls.at("anna"), kind="potential")
        cls.ours = ("email", "like", "%@base.example")

    def members(self, segment):
        return set(self.rows(*segment._get_domain()).mapped("name"))

    def test_segment_minus_segment(self):
        perm = self.make_segment([self.ours, ("city", "=", "Perm")])
        rest = self.make_segment(exclusion_ids=perm.ids)
        self.assertEqual(self.members(rest), {"Anna"})
        self.assertEqual(rest.count, 1)
        with self.assertRaisesRegex(ValidationError, "left out of itself"):
            perm.exclusion_ids = rest

    def test_exclusion_of_a_private_segment_of_others_is_refused(self):
        theirs = self.make_segment(user=self.colleague)
        segment = self.make_segment()
        with self.assertRaises(AccessError):
            segment.exclusion_ids = theirs
            segment.flush_recordset()
            segment.invalidate_recordset()
            segment._get_domain()

    def test_frozen_segment_keeps_its_people(self):
        segment = self.make_segment()
        segment.action_freeze()
        self.make_customer("Olga", self.at("olga"))
        self.ivan.city = "Kazan"
        self.assertEqual(self.members(segment), {"Ivan", "Anna"})
        self.assertTrue(segment.frozen_at)
        with self.assertRaisesRegex(UserError, "frozen segment"):
            segment.domain = "[]"
        self.env["mail.blacklist"]._add(self.at("anna"))
        self.assertEqual(self.write_file(segment).row_count, 1, "Who opted out since is not written to.")
        segment.action_unfreeze()
        self.assertEqual(self.members(segment), {"Ivan", "Anna", "Olga"})
        with self.assertRaises(AccessError):
            segment.with_user(self.colleague).action_freeze()

    def test_deciding_about_people_who_were_not_asked_is_signed(self):
        segment = self.make_segment(unasked_reason=False)
        export = self.write_file(segment)
        self.assertEqual((export.row_count, self.omissions(export)), (0, {"no_consent": 2}))
        segment.write({"unasked_reason": "Customers of ours for years", "unasked_by_id": self.colleague.id})
        self.assertRecordValues(segment, [{"unasked_by_id": self.marketer.id}])
        self.assertTrue(segment.unasked_at)
        self.assertEqual(self.write_file(segment).row_count, 2)
        self.assertFalse(segment.copy().unasked_reason, "A copy is a decision of its own.")

    def test_consent_opens_and_refusal_shuts(self):
        segment = self.make_segment(unasked_reason=False)
        said = self.env["marketing.consent"].with_user(self.marketer)
        said.create({"value": f"Ivan <{self.at('IVAN')}>", "source": "Exhibition", "date": "2025-01-01"})
        self.make_lead("Site", email_from=self.at("site"))
        self.assertEqual(
            {row["Email Address"] for row in self.read_csv(self.write_file(segment))},
            {self.at("ivan"), self.at("site")},
        )
        said.create({"value": self.at("ivan"), "state": "refused", "source": "Call", "date": "2025-02-01"})
        row = self.rows(("email", "=", self.at("ivan")))
        self.assertRecordValues(row, [{"consent": "refused", "consent_source": "Call", "mail_block": "refused"}])
        with self.assertRaisesRegex(ValidationError, "future"):
            said.create({"value": self.at("anna"), "source": "Call", "date": "2100-01-01"})
        with self.assertRaisesRegex(ValidationError, "neither"):
            said.create({"value": "nobody", "source": "Call"})

    def test_refused_reaches_even_decided_segments(self):
        self.env["marketing.consent"].create({"value": self.at("ivan"), "state": "refused", "source": "Letter"})
        export = self.write_file(self.make_segment())
        self.assertEqual(self.omissions(export), {"refused": 1})

    def test_filters_over_what_was_bought_and_wanted(self):
        team, types = self.pumps, self.env["equipment.type"].create([{"name": "T pump"}, {"name": "T chamber"}])
        self.env["res.partner.purchase"].create(
            {"partner_id": self.ivan.id, "description": "Pump N-5", "date": "2020-05-05", "amount": 500_000}
        )
        for kind in types:
            self.make_lead("L", partner_id=self.anna.id, equipment_type_id=kind.id, team_id=team.id)
        found = self.rows(self.ours, ("amount_class", "=", "medium"), ("last_order_date", "<", "today -365d"))
        self.assertRecordValues(found, [{"name": "Ivan", "bought": "Pump N-5"}])
        self.assertEqual(self.rows(self.ours, ("amount_class", "=", "none")).mapped("name"), ["Anna"])
        anna = self.rows(("email", "=", self.at("anna")))
        self.assertEqual(anna.equipment_type_ids, types)
        self.assertEqual(self.rows(self.ours, ("equipment_type_ids", "in", types[0].ids)), anna)

    def test_what_was_bought_follows_the_lines_of_the_order(self):
        pump, valve = self.env["product.product"].create([{"name": "Pump N-7"}, {"name": "Valve V-7"}])
        line = {"product_id": pump.id, "name": "Pump N-7", "price_unit": 0}
        order = self.env["sale.order"].create(
            {"partner_id": self.ivan.id, "state": "sale", "order_line": [Command.create(line)]}
        )
        ivan = ("email", "=", self.at("ivan"))
        self.assertEqual(self.rows(ivan).bought, "Pump N-7")
        # Another product of the same price: the order itself stays as it was.
        order.order_line.name = "Valve V-7"
        self.assertEqual(self.rows(ivan).bought, "Valve V-7")
        more = {"order_id": order.id, "product_id": valve.id, "name": "Seal", "price_unit": 0}
        self.env["sale.order.line"].create(more)
        self.assertEqual(self.rows(ivan).bought, "Valve V-7, Seal")

    def test_filter_over_parameters_of_deals(self):
        parameter = self.env["equipment.parameter"].create({"name": "Pressure of the test", "kind": "number"})
        deal = self.make_lead("Deal", partner_id=self.ivan.id)
        self.make_deal(deal)
        self.env["crm.deal.requirement"].create({"deal_id": deal.id, "parameter_id": parameter.id, "value_min": 16})
        row = self.rows(self.ours, ("deal_parameters", "ilike", "Pressure of the test: 16"))
        self.assertEqual(row.name, "Ivan")
        self.assertTrue(row.last_deal_date)

    def test_mail_that_came_back_is_marked(self):
        self.ivan.message_bounce = 2
        row = self.rows(("email", "=", self.at("ivan")))
        self.assertRecordValues(row, [{"is_bounced": True, "mail_block": "bounced"}])
        self.assertEqual(self.omissions(self.write_file(self.make_segment())), {"bounced": 1})

    def test_folded_ones_are_counted(self):
        self.make_lead("Again", email_from=self.at("ivan"))
        self.assertEqual(self.rows(("email", "=", self.at("ivan"))).duplicate_count, 1)
        self.assertEqual(self.omissions(self.write_file(self.make_segment())), {"duplicate": 1})

    def test_fixed_formats_of_earlier_versions_become_profiles(self):
        segment = self.make_segment()
        export = self.write_file(segment)
        self.env.flush_all()
        for table in ("marketing_segment", "marketing_export_schedule", "marketing_export"):
            self.env.cr.execute(f"ALTER TABLE {table} ADD COLUMN format varchar, ALTER COLUMN profile_id DROP NOT NULL")
            self.env.cr.execute(f"UPDATE {table} SET format = 'xlsx', profile_id = NULL")
        source = file_path("marketing_export/migrations/19.0.2.0.0/post-profiles.py")
        runpy.run_path(source)["migrate"](self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual(segment.profile_id + export.profile_id, self.profile("xlsx"))
        self.env.cr.execute(
            "SELECT count(*) FROM information_schema.columns WHERE table_name LIKE 'marketing%' AND column_name = 'format'"
        )
        self.assertEqual(self.env.cr.fetchone()[0], 0)

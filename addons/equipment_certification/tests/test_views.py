from lxml import etree

from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .common import CertificationCommon


@tagged("post_install", "-at_install")
class TestViews(CertificationCommon):
    """Every screen opens for every role that has it, with what that role may not read left out."""

    def setUp(self):
        super().setUp()
        self.deal_of_chambers, picking = self._sell("SN-1")
        self._validate(picking)
        self.certificate = self.deal_of_chambers.certificate_ids
        self.certificate.action_make_purchase()
        self.env.flush_all()
        self.env.invalidate_all()

    @property
    def _readers(self):
        return (self.manager, self.colleague, self.head, self.director, self.engineer, self.service_head, self.planner)

    def _names(self, records, kind):
        """Fields that the view of this kind shows to the user of these records."""
        arch = etree.fromstring(records.get_view(view_type=kind)["arch"])
        nested = {field for outer in arch.iter("field") for field in outer.iterdescendants("field")}
        return {field.get("name") for field in arch.iter("field") if field not in nested}

    def test_lists_and_boards(self):
        for user in self._readers:
            records = self.env["equipment.certificate"].with_user(user)
            for kind in ("list", "kanban", "calendar"):
                # Each reads in a transaction of his own, as in life.
                self.env.invalidate_all()
                with self.subTest(user=user.login, view=kind):
                    names = self._names(records, kind)
                    wanted = {
                        name: {"fields": {"display_name": {}}} if records._fields[name].relational else {}
                        for name in names
                    }
                    found = records.web_search_read([("id", "=", self.certificate.id)], wanted)
                    self.assertEqual(found["length"], 1)

    def test_forms(self):
        for user in self._readers:
            with self.subTest(user=user.login):
                form = Form(self.certificate.with_user(user))
                self.assertEqual(form.lot_numbers, "SN-1")
                shows_cost = user in (self.head, self.director, self.service_head, self.planner)
                self.assertEqual("cost" in form._view["fields"], shows_cost)

    def test_searches(self):
        for user in self._readers:
            records = self.env["equipment.certificate"].with_user(user)
            arch = etree.fromstring(records.get_view(view_type="search")["arch"])
            self.assertEqual(
                bool(arch.xpath("//field[@name='deal_ids']")),
                user not in (self.engineer, self.service_head, self.planner),
            )
            for node in arch.iter("filter"):
                if domain := node.get("domain"):
                    with self.subTest(user=user.login, filter=node.get("name")):
                        self.assertIsNotNone(records.search(safe_eval(domain, {"uid": user.id})))

    def test_the_page_of_the_deal(self):
        for user in (self.manager, self.head, self.director, self.administrator):
            with self.subTest(user=user.login):
                form = Form(self.deal_of_chambers.with_user(user))
                self.assertTrue(form.has_certification)
                self.assertIn("SN-1", form.certification_notice)
                self.assertEqual(len(form.certificate_ids), 1)

    def test_deliveries_and_visits(self):
        picking = self._agree((self.pump, 1)).quotation_id.picking_ids
        self.assertFalse(Form(picking.with_user(self.worker)).certification_notice)
        visit = self.deal_of_chambers.visit_ids.with_user(self.engineer)
        self.assertFalse(Form(visit).certification_notice)

    def test_rules_and_releases(self):
        rule = Form(self.rule.with_user(self.administrator))
        rule.at_shipment = "block"
        rule.save()
        self.assertEqual(self.rule.at_shipment, "block")
        releases = self.env["equipment.certification.release"].with_user(self.head)
        self.assertIn("reason", self._names(releases, "list"))

    def test_empty_screens_say_what_comes_there(self):
        for name in (
            "certificate_action",
            "certificate_action_ending",
            "certification_rule_action",
            "certification_release_action",
        ):
            action = self.env["ir.actions.act_window"]._for_xml_id(f"equipment_certification.equipment_{name}")
            with self.subTest(action=name):
                self.assertIn("o_view_nocontent_smiling_face", action["help"])
                self.assertTrue(action["path"])

from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from ..hooks import TYPES, _make_shipped_rules
from .common import CertificationCommon


@tagged("post_install", "-at_install")
class TestRights(CertificationCommon):
    @users("sb_colleague")
    def test_a_colleague_reads_and_does_not_change(self):
        deal, _picking = self._sell("SN-1")
        certificate = deal.certificate_ids.with_user(self.env.user)
        self.assertEqual(certificate.kind, "attestation")
        with self.assertRaises(AccessError):
            certificate.name = "A-1"

    @users("sb_head")
    def test_a_head_sees_his_departments_only(self):
        deal, _picking = self._sell("SN-1")
        certificates = self.env["equipment.certificate"]
        self.head.visible_team_ids = self.konts
        self.assertFalse(certificates.search([("id", "in", deal.certificate_ids.ids)]))
        self.assertFalse(certificates._read_group([("id", "in", deal.certificate_ids.ids)], [], ["__count"])[0][0])
        deal.sudo().certificate_ids.scope = "product"
        self.assertTrue(certificates.search([("id", "in", deal.certificate_ids.ids)]), "of a product is everybody's")

    @users("sb_manager")
    def test_what_it_costs_is_for_those_who_buy(self):
        deal, _picking = self._sell("SN-1")
        certificate = deal.certificate_ids.with_user(self.env.user)
        with self.assertRaises(AccessError):
            certificate.read(["cost"])
        self.assertEqual(certificate.with_user(self.head).cost, 500)
        self.assertEqual(certificate.with_user(self.planner).cost, 500)
        self.assertFalse(self.env["stock.lot"].has_access("read"))

    def test_service(self):
        deal, _picking = self._sell("SN-1")
        self.assertTrue(deal.certificate_ids.with_user(self.engineer).name is not None)
        with self.assertRaises(AccessError):
            deal.certificate_ids.with_user(self.engineer).name = "A-1"
        deal.certificate_ids.with_user(self.service_head).write({"name": "A-1"})
        self.assertEqual(deal.certificate_ids.name, "A-1")

    @users("sb_outsider")
    def test_others_see_nothing_but_the_rules(self):
        for model in ("equipment.certificate", "equipment.certification.release"):
            self.assertFalse(self.env[model].has_access("read"), model)
        self.assertTrue(self.env["equipment.certification.rule"].has_access("read"))
        self.assertFalse(self.env["equipment.certification.rule"].with_user(self.head).has_access("write"))
        self.assertTrue(self.env["equipment.certification.rule"].with_user(self.administrator).has_access("write"))

    @users("sb_colleague")
    def test_a_release_is_read_by_the_manager_of_the_deal(self):
        deal, _picking = self._sell("SN-1")
        self.rule.at_shipment = "block"
        self._release(deal)
        releases = self.env["equipment.certification.release"]
        self.assertFalse(releases.search([("deal_id", "=", deal.id)]))
        self.assertEqual(releases.with_user(self.manager).search([("deal_id", "=", deal.id)]).lot_id.id, self.lots.id)


@tagged("post_install", "-at_install")
class TestShipped(CertificationCommon):
    """What installing the addon brings along."""

    def test_climatic_equipment_and_simulators(self):
        self.env["equipment.type"].with_context(active_test=False).search([("code", "in", list(TYPES))]).code = False
        self.env.flush_all()
        _make_shipped_rules(self.env)
        rules = self.env["equipment.certification.rule"].search([("equipment_type_id.code", "in", list(TYPES))])
        self.assertEqual(set(rules.equipment_type_id.mapped("name")), {"Climatic equipment", "Simulators"})
        expected = {"kind": "attestation", "scope": "serial", "active": True}
        moments = {"at_shipment": "warn", "at_act": "none", "at_closing": "block"}
        self.assertRecordValues(rules, [{**expected, **moments}] * 2)
        russian = rules.equipment_type_id.with_context(lang="ru_RU").mapped("name")
        if "ru_RU" in dict(self.env["res.lang"].get_installed()):
            self.assertEqual(set(russian), {"Климатическое оборудование", "Тренажёры"})

    def test_a_company_keeps_its_own_types(self):
        types = self.env["equipment.type"].with_context(active_test=False)
        types.search([("code", "in", list(TYPES))]).code = False
        self.env.flush_all()
        own = types.create({"name": "Our chambers", "code": "climatic"})
        _make_shipped_rules(self.env)
        self.assertEqual(len(types.search([("code", "=", "climatic")])), 1)
        self.assertEqual(own.certification_rule_ids.at_closing, "block")

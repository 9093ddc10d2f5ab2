from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestRights(ServiceCommon):
    @users("service_engineer")
    def test_an_engineer_changes_his_own_and_reads_the_others(self):
        visit = self._ship_deal("SN-1").visit_ids
        visit.engineer_id = self.colleague_engineer
        visit = visit.with_user(self.env.user)
        self.assertEqual(visit.name[:2], "V-")
        with self.assertRaises(AccessError):
            visit.task = "Something else"
        with self.assertRaises(AccessError):
            visit.line_ids[0].is_checked = True
        request = self._request(engineer_id=self.colleague_engineer.id).with_user(self.env.user)
        with self.assertRaises(AccessError):
            request.result = "Mine"

    @users("service_engineer")
    def test_an_engineer_sees_no_amounts(self):
        offer = self._offer(self._ship_deal("SN-1"))
        with self.assertRaises(AccessError):
            offer.with_user(self.env.user).read(["price"])
        self.assertFalse(self.env["crm.lead"].has_access("read"))

    @users("sb_colleague")
    def test_a_manager_sees_what_concerns_his_customers(self):
        deal = self._ship_deal("SN-1")
        records = (deal.visit_ids, deal.piece_ids, self._offer(deal), self._contract(deal.piece_ids))
        for record in records:
            with self.subTest(model=record._name):
                self.assertFalse(self.env[record._name].search([("id", "=", record.id)]))

    @users("sb_head")
    def test_a_head_sees_his_departments_only(self):
        deal = self._ship_deal("SN-1")
        visits = self.env["service.visit"]
        self.head.visible_team_ids = self.konts
        self.assertFalse(visits.search([("id", "in", deal.visit_ids.ids)]))
        self.assertFalse(visits._read_group([("id", "in", deal.visit_ids.ids)], [], ["__count"])[0][0])
        self.head.visible_team_ids = self.vys
        self.assertEqual(visits.search([("id", "in", deal.visit_ids.ids)]), deal.visit_ids)

    @users("sb_outsider")
    def test_others_see_nothing_of_service(self):
        for model in ("service.visit", "service.request", "service.offer", "service.contract", "service.piece"):
            with self.subTest(model=model):
                self.assertFalse(self.env[model].has_access("read"))

    @users("supply_worker")
    def test_a_storeman_ships_without_any_right_on_service(self):
        self._stock_serials("SN-5")
        deal = self._agree((self.chamber, 1))
        picking = deal.quotation_id.picking_ids.with_user(self.env.user)
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(deal.piece_ids.name, "SN-5")

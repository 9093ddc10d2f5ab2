from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import DealSupplyCommon


@tagged("post_install", "-at_install")
class TestDealSupply(DealSupplyCommon):
    """The deal goes where its goods are."""

    def _codes(self, *deals):
        return [deal.stage_code for deal in deals]

    def test_whole_way(self):
        deal = self._agree((self.made, 10), (self.bought, 5))
        order = deal.quotation_id
        self.assertEqual(order.warehouse_id, self.warehouse)
        self.assertEqual(deal.stage_code, "production")
        self.assertEqual(deal.supply_state, "coming")
        self._produce(self._productions(order), 4)
        self.assertEqual(deal.stage_code, "sale")
        self.assertEqual(deal.supply_state, "part")
        self.assertAlmostEqual(deal.supply_progress, 20)
        self._deliver(order)
        self.assertEqual(deal.stage_code, "sale")
        self._produce(self._productions(order).filtered(lambda row: row.state != "done"))
        self._receive(self._purchase_lines(order).order_id)
        self.assertEqual(deal.supply_state, "ready")
        self.assertEqual(deal.stage_code, "sale")
        self._deliver(order)
        self.assertEqual(deal.supply_state, "shipped")
        self.assertEqual(deal.stage_code, "installation")
        self.assertEqual(deal.supply_progress, 100)

    def test_all_on_stock(self):
        self._put(self.made, 10)
        deal = self._agree((self.made, 10))
        self.assertEqual(deal.stage_code, "sale")

    def test_work_that_goes_on_beside_the_sale_is_not_skipped(self):
        self._put(self.made, 4)
        deals = {
            "stock": self._agree((self.made, 4)),
            "made": self._agree((self.made, 10)),
            "bought": self._agree((self.bought, 5)),
        }
        self._produce(self._productions(deals["made"].quotation_id), 4)
        self._receive(self._purchase_lines(deals["bought"].quotation_id).order_id)
        self.env.invalidate_all()
        self.assertEqual(self._codes(*deals.values()), ["sale", "sale", "sale"])
        name = self.stage("production").name
        seen = {key: name in (deal.with_user(self.manager).skipped_stages or "") for key, deal in deals.items()}
        self.assertEqual(seen, {"stock": True, "made": False, "bought": False})
        # What was made stays made when all of it has left.
        self._produce(self._productions(deals["made"].quotation_id).filtered(lambda row: row.state != "done"))
        self._deliver(deals["made"].quotation_id)
        deals["made"].invalidate_recordset()
        self.assertEqual(deals["made"].stage_code, "installation")
        self.assertNotIn(name, deals["made"].skipped_stages)

    def test_nobody_supplies_it(self):
        deal = self._agree((self.nobody, 1))
        self.assertEqual(deal.quotation_id.state, "sale")
        self.assertEqual(deal.stage_code, "production")
        self.assertEqual(deal.supply_state, "decide")
        self.assertFalse(deal.supply_ready_date)

    def test_the_deal_says_that_its_date_moved(self):
        deal = self._agree((self.made, 2))
        self._settle()
        before = deal.message_ids
        production = self._productions(deal.quotation_id)
        report = self.env["mrp.production.report"].with_user(self.foreman).create({"production_id": production.id})
        report.date_ready = fields.Datetime.add(fields.Datetime.now(), days=40)
        report.reason = "The casting is late"
        report.action_report()
        self._settle()
        told = deal.message_ids - before
        self.assertEqual(len(told), 1)
        self.assertIn(deal.quotation_id.name, told.body)

    def test_services_need_no_supply(self):
        deal = self._agree((self.pump, 1))
        self.assertEqual(deal.stage_code, "sale")
        self.assertFalse(deal.supply_state)
        self.assertEqual(deal._get_progress(), {deal.id: 0})

    def test_people_moved_it_on(self):
        """A deal that people moved to service stays there, whatever the goods do."""
        self._put(self.made, 1)
        deal = self._agree((self.made, 1))
        deal.stage_id = self.stage("service")
        self._deliver(deal.quotation_id)
        self.assertEqual(deal.supply_state, "shipped")
        self.assertEqual(deal.stage_code, "service")

    def test_never_back(self):
        self._put(self.made, 2)
        deal = self._agree((self.made, 2))
        deal.quotation_id.order_line.product_uom_qty = 9
        self._settle()
        self.assertEqual(deal.stage_code, "sale")
        self.assertEqual(deal.supply_state, "part")

    def test_shut_gate_does_not_stop_the_delivery(self):
        self._put(self.made, 1)
        deal = self._agree((self.made, 1))
        self.stage("installation").sudo().required_field_ids = self.env["ir.model.fields"]._get(
            "crm.lead", "material_id"
        )
        self._deliver(deal.quotation_id)
        self.assertEqual(deal.quotation_id.order_line.qty_delivered, 1)
        self.assertEqual(deal.stage_code, "sale")
        self.assertEqual(len(deal.activity_ids), 1)

    def test_storeman_ships_and_the_deal_follows(self):
        self._put(self.made, 1)
        deal = self._agree((self.made, 1))
        with self.assertRaises(AccessError):
            deal.with_user(self.worker).read(["name"])
        picking = deal.quotation_id.picking_ids.with_user(self.worker)
        picking.move_ids.picked = True
        picking.button_validate()
        self._settle()
        self.assertEqual(deal.stage_code, "installation")

    def test_two_orders(self):
        self._put(self.made, 1)
        deal = self._agree((self.made, 1))
        second = deal.quotation_id.copy({"opportunity_id": deal.id})
        second.action_confirm()
        self.assertEqual(deal.supply_state, "part")
        self.assertIn(second.name, deal.supply_summary)
        self._deliver(deal.quotation_id)
        self.assertEqual(deal.stage_code, "sale")
        self._produce(self._productions(second))
        self._deliver(second)
        self.assertEqual(deal.stage_code, "installation")

    def test_held_back(self):
        deal = self.make_deal()
        self.add_goods(deal, self.made, 3).supply_start = "manual"
        deal.action_agree()
        self.assertEqual(deal.supply_state, "held")
        self.assertEqual(deal.stage_code, "production")

    def test_manager_reads_his_deal_only(self):
        deal = self._agree((self.made, 3), (self.nobody, 1))
        mine = deal.with_user(self.manager)
        self.assertEqual(mine.supply_state, "decide")
        self.assertIn("in production: 3", mine.supply_summary)
        self.assertEqual(len(deal.quotation_id.supply_line_ids.with_user(self.manager).mapped("quantity")), 2)
        plan = self.env["sale.supply.line"].with_user(self.colleague)
        self.assertFalse(plan.search([("order_id", "=", deal.quotation_id.id)]))

    def test_departments(self):
        deal = self._agree((self.made, 3))
        plan = self.env["sale.supply.line"].with_user(self.head)
        domain = [("order_id", "=", deal.quotation_id.id)]
        self.assertTrue(plan.search(domain))
        self.head.visible_team_ids = self.konts
        self.assertFalse(plan.search(domain))
        self.assertFalse(plan._read_group(domain, ["order_id"], ["quantity:sum"]))

    def test_many_deals_are_read_at_once(self):
        deals = self.env["crm.lead"].union(*(self._agree((self.made, 1), (self.nobody, 1)) for _number in range(8)))
        self.env.flush_all()
        counts = {}
        for size in (2, 8):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            deals[:size].with_user(self.manager).read(["supply_state", "supply_progress", "supply_summary"])
            counts[size] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts[8], counts[2] + 2, counts)

    def test_the_status_of_supply_speaks_the_reader_s_language(self):
        if not self.env["res.lang"].search_count([("code", "=", "ru_RU")]):
            self.skipTest("Russian is not loaded")
        spoken = {}
        for lang in ("en_US", "ru_RU"):
            fields = self.env["crm.lead"].with_context(lang=lang).fields_get(["supply_state"])
            spoken[lang] = dict(fields["supply_state"]["selection"])["shipped"]
        self.assertEqual(spoken, {"en_US": "Shipped", "ru_RU": "Отгружено"})

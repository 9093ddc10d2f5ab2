from dateutil.relativedelta import relativedelta

from odoo.exceptions import UserError
from odoo.tests import tagged, users

from odoo.addons.deal_service.hooks import _fill_installed_base

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestInstalledBase(ServiceCommon):
    def test_a_delivered_serial_number_gets_its_card(self):
        deal = self._ship_deal("SN-1")
        self.assertRecordValues(
            deal.piece_ids,
            [
                {
                    "name": "SN-1",
                    "partner_id": self.entity.id,
                    "state": "customer",
                    "warranty_until": self._days(0) + relativedelta(months=24),
                    "user_id": self.manager.id,
                    "is_under_warranty": True,
                    "is_under_contract": False,
                }
            ],
        )

    def test_it_comes_back_and_goes_to_another(self):
        deal = self._ship_deal("SN-1")
        piece = deal.piece_ids
        self._send_back(deal)
        self.assertEqual(piece.state, "returned")
        other = self.make_legal_entity("Kazan Works", vat="7736050003")
        again = self._agree((self.chamber, 1), legal_entity_id=other.id)
        self._deliver(again.quotation_id)
        self.assertEqual(again.piece_ids, piece)
        self.assertEqual((piece.state, piece.partner_id), ("customer", other))

    def test_series_and_goods_without_number_have_no_card(self):
        self._put(self.bought, 2)
        self._deliver(self._agree((self.bought, 2)).quotation_id)
        self.assertFalse(self.env["service.piece"].search([("product_id", "=", self.bought.id)]))

    def test_deliveries_from_before_are_found(self):
        piece = self._ship_deal("SN-1", "SN-2").piece_ids
        returned = self._ship_deal("SN-3")
        self._send_back(returned)
        lots = piece.lot_id | returned.piece_ids.lot_id
        self.env["service.visit.line"].search([]).unlink()
        self.env["service.visit"].search([]).piece_ids = False
        self.env["service.piece"].search([("lot_id", "in", lots.ids)]).unlink()
        _fill_installed_base(self.env)
        found = self.env["service.piece"].search([("lot_id", "in", lots.ids)])
        self.assertEqual(set(found.mapped("name")), {"SN-1", "SN-2"})

    @users("service_engineer")
    def test_the_label_leads_to_the_card(self):
        piece = self._make_piece("SN-77")
        pieces = self.env["service.piece"]
        self.assertEqual(pieces.find_by_label(" SN-77 ")["res_id"], piece.id)
        self.chamber.sudo().barcode = "4600000000008"
        self.assertEqual(pieces.find_by_label("010460000000000821SN-77")["res_id"], piece.id)
        with self.assertRaisesRegex(UserError, "No delivered piece"):
            pieces.find_by_label("SN-78")

    def test_the_card_knows_what_was_done(self):
        deal = self._ship_deal("SN-1")
        piece = deal.piece_ids
        visit = self._commission(deal)
        contract = self._contract(piece)
        contract.action_conclude()
        rows = [(fact["label"], fact["res_id"]) for fact in piece.facts]
        self.assertEqual(rows, [("Commissioning act", visit.id), ("Service contract", contract.id)])
        self.assertTrue(piece.is_under_contract)
        self.assertIn(piece, self.env["service.piece"].search([("is_under_contract", "=", True)]))
        self.assertNotIn(piece, self.env["service.piece"].search([("is_under_warranty", "=", False)]))

    def test_shipping_many_costs_no_more_queries_each(self):
        costs = []
        for count in (2, 12):
            names = [f"Q{count}-{number}" for number in range(count)]
            self._stock_serials(*names)
            order = self._agree((self.chamber, count)).quotation_id
            lines = self.env["stock.move.line"].browse(order.picking_ids.move_line_ids.ids)
            self.env.flush_all()
            self.env.invalidate_all()
            costs.append(self.count_queries(lines._note_pieces))
        self.assertLessEqual(costs[1], costs[0])

    def test_lists_cost_no_more_queries_with_more_pieces(self):
        costs = []
        for count in (1, 6):
            pieces = self._ship_deal(*[f"L{count}-{number}" for number in range(count)]).piece_ids
            pieces = self.env["service.piece"].browse(pieces.ids)
            names = ["name", "facts", "is_under_contract", "is_under_warranty", "open_request_count"]
            self.env.invalidate_all()
            costs.append(self.count_queries(lambda pieces=pieces, names=names: pieces.read(names)))
        self.assertEqual(costs[0], costs[1])

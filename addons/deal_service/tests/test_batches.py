from odoo import Command
from odoo.tests import tagged

from .common import DATA_URL, ServiceMoneyCommon


@tagged("post_install", "-at_install")
class TestBatches(ServiceMoneyCommon):
    """Many records cost no more statements than a few, where people wait for them."""

    def costs(self, make, do):
        """Statements of the same step on two and on eight records, with nothing in the cache."""
        counted = []
        for number in (2, 8):
            records = make(number)
            self.env.flush_all()
            self.env.invalidate_all()
            counted.append(self.count_queries(lambda records=records: do(records)))
        return counted

    def requests(self, number):
        piece = self._make_piece(f"R{number}")
        return self.env["service.request"].create(
            [{"subject": "Noise", "partner_id": self.entity.id, "piece_id": piece.id} for _row in range(number)]
        )

    def visits(self, number):
        piece = self._make_piece(f"V{number}")
        row = {"partner_id": self.entity.id, "piece_ids": [Command.set(piece.ids)], "engineer_id": self.engineer.id}
        return self.env["service.visit"].create([dict(row) for _visit in range(number)])

    def test_the_board_of_requests(self):
        names = ["display_name", "cover", "deadline", "is_late", "user_id", "team_id", "contract_id"]
        few, many = self.costs(self.requests, lambda records: records.read(names))
        self.assertEqual(few, many)

    def test_the_calendar_of_visits(self):
        names = ["display_name", "planned_start", "planned_end", "engineer_id", "is_late", "kind", "state"]
        few, many = self.costs(self.visits, lambda records: records.read(names))
        self.assertEqual(few, many)

    def test_who_pays_is_looked_up_once(self):
        pieces = self._ship_deal("SN-1", "SN-2", "SN-3").piece_ids
        self._contract(pieces).action_conclude()
        few, many = self.costs(
            lambda number: self.env["service.request"].concat(
                *(self.env["service.request"].new({"piece_id": pieces[row % 3].id}) for row in range(number))
            ),
            lambda records: records._compute_cover(),
        )
        self.assertLessEqual(many - few, 2)

    def test_a_page_of_the_telephone(self):
        def make(number):
            self.visits(number)
            return self.env["service.visit"].with_user(self.engineer)

        few, many = self.costs(make, lambda visits: visits.get_field_page())
        self.assertLessEqual(many - few, 6)

    def test_closing_points_of_a_list_of_deals(self):
        """Most deals cannot close yet: asking them costs nothing."""
        deals = self._ship_deal("SN-1")
        deals |= self._agree((self.pump, 1))
        lost = self.make_deal()
        self.env.flush_all()
        lost = self.env["crm.lead"].browse(lost.ids)
        lost.mapped("stage_code")
        with self.assertQueryCount(0):
            lost._close_when_done()

    def test_open_requests_are_counted_at_once(self):
        def make(number):
            pieces = self._ship_deal(*[f"C{number}-{row}" for row in range(number)]).piece_ids
            self.env["service.request"].create(
                [{"subject": "Noise", "partner_id": self.entity.id, "piece_id": piece.id} for piece in pieces]
            )
            return self.env["service.piece"].browse(pieces.ids)

        few, many = self.costs(make, lambda pieces: pieces.mapped("open_request_count"))
        self.assertEqual(few, many)

    def test_entries_of_a_telephone_cost_the_same_each(self):
        """The tenth remark costs what the second did."""
        visit = self.visits(1)
        visits = self.env["service.visit"].with_user(self.engineer)

        def entries(first, last):
            return [
                {"key": f"cost-{number}", "visit_id": visit.id, "kind": "remark", "values": {"text": str(number)}}
                for number in range(first, last)
            ]

        visits.sync_entries(entries(0, 2))
        early = self.count_queries(lambda: visits.sync_entries(entries(2, 5)))
        visits.sync_entries(entries(5, 20))
        late = self.count_queries(lambda: visits.sync_entries(entries(20, 23)))
        self.assertLessEqual(late, early)
        again = self.count_queries(lambda: visits.sync_entries(entries(20, 23)))
        self.assertLessEqual(again, 3, "What is there already is looked up and not done again.")

    def test_photos_are_kept_beside_the_database(self):
        visit = self.visits(1)
        entry = {"key": "p", "visit_id": visit.id, "kind": "photo", "values": {"name": "door", "url": DATA_URL}}
        self.assertFalse(self.env["service.visit"].with_user(self.engineer).sync_entries([entry])["p"])
        photo = visit.photo_ids
        self.assertTrue(photo._fields["image"].attachment)
        stored = (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", photo._name), ("res_id", "=", photo.id), ("res_field", "=", "image")])
        )
        self.assertEqual(len(stored), 1)

from odoo.tests import tagged, users

from .common import DATA_URL, ServiceCommon


@tagged("post_install", "-at_install")
class TestPhone(ServiceCommon):
    """What a telephone sends, in any order of networks."""

    def setUp(self):
        super().setUp()
        self.visit = self._ship_deal("SN-1").visit_ids
        self.visit.engineer_id = self.engineer
        self.visits = self.env["service.visit"].with_user(self.engineer)

    def send(self, kind, key=None, visit=None, **values):
        """What the server says to one entry: False when it took it over."""
        key = key or f"k{kind}{len(values)}"
        entry = {"key": key, "visit_id": (visit or self.visit).id, "kind": kind, "values": values}
        return self.visits.sync_entries([entry])[key]

    @users("service_engineer")
    def test_a_whole_visit_is_done_on_the_telephone(self):
        self.send("start")
        check, number, words = self.visit.line_ids
        self.send("line", "a", line_id=check.id, is_checked=True)
        self.send("line", "b", line_id=number.id, value=-72.5, is_measured=True)
        self.send("line", "c", line_id=words.id, words="quiet")
        self.send("report", hours=2.5, result="Runs")
        self.send("remark", text="Door squeaks")
        self.send("photo", name="door.jpg", url=DATA_URL)
        self.send("sign", signed_by="Ivanov", url=DATA_URL)
        self.assertFalse(self.send("done"))
        self.assertRecordValues(self.visit, [{"state": "done", "hours": 2.5, "result": "Runs", "signed_by": "Ivanov"}])
        self.assertEqual(len(self.visit.photo_ids), 1)
        self.assertEqual(self.visit.remark_ids.text, "Door squeaks")
        self.assertEqual(self.visit.deal_id.stage_code, "service")

    def test_twice_is_once(self):
        self.assertFalse(self.send("remark", "same", text="Door squeaks"))
        self.assertFalse(self.send("remark", "same", text="Door squeaks"))
        self.assertEqual(len(self.visit.remark_ids), 1)

    def test_a_refused_entry_says_why_and_stops_no_other(self):
        entries = [
            {"key": "1", "visit_id": self.visit.id, "kind": "done", "values": {}},
            {"key": "2", "visit_id": self.visit.id, "kind": "remark", "values": {"text": "Kept"}},
        ]
        answers = self.visits.sync_entries(entries)
        self.assertIn("Still to be filled in", answers["1"])
        self.assertFalse(answers["2"])
        self.assertEqual(self.visit.state, "planned")
        # It may be sent again once it is right.
        self._fill_in(self.visit)
        self._sign(self.visit)
        self.assertFalse(self.visits.sync_entries(entries[:1])["1"])
        self.assertEqual(self.visit.state, "done")

    def test_what_no_telephone_sends_is_refused(self):
        self.assertIn("older than the server", self.send("explode"))
        self.assertIn("not on the checklist", self.send("line", line_id=0))
        self.assertIn("no photo", self.send("photo", name="x", url="data:text/html;base64,PGI+"))
        self.assertIn("Which part", self.send("part", code="no such part", quantity=1))
        line = self.visit.line_ids[0]
        self.assertFalse(self.send("line", "x", line_id=line.id, name="Renamed", visit_id=0, is_checked=True))
        self.assertEqual((line.name, line.is_checked), ("Earthed", True))

    def test_only_the_own_visits(self):
        self.visit.engineer_id = self.colleague_engineer
        self.assertTrue(self.send("remark", text="Not mine"))
        self.assertFalse(self.visit.remark_ids)
        self.assertNotIn(self.visit.id, [row["id"] for row in self.visits.get_field_page()["visits"]])

    def test_parts_are_found_by_number_or_name(self):
        self.part.default_code = "P-100"
        self.assertFalse(self.send("part", code="p-100", quantity=2))
        self.assertRecordValues(self.visit.part_ids, [{"product_id": self.part.id, "quantity": 2}])

    def test_what_is_done_stands_last(self):
        later = self.visit.copy({"engineer_id": self.engineer.id, "planned_start": f"{self._days(3)} 09:00:00"})
        self.visit.planned_start = f"{self._days(1)} 09:00:00"
        self.assertEqual([row["id"] for row in self.visits.get_field_page()["visits"]], [self.visit.id, later.id])
        self._fill_in(self.visit)
        self._sign(self.visit)
        self.visit.action_done()
        self.assertEqual([row["id"] for row in self.visits.get_field_page()["visits"]], [later.id, self.visit.id])

    def test_the_page_shows_what_is_to_be_done(self):
        row = next(row for row in self.visits.get_field_page()["visits"] if row["id"] == self.visit.id)
        self.assertEqual((row["customer"], row["state"]), (self.entity.name, "planned"))
        self.assertEqual([line["limits"] for line in row["lines"]], ["", "-80 … -70 °C", ""])

from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged, users
from odoo.tools import mute_logger

from .common import DATA_URL, ServiceCommon

NOISE = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.text(max_size=5), st.lists(st.integers(), max_size=2)
)
KINDS = ("start", "line", "report", "remark", "part", "photo", "sign", "done", "explode")


@tagged("post_install", "-at_install")
class TestPhoneRefused(ServiceCommon):
    """Whatever a telephone sends is answered with a sentence: what cannot be digested must not stop the rest."""

    def setUp(self):
        super().setUp()
        self.visit = self._ship_deal("SN-1").visit_ids
        self.visit.engineer_id = self.engineer
        self.visits = self.env["service.visit"].with_user(self.engineer)
        self.number = 0

    def entry(self, kind, visit=None, at=None, **values):
        self.number += 1
        visit_id = (visit or self.visit).id
        return {"key": f"refused-{self.number}", "visit_id": visit_id, "kind": kind, "values": values, "at": at}

    def send(self, kind, **values):
        entry = self.entry(kind, **values)
        return self.visits.sync_entries([entry])[entry["key"]]

    def test_the_database_refuses_with_its_sentence(self):
        self.assertEqual(self.send("report", hours=-1), "Hours worked cannot be below zero.")
        self.part.default_code = "P-1"
        refused = self.send("part", code="P-1", quantity=0)
        self.assertEqual(refused, "The quantity of a part must be above zero.")
        self.assertFalse(self.visit.part_ids)

    @mute_logger("odoo.addons.deal_service.models.service_visit_entry")
    def test_what_is_missing_or_of_another_kind(self):
        line = self.visit.line_ids[1].id
        for kind, values in (
            ("line", {}),
            ("line", {"line_id": line, "value": "cold"}),
            ("part", {"code": "x"}),
            ("part", {"code": 5, "quantity": 1}),
            ("sign", {"signed_by": "Ivanov"}),
            ("photo", {"name": "x", "url": 7}),
            ("report", {"hours": "many"}),
        ):
            with self.subTest(kind=kind, values=values):
                self.assertTrue(self.send(kind, **values))
        self.assertRecordValues(self.visit, [{"signature": False, "hours": 0, "state": "planned"}])

    @mute_logger("odoo.addons.deal_service.models.service_visit_entry")
    def test_a_bad_one_stops_no_good_one(self):
        entries = [self.entry("line"), self.entry("report", hours=-1), self.entry("remark", text="Kept")]
        answers = self.visits.sync_entries(entries)
        self.assertEqual([bool(answer) for answer in answers.values()], [True, True, False])
        self.assertEqual(self.visit.remark_ids.mapped("text"), ["Kept"])

    def test_a_visit_that_is_gone(self):
        gone = self.visit.copy()
        entry = self.entry("remark", visit=gone, text="Too late")
        gone.unlink()
        self.assertTrue(self.visits.sync_entries([entry])[entry["key"]])

    @mute_logger("odoo.addons.deal_service.models.service_visit_entry")
    def test_a_visit_that_never_was(self):
        entry = {"key": "nowhere", "visit_id": None, "kind": "start", "values": {}}
        self.assertIn("load it again", self.visits.sync_entries([entry])["nowhere"])

    def test_a_visit_that_was_done_in_the_office(self):
        self._commission(self.visit.deal_id)
        self.assertIn("is over", self.send("remark", text="One more"))
        self.assertIn("is over", self.send("done"))

    def test_pictures_of_fifty_megabytes(self):
        huge = "data:image/jpeg;base64," + "A" * (50 * 1024 * 1024 * 4 // 3 // 4 * 4)
        self.assertIn("49 MB, 20 are allowed", self.send("photo", name="film", url=huge))
        self.assertIn("49 MB, 20 are allowed", self.send("sign", signed_by="Ivanov", url=huge))
        self.assertFalse(self.visit.photo_ids or self.visit.signature)

    def test_a_colleague_who_has_the_visit_now(self):
        self.visit.engineer_id = self.colleague_engineer
        answer = self.send("start")
        self.assertTrue(answer)
        self.assertEqual(self.visit.state, "planned")

    def test_only_the_own_key_counts_as_sent(self):
        """Something else that is unique and there already must not be taken for an entry that was done."""

        lot = self.visit.piece_ids.lot_id

        def collide(visit, values, moment):
            visit.env["service.piece"].sudo().create({"lot_id": lot.id})

        with patch.object(type(self.visit), "_apply_remark", collide):
            refused = self.send("remark", text="x")
        self.assertEqual(refused, "This serial number is in the installed base already.")

    def test_an_entry_that_a_request_beside_took_over(self):
        entry = self.entry("remark", text="Once")
        taken = {"key": entry["key"], "visit_id": self.visit.id, "kind": "remark"}
        self.env["service.visit.entry"].create(taken)
        # As if the other request had not been there yet when this one looked.
        with patch.object(type(self.env["service.visit.entry"]), "search_count", return_value=0):
            self.assertFalse(self.visits.sync_entries([entry])[entry["key"]])
        self.assertFalse(self.visit.remark_ids)

    @mute_logger("odoo.addons.deal_service.models.service_visit_entry", "odoo.sql_db")
    @settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
    @given(
        kind=st.sampled_from(KINDS),
        values=st.dictionaries(
            st.sampled_from(
                ("line_id", "value", "words", "hours", "text", "code", "quantity", "name", "url", "signed_by")
            ),
            NOISE,
            max_size=4,
        ),
        at=NOISE,
    )
    def test_noise_is_answered(self, kind, values, at):
        with self.env.cr.savepoint() as savepoint:
            entry = self.entry(kind, at=at, **values)
            answer = self.visits.sync_entries([entry])[entry["key"]]
            self.assertTrue(answer is False or (isinstance(answer, str) and answer))
            savepoint.rollback()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestPhoneClock(ServiceCommon):
    """Work is dated when it was done, not when the network came back."""

    def setUp(self):
        super().setUp()
        self.visit = self._ship_deal("SN-1").visit_ids
        self.visit.engineer_id = self.engineer
        self._fill_in(self.visit)
        self.now = fields.Datetime.now().replace(microsecond=0)

    def send(self, *moments):
        """Begin, sign and finish at these moments, all sent when the network came back."""
        rows = zip(("start", "sign", "done"), moments, strict=False)
        entries = [
            {
                "key": f"clock-{kind}",
                "visit_id": self.visit.id,
                "kind": kind,
                "values": {"signed_by": "Ivanov", "url": DATA_URL} if kind == "sign" else {},
                "at": moment if isinstance(moment, str) else fields.Datetime.to_string(moment),
            }
            for kind, moment in rows
        ]
        return self.env["service.visit"].with_user(self.engineer).sync_entries(entries)

    def ago(self, **values):
        return fields.Datetime.subtract(self.now, **values)

    @users("service_engineer")
    def test_a_visit_without_network(self):
        moments = self.ago(hours=5), self.ago(hours=3), self.ago(hours=2)
        self.assertFalse(any(self.send(*moments).values()))
        self.assertRecordValues(
            self.visit,
            [
                {
                    "started_at": moments[0],
                    "signed_at": moments[1],
                    "ended_at": moments[2],
                    "hours": 3.0,
                    "state": "done",
                }
            ],
        )

    def test_a_clock_that_is_ahead_is_not_believed(self):
        with freeze_time(self.now):
            self.send(fields.Datetime.add(self.now, days=2))
        self.assertEqual(self.visit.started_at, self.now)

    def test_a_clock_that_is_far_behind_is_not_believed(self):
        with freeze_time(self.now):
            self.send("2001-01-01 00:00:00")
        self.assertEqual(self.visit.started_at, self.ago(days=14))

    @mute_logger("odoo.addons.deal_service.models.service_visit_entry")
    def test_no_clock_at_all(self):
        self.assertIn("load it again", self.send("yesterday")["clock-start"])
        with freeze_time(self.now):
            self.visit._apply_entry({"kind": "start", "values": {}})
        self.assertEqual(self.visit.started_at, self.now)

    def test_an_end_before_the_beginning_is_the_beginning(self):
        self.send(self.ago(hours=1), self.ago(hours=2), self.ago(hours=3))
        self.assertRecordValues(self.visit, [{"ended_at": self.ago(hours=1), "hours": 0, "state": "done"}])

    def test_hours_that_were_written_stay(self):
        self.visit.hours = 1.5
        self.send(self.ago(hours=5), self.ago(hours=3), self.ago(hours=2))
        self.assertEqual(self.visit.hours, 1.5)

    def test_the_office_keeps_its_own_time(self):
        with freeze_time(self.now):
            self.visit.action_start()
        with self.assertRaisesRegex(UserError, "not signed"):
            self.visit.action_done()
        self._sign(self.visit)
        with freeze_time(fields.Datetime.add(self.now, hours=2)):
            self.visit.action_done()
        self.assertEqual(self.visit.hours, 2)

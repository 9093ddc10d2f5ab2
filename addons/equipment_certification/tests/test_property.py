import os
import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..models.equipment_certification_gate import Piece
from .common import CertificationCommon

LONG = bool(os.environ.get("LONG"))
PLAIN = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=400 if LONG else 60)
KINDS = ("certificate", "attestation", "calibration")
LEVELS = ("none", "warn", "block")
MOMENTS = ("at_shipment", "at_act", "at_closing")

documents = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "scope": st.sampled_from(("product", "series", "serial")),
        "lots": st.frozensets(st.integers(0, 3), min_size=1),
        "product": st.integers(0, 1),
        "start": st.integers(-5, 5),
        "days": st.one_of(st.none(), st.integers(0, 6)),
        "state": st.sampled_from(("issued", "issued", "suspended", "expired", "at_body", "refused")),
    }
)
rules = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "scope": st.sampled_from(("product", "series", "serial")),
        "active": st.booleans(),
        **{moment: st.sampled_from(LEVELS) for moment in MOMENTS},
    }
)


@tagged("post_install", "-at_install")
class TestAgainstPlainWords(CertificationCommon):
    """What the gate finds in a few queries is what plain words say, document by document and day by day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule.unlink()
        cls.other = cls._product("Other chamber", tracking="serial", equipment_type_id=cls.chambers.id)
        cls.products = (cls.chamber, cls.other)
        # Two numbers of each; goods without a number stand for what nobody knows a number of.
        cls.numbers = cls.env["stock.lot"].create(
            [{"name": f"P-{number}", "product_id": cls.products[number % 2].id} for number in range(4)]
        )
        cls.pieces = [cls._piece(lot.product_id, lot) for lot in cls.numbers]
        cls.pieces += [cls._piece(product, cls.env["stock.lot"]) for product in cls.products]

    @classmethod
    def _piece(cls, product, lot):
        return Piece(product, lot, cls.chambers, cls.env["sale.order"], lot)

    def _make(self, document):
        """Past its own checks: two documents may stand for one piece here, and one may lack its number."""
        start = self._days(document["start"])
        is_unlimited = document["days"] is None
        certificate = self._root["equipment.certificate"].create(
            {
                "name": "A",
                "kind": document["kind"],
                "scope": document["scope"],
                "state": "refused",
                "product_ids": [Command.set(self.products[document["product"]].ids)],
                "lot_ids": [Command.set([self.numbers[number].id for number in document["lots"]])],
                "valid_from": start,
                "is_unlimited": is_unlimited,
                "valid_until": not is_unlimited and self._days(document["start"] + document["days"]),
            }
        )
        certificate.flush_recordset()
        self.env.cr.execute(
            "UPDATE equipment_certificate SET state = %s WHERE id = %s", [document["state"], certificate.id]
        )
        certificate.invalidate_recordset(["state"])

    def _covers(self, document, rule, piece, day):
        ends = document["days"] is None or document["start"] + document["days"] >= day
        valid = document["state"] == "issued" and document["start"] <= day and ends
        names_it = piece.lot and any(self.numbers[number] == piece.lot for number in document["lots"])
        of_product = (
            rule["scope"] == document["scope"] == "product" and self.products[document["product"]] == piece.product
        )
        return valid and document["kind"] == rule["kind"] and bool(names_it or of_product)

    @PLAIN
    @given(
        st.lists(documents, max_size=5),
        st.lists(rules, max_size=3, unique_by=lambda rule: rule["kind"]),
        st.sampled_from((*MOMENTS, None)),
        st.integers(-6, 12),
    )
    def test_the_gate_says_what_plain_words_say(self, papers, demands, moment, day):
        with self.env.cr.savepoint() as savepoint:
            for document in papers:
                self._make(document)
            made = [self._rule(self.chambers, **demand) for demand in demands]
            found = self.env["equipment.certification.gate"]._find_missing(self.pieces, moment, self._days(day))
            expected = set()
            for rule, record in zip(demands, made, strict=True):
                level = max((rule[name] for name in ([moment] if moment else MOMENTS)), key=LEVELS.index)
                if rule["active"] and level != "none":
                    expected |= {
                        (piece, record, level)
                        for piece in self.pieces
                        if not any(self._covers(document, rule, piece, day) for document in papers)
                    }
            self.assertEqual({tuple(row) for row in found}, expected)
            self.assertEqual(len(found), len(expected), "none is named twice")
            self.env.flush_all()
            savepoint.rollback()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestAnyOrder(CertificationCommon):
    """Whatever people press in whatever order: no piece passes without its document, and nothing is told twice."""

    STEPS = ("request", "take", "number", "issue", "suspend", "renew", "cron", "ship", "release", "refuse", "again")

    def _step(self, name, deal, picking):
        certificate = deal.certificate_ids.sorted("id")[-1:]
        steps = {
            "request": certificate.action_request,
            "take": certificate.action_take_pieces,
            "number": lambda: certificate.write({"name": f"A-{certificate.id}"}),
            "issue": certificate.action_issue,
            "suspend": certificate.action_suspend,
            "renew": certificate.action_renew,
            "cron": certificate._follow_end,
            "ship": lambda: self._validate(picking),
            "release": lambda: self._release(deal),
            "refuse": certificate.action_refuse,
            "again": certificate.action_ask_again,
        }
        try:
            with self.env.cr.savepoint():
                steps[name]()
                self.env.flush_all()
        except (UserError, ValidationError):
            self.env.invalidate_all()

    def _is_covered(self, lot):
        """In plain words, from the rows themselves."""
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT 1 FROM equipment_certificate c
                 JOIN equipment_certificate_lot_rel r ON r.equipment_certificate_id = c.id
                WHERE r.stock_lot_id = %s AND c.state = 'issued' AND c.kind = 'attestation' AND c.valid_from <= %s
                  AND (c.is_unlimited OR c.valid_until >= %s)""",
            [lot.id, self._days(0), self._days(0)],
        )
        return bool(self.env.cr.rowcount)

    def test_no_piece_passes_without_its_document(self):
        self.rule.write({"at_shipment": "block", "body_ids": [Command.set(self.body.ids)]})
        chance = random.Random(11)
        for number in range(60 if LONG else 8):
            with self.subTest(number=number):
                deal, picking = self._sell(f"R-{number}")
                lot, seen = self.lots, []
                for _step in range(12):
                    name = chance.choice(self.STEPS)
                    seen.append(name)
                    released = bool(self.env["equipment.certification.release"].search([("lot_id", "=", lot.id)]))
                    covered, before = self._is_covered(lot), picking.state
                    self._step(name, deal, picking)
                    if before != "done" and picking.state == "done":
                        self.assertTrue(covered or released, seen)
                    if name == "ship" and before != "done" and (covered or released):
                        self.assertEqual(picking.state, "done", seen)
                self._assert_tasks(deal, seen)

    def _assert_tasks(self, deal, seen):
        for certificate in deal.certificate_ids | deal.certificate_ids.next_ids:
            for kind in ("request", "await", "renew"):
                self.assertLessEqual(len(self._cert_tasks(certificate, kind)), 1, seen)
            wanted = {"to_request": "request", "at_body": "await"}.get(certificate.state)
            if wanted:
                self.assertEqual(len(self._cert_tasks(certificate, wanted)), 1, seen)

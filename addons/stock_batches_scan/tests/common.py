from datetime import date
from itertools import count

from odoo.addons.stock_batches.tests.common import SeriesCommon


class ScanCommon(SeriesCommon):
    """A warehouse with two places, goods with a barcode, and handhelds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.numbers = count(1)
        cls.product.barcode = "4600000000015"
        cls.shelf_a.barcode, cls.shelf_b.barcode = "SHELF-A", "SHELF-B"
        cls.warehouse.out_type_id.create_backorder = "ask"
        # Nobody prints while tests run.
        cls.env["stock.label.printer"].search([("kind", "=", "zpl")]).active = False

    def _handheld(self, user, scenario, session=None, device="handheld-1"):
        return Handheld(self, user, scenario, session, device)

    def _pick_of(self, quantity, *series, product=None):
        """A reserved delivery of series [(name, made, quantity, place)] that lie there."""
        for name, made, pieces, place in series:
            self._make_lot(name, made, product, pieces, place)
        picking = self._make_picking("out", quantity, product)
        picking.action_assign()
        return picking

    def _two_places(self, quantity=8):
        """OLD lies at B, NEW at A; five of each."""
        return self._pick_of(
            quantity, ("OLD", date(2025, 1, 1), 5, self.shelf_b), ("NEW", date(2025, 6, 1), 5, self.shelf_a)
        )


class Handheld:
    """What one person does in one piece of work; every call returns the server's answer."""

    def __init__(self, test, user, scenario, session=None, device="handheld-1"):
        self.test, self.user, self.scenario, self.device = test, user, scenario, device
        self.session = session or f"session-{next(test.numbers)}"
        self.last = None

    def send(self, action, uid=None, **data):
        sessions = self.test.env["stock.scan.session"].with_user(self.user)
        sent = {
            "uid": uid or f"scan-{next(self.test.numbers)}",
            "session": self.session,
            "device": self.device,
            "at": "2026-11-01T10:00:00Z",
            "action": action,
            **data,
        }
        self.test.env.flush_all()
        self.test.env.invalidate_all()
        self.last = sessions._answer(self.scenario, sent)
        self.test.env.invalidate_all()
        return self.last

    def start(self, **data):
        return self.send("start", **data)

    def scan(self, code, **data):
        return self.send("scan", code=code, **data)

    def set(self, name, value, **data):
        return self.send("set", name=name, value=value, **data)

    def press(self, name, value=None, **data):
        return self.send("press", name=name, value=value, **data)

    def undo(self, **data):
        return self.send("undo", **data)

    def follow(self):
        """The piece of work that the last answer leads to, started."""
        go = self.last["go"]
        there = Handheld(self.test, self.user, go["scenario"], go["session"], self.device)
        there.start()
        return there

    @property
    def word(self):
        return self.last["message"]["text"]

    @property
    def kind(self):
        return self.last["message"] and self.last["message"]["kind"]

    @property
    def screen(self):
        return self.last["screen"]

    def line(self, series):
        return next(line for line in self.screen["lines"] if line["series"] == series)


class PickCommon(ScanCommon):
    def _start(self, picking, user=None, **more):
        """A handheld on this transfer, opened by scanning it."""
        home = self._handheld(user or self.worker, "home", **more)
        home.start()
        home.scan(picking.name)
        return home.follow()

    def _done(self, picking):
        return {line.lot_id.name: line.quantity for line in picking.move_line_ids}

    def _make_reason(self):
        return self.env["stock.series.release.reason"].create({"name": "Scan: box is damaged"})

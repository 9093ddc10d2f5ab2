import importlib.util
import json
import os
import tempfile
from pathlib import Path

from odoo.tests import BaseCase, tagged

BRIDGE = Path(__file__).resolve().parents[1] / "bridge"
CALLER, LINE = "79161234567", "74951000000"


def load(name):
    """A module of the bridge, which is no part of Odoo's process otherwise."""
    spec = importlib.util.spec_from_file_location(f"bridge_{name}", BRIDGE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Call:
    """The events of one call, as Asterisk sends them."""

    def __init__(self, linkedid, src=CALLER, exten=LINE, channel="PJSIP/trunk-0001", begun=1795435200.0):
        self.linkedid, self.src, self.now, self.channel = linkedid, src, begun, channel
        self.first = self.event(
            "Newchannel", Channel=channel, Uniqueid=linkedid, CallerIDNum=src, Exten=exten, ChanVariable="A=b"
        )

    def event(self, kind, **fields):
        self.now += 1
        return {"Event": kind, "Linkedid": self.linkedid, "Timestamp": f"{self.now:.6f}", **fields}

    def rings(self, extension, **fields):
        dest = f"PJSIP/{extension}-0a"
        names = {"Channel": self.channel, "CallerIDNum": self.src, "DestChannel": dest, "DestUniqueid": f"u{extension}"}
        return [
            self.event("Newchannel", Channel=dest, Uniqueid=f"u{extension}", CallerIDNum="<unknown>", Exten="s"),
            self.event("DialBegin", **names | fields),
        ]

    def ends(self, extension, status):
        return self.event("DialEnd", DestChannel=f"PJSIP/{extension}-0a", DialStatus=status)

    def hangs_up(self, *channels):
        return [
            self.event("Hangup", Channel=channel, Uniqueid=self.linkedid if channel == self.channel else "other")
            for channel in channels
        ]


@tagged("post_install", "-at_install")
class TestTracker(BaseCase):
    """What the events mean."""

    def setUp(self):
        super().setUp()
        self.tracker = load("tracker").Tracker({})

    def feed(self, *events):
        return [told for event in events for told in self.tracker.feed(event)[1]]

    def kinds(self, told):
        return [(event["kind"], event.get("extension")) for event in told]

    def test_one_call_taken(self):
        call = Call("1")
        told = self.feed(call.first, *call.rings("201"), call.ends("201", "ANSWER"))
        self.assertEqual(self.kinds(told), [("ring", "201"), ("answer", "201")])
        self.assertEqual((told[0]["number"], told[0]["did"]), (CALLER, LINE))
        told = self.feed(*call.hangs_up("PJSIP/201-0a", "PJSIP/trunk-0001"))
        self.assertEqual(self.kinds(told), [("hangup", None), ("call", None)])
        whole = told[1]["call"]
        self.assertEqual(
            [whole[name] for name in ("direction", "answered", "employee", "src", "did")],
            ["in", True, "201", CALLER, LINE],
        )
        self.assertLess(whole["start"], whole["answer"])
        self.assertFalse(self.tracker.calls)

    def test_nobody_took_it(self):
        call = Call("1")
        told = self.feed(call.first, *call.rings("201"), call.ends("201", "CANCEL"))
        told += self.feed(*call.hangs_up("PJSIP/201-0a", "PJSIP/trunk-0001"))
        self.assertEqual(self.kinds(told), [("ring", "201"), ("hangup", None), ("call", None)])
        self.assertEqual((told[-1]["call"]["answered"], told[-1]["call"]["employee"]), (False, "201"))

    def test_through_a_queue(self):
        call = Call("1")
        local = "Local/201@queue-01;2"
        told = self.feed(
            call.first,
            call.event("DialEnd", DestChannel="Local/201@queue-01;1", DialStatus="ANSWER"),
            *call.rings("201", Channel=local, CallerIDNum="2200100"),
            *call.rings("202", Channel=local, CallerIDNum="2200100"),
            call.ends("201", "NOANSWER"),
            call.ends("202", "ANSWER"),
        )
        self.assertEqual(self.kinds(told), [("ring", "201"), ("ring", "202"), ("answer", "202")])

    def test_passed_on(self):
        call = Call("1")
        self.feed(call.first, *call.rings("201"), call.ends("201", "ANSWER"), *call.rings("202"))
        self.feed(call.ends("202", "ANSWER"))
        told = self.feed(*call.hangs_up("PJSIP/201-0a", "PJSIP/202-0a", "PJSIP/trunk-0001"))
        self.assertEqual([event["call"]["employee"] for event in told if event["kind"] == "call"], ["201", "202"])

    def test_inner_call_is_nobodys_business(self):
        call = Call("1", src="202", exten="201", channel="PJSIP/202-01")
        told = self.feed(call.first, *call.rings("201"), call.ends("201", "ANSWER"))
        self.assertEqual(self.kinds(told), [("answer", "201")])
        self.assertEqual(self.kinds(self.feed(*call.hangs_up("PJSIP/201-0a", "PJSIP/202-01"))), [("hangup", None)])

    def test_outgoing(self):
        call = Call("1", src="201", exten=CALLER, channel="PJSIP/201-01")
        begin = call.event("DialBegin", DestChannel="PJSIP/trunk-9", DialString=f"{CALLER}@trunk", CallerIDNum="201")
        told = self.feed(call.first, begin, call.event("DialEnd", DestChannel="PJSIP/trunk-9", DialStatus="ANSWER"))
        self.assertFalse(told)
        (_over, whole) = self.feed(*call.hangs_up("PJSIP/201-01"))
        self.assertEqual([whole["call"][name] for name in ("direction", "dst", "employee")], ["out", CALLER, "201"])

    def test_line_is_told_by_mikopbx(self):
        call = Call("1", exten="s")
        told = self.feed(call.first, *call.rings("201", ChanVariable=["X=1", f"FROM_DID={LINE}"]))
        self.assertEqual(told[0]["did"], LINE)

    def test_what_nobody_asked_for(self):
        for event in ({}, {"Event": "Newexten"}, {"Event": "Hangup"}, {"Event": "DialEnd", "Linkedid": "9"}):
            self.assertEqual(self.feed(event), [])
        begun_before = Call("7")
        self.assertEqual(self.kinds(self.feed(*begun_before.hangs_up(begun_before.channel))), [("hangup", None)])

    def test_ended_while_nobody_listened(self):
        gone, lives = Call("1"), Call("2")
        self.feed(gone.first, lives.first, *gone.rings("201"))
        known = list(self.tracker.calls)
        self.feed(Call("3").first, {"Event": "CoreShowChannel", "Linkedid": "2"})
        self.assertEqual(self.tracker.find_gone(known), ["1"])
        self.assertEqual(self.kinds(self.feed({"Event": "Gone", "Linkedid": "1"}))[0], ("hangup", None))


@tagged("post_install", "-at_install")
class TestSpool(BaseCase):
    """Killed at any point, the bridge knows what it has to tell, and tells it once."""

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "spool.db")
        self.module = load("spool")

    def open(self):
        spool = self.module.Spool(self.path)
        self.addCleanup(spool.close)
        return spool

    def test_kept_in_order_and_told_once(self):
        spool = self.open()
        events = [{"key": f"1:{kind}", "kind": kind} for kind in ("ring", "answer", "hangup")]
        spool.keep("1", {"src": "7"}, events)
        spool.keep("1", {"src": "7"}, events)
        self.assertEqual([event["kind"] for _place, event in spool.peek(9)], ["ring", "answer", "hangup"])
        spool.note_told([place for place, _event in spool.peek(2)])
        # The process is killed; the next one finds all there is.
        again = self.open()
        self.assertEqual(again.load_calls(), {"1": {"src": "7"}})
        again.keep("1", None, events)
        self.assertEqual([event["kind"] for _place, event in again.peek(9)], ["hangup"])
        self.assertFalse(again.load_calls())

    def test_killed_after_every_event_of_a_call(self):
        """Whatever came before the kill was kept with what it meant: together they tell the same as without a kill."""
        call = Call("1")
        events = [call.first, *call.rings("201"), call.ends("201", "ANSWER")]
        events += call.hangs_up("PJSIP/201-0a", "PJSIP/trunk-0001")
        for event in events:
            spool = self.open()
            tracker = load("tracker").Tracker(spool.load_calls())
            linkedid, told = tracker.feed(event)
            spool.keep(linkedid, tracker.calls.get(linkedid), told)
            spool.close()
        told = [event for _place, event in self.open().peek(99)]
        self.assertEqual([event["kind"] for event in told], ["ring", "answer", "hangup", "call"])
        self.assertTrue(told[-1]["call"]["answered"])
        self.assertTrue(json.dumps(told))

"""What the events of Asterisk mean: who is called, who took it, when it was over. Knows no network and no clock but theirs."""

import re
import time
from datetime import UTC, datetime

SHORTEST_OUTSIDE = 5
WATCHED = {"Newchannel", "DialBegin", "DialEnd", "Hangup", "Gone", "CoreShowChannel", "CoreShowChannelsComplete"}


def is_outside(number):
    return len("".join(filter(str.isdigit, number or ""))) >= SHORTEST_OUTSIDE


class Tracker:
    """`feed` an event, get what Odoo has to be told. `calls` is all its memory: {linkedid: dict}, kept by the spool."""

    def __init__(self, calls, extensions=r"\d{2,4}"):
        self.calls = calls
        self.telephone = re.compile(rf"(?:PJSIP|SIP|IAX2)/({extensions})-")
        self.alive = set()

    def feed(self, event):
        """(linkedid that it is about, events for Odoo).

        :param event: mapping with Asterisk's fields; values may be lists where a field came several times
        """
        kind = event.get("Event")
        linkedid = event.get("Linkedid") or event.get("DestLinkedid") or ""
        if kind not in WATCHED:
            return "", []
        if kind == "CoreShowChannel":
            self.alive.add(linkedid)
            return "", []
        if kind == "CoreShowChannelsComplete" or not linkedid:
            return "", []
        return linkedid, getattr(self, f"_on_{kind.lower()}")(linkedid, event)

    def find_gone(self, known):
        """Which of the calls `known` before ended while nobody listened; asked after all living channels were told."""
        gone, self.alive = (set(known) & set(self.calls)) - self.alive, set()
        return sorted(gone)

    def end(self, linkedid, at=None):
        """A call is over: what Odoo has to be told of it."""
        call = self.calls.pop(linkedid, None)
        if not call:
            return []
        at = at or _show(time.time())
        told = [self._tell(linkedid, "hangup", at)]
        return told + [
            self._tell(linkedid, "call", at, f":{place}", call=payload)
            for place, payload in enumerate(self._tell_whole(linkedid, call, at))
        ]

    # --- events --------------------------------------------------------------------------------------

    def _on_newchannel(self, linkedid, event):
        call = self.calls.setdefault(linkedid, _new_call(event))
        channel = event.get("Channel", "")
        if channel not in call["channels"]:
            call["channels"].append(channel)
        if event.get("Uniqueid") == linkedid:
            call["src"] = _number(event.get("CallerIDNum")) or call["src"]
            called = event.get("Exten", "")
            call["did"] = _variable(event, "FROM_DID") or (called if is_outside(called) else "")
            inner = self.telephone.match(channel)
            call["from"] = inner[1] if inner else ""
        return []

    def _on_dialbegin(self, linkedid, event):
        call = self.calls.setdefault(linkedid, _new_call(event))
        called = self.telephone.match(event.get("DestChannel") or "")
        # Through a queue it is a channel of its own that dials: the caller is known from the first one.
        number = _number(event.get("CallerIDNum"))
        number = number if is_outside(number) else call["src"]
        call["did"] = call["did"] or _variable(event, "FROM_DID")
        if not called:
            target = _number((event.get("DialString") or "").split("@")[0].split("/")[-1])
            call["dst"] = target if is_outside(target) else call["dst"]
            return []
        call["rang"] = [*call["rang"], called[1]] if called[1] not in call["rang"] else call["rang"]
        if not is_outside(number) and not (call["did"] and not number.isdigit()):
            return []
        call["src"] = call["src"] or number
        at = f":{called[1]}:{event.get('DestUniqueid', '')}"
        told = {"extension": called[1], "number": number, "did": call["did"]}
        return [self._tell(linkedid, "ring", _moment(event), at, **told)]

    def _on_dialend(self, linkedid, event):
        call = self.calls.get(linkedid)
        if not call or event.get("DialStatus") != "ANSWER":
            return []
        at, taken = _moment(event), self.telephone.match(event.get("DestChannel") or "")
        if not taken:
            if event.get("DestChannel", "").startswith("Local/"):
                return []
            call["answers"].append(["", at])
            return []
        call["answers"].append([taken[1], at])
        return [self._tell(linkedid, "answer", at, f":{taken[1]}", extension=taken[1])]

    def _on_hangup(self, linkedid, event):
        call = self.calls.get(linkedid)
        if not call:
            # Begun before the bridge was: cards, if there are any, have to go.
            over = event.get("Uniqueid") == linkedid
            return [self._tell(linkedid, "hangup", _moment(event))] if over else []
        channel = event.get("Channel", "")
        call["channels"] = [name for name in call["channels"] if name != channel]
        return [] if call["channels"] else self.end(linkedid, _moment(event))

    def _on_gone(self, linkedid, _event):
        return self.end(linkedid)

    # --- telling --------------------------------------------------------------------------------------

    @staticmethod
    def _tell(linkedid, kind, at, detail="", **values):
        return {"key": f"{linkedid}:{kind}{detail}", "kind": kind, "linkedid": linkedid, "at": at, **values}

    @staticmethod
    def _tell_whole(linkedid, call, end):
        """The finished call as `crm.phone.call._register_call` takes it; nothing for an inner one."""
        outgoing = not is_outside(call["src"]) and is_outside(call["dst"])
        came_in = is_outside(call["src"]) or (call["did"] and not call["from"])
        if not outgoing and not came_in:
            return []
        answers = sorted(call["answers"], key=lambda answer: answer[1])
        common = {
            "linkedid": linkedid,
            "direction": "out" if outgoing else "in",
            "start": call["start"],
            "end": end,
            "src": call["src"],
            "did": call["did"],
            "recording": "",
        }
        if not answers:
            rang = call["from"] if outgoing else (call["rang"] or [""])[0]
            dst = call["dst"] if outgoing else rang
            return [common | {"answered": False, "answer": False, "employee": rang, "dst": dst}]
        return [
            common
            | {
                "answered": True,
                "answer": at,
                "employee": call["from"] if outgoing else extension,
                "dst": call["dst"] if outgoing else extension,
            }
            for extension, at in answers
        ]


def _new_call(event):
    return {
        "start": _moment(event),
        "src": "",
        "dst": "",
        "did": "",
        "from": "",
        "channels": [],
        "rang": [],
        "answers": [],
    }


def _number(text):
    return "" if not text or text.startswith("<") else text.strip()


def _variable(event, name):
    """A channel variable that came with the event, as MikoPBX sends FROM_DID."""
    values = event.get("ChanVariable") or []
    for value in values if isinstance(values, list) else [values]:
        key, _equals, found = value.partition("=")
        if key == name:
            return found
    return ""


def _moment(event):
    """ISO moment of an event; its timestamp is of the clock of the exchange, in seconds since 1970."""
    try:
        return _show(float(event.get("Timestamp") or ""))
    except ValueError:
        return _show(time.time())


def _show(seconds):
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")

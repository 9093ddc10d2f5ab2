"""Legs of calls, whatever exchange told of them, and the calls that they make.

A leg is a dict: mark (its place at the source, an integer that grows), linkedid, start, answer, end (text in the time of
the exchange, without a zone), src, dst, did, answered, app (a queue or a menu, nobody), open (not finished yet),
transfer, recording (what the source finds the recording by).
"""

from collections import namedtuple
from datetime import datetime
from zoneinfo import ZoneInfo

# Numbers of fewer digits are extensions.
SHORTEST_OUTSIDE = 5
# So many rows of a page wait for the next one: the legs of one call stand close together.
OVERLAP = 50

# legs; the place from which on to read again if nothing more is read; whether another page follows
Page = namedtuple("Page", "legs position more")


def is_outside(number):
    return len("".join(filter(str.isdigit, number or ""))) >= SHORTEST_OUTSIDE


def gather(pages):
    """Yield ({linkedid: legs}, page) with whole calls; `page.position` never passes a leg that is held back."""
    held, page = {}, None
    for page in pages:
        calls, held = held, {}
        for leg in page.legs:
            calls.setdefault(leg["linkedid"], []).append(leg)
        if page.more:
            held = {leg["linkedid"]: calls.get(leg["linkedid"], []) for leg in page.legs[-OVERLAP:]}
            calls = {linkedid: legs for linkedid, legs in calls.items() if linkedid not in held}
        marks = [leg["mark"] for legs in held.values() for leg in legs]
        yield calls, page._replace(position=min([page.position, *marks]))
    if held:
        yield held, page._replace(legs=[], more=False)


def tell_call(legs, zone):
    """What the legs of one linkedid say, as `crm.phone.call._register_call` takes it; nothing for an inner call.

    An answered call is told by the legs that people answered, whatever rang in vain beside them; a missed one once.

    :param list legs: see above
    :param str zone: name of the time zone of the exchange
    :return: list of dicts
    """
    legs = sorted(legs, key=lambda leg: (leg["start"], leg["mark"]))
    outer = [leg for leg in legs if is_outside(leg["src"]) or is_outside(leg["dst"])]
    if not outer:
        # Withheld numbers come in by a line of ours.
        outer = [leg for leg in legs if leg["did"] and not leg["src"].isdigit()]
    if not outer:
        return []
    first = outer[0]
    direction = "out" if not is_outside(first["src"]) and is_outside(first["dst"]) else "in"
    common = {
        "linkedid": first["linkedid"],
        "direction": direction,
        "start": to_moment(min(leg["start"] for leg in legs), zone),
        "src": first["src"],
        "did": next((leg["did"] for leg in outer if leg["did"]), ""),
    }
    people = [leg for leg in outer if not leg["app"]]
    answered = sorted((leg for leg in people if leg["answered"]), key=lambda leg: leg["answer"] or leg["start"])
    if answered:
        return [common | _tell_leg(leg, direction, zone) for leg in answered]
    rang = (people or outer)[0]
    end = max((leg["end"] for leg in legs if leg["end"]), default="")
    told = _tell_leg(rang | {"end": end}, direction, zone)
    return [common | told | {"answered": False, "answer": False, "app": bool(rang["app"])}]


def _tell_leg(leg, direction, zone):
    person = leg["src"] if direction == "out" else leg["dst"]
    return {
        "dst": leg["dst"],
        "answer": to_moment(leg["answer"] or leg["start"], zone),
        "end": to_moment(leg["end"], zone),
        "answered": leg["answered"],
        "employee": person if not leg["app"] and not is_outside(person) else "",
        "recording": leg["recording"],
    }


def to_moment(text, zone):
    """A moment as the exchange writes it, with its zone; empty for none.

    :raises ValueError: when it is no moment
    """
    if not text:
        return False
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).isoformat()

"""What all tasks share: which of the actions was sent, what a code means, what is taken back."""

import uuid

from odoo.exceptions import UserError
from odoo.tools import LazyTranslate, format_date

from . import codes
from .labels import print_labels
from .screen import RIGHT, Screen, message

_lt = LazyTranslate(__name__)

SCENARIOS = {}

KIND_WORDS = {
    "product": _lt("goods"),
    "lot": _lt("a series"),
    "location": _lt("a place"),
    "package": _lt("a package"),
    "picking": _lt("a transfer"),
    "picking_type": _lt("a kind of transfer"),
    "production": _lt("a production order"),
    "badge": _lt("a badge"),
    "foreign": _lt("another paper"),
    "new_lot": _lt("a number that nobody knows"),
}


class Refused(UserError):
    """Nothing is done, but the session remembers what was refused: the next button answers it."""

    def __init__(self, text, keep=None, kind="wrong", detail=""):
        super().__init__(text)
        self.keep, self.kind, self.detail = keep or {}, kind, detail


def say(env, words):
    """Words of a module in the language of whoever works."""
    return words._translate(env.lang or "en_US")


def scenario(cls):
    """Register a task under its name."""
    SCENARIOS[cls.name] = cls
    return cls


class Scenario:
    """One task of one worker.

    `state` is a dict of JSON values kept between scans. An action changes state and records and returns the message
    for the worker; `draw` then makes the screen of the state as it is. Whatever raises UserError undoes the action.
    Handlers are found by name: `start`, `on_<kind>` for a code, `set_<field>`, `press_<button>`, `back_<kind>`.
    """

    name = label = icon = None
    # Files that were made by this action, to print: [{label, url}].
    files = ()
    # Actions that make no sense when they arrive late.
    needs_server = frozenset()
    # Where it is opened by a scan or by a tile.
    has_tile = True
    # Place of the tile among the others.
    rank = 100

    @classmethod
    def accepts(cls, picking):
        """Whether a scanned transfer is worked on in this task."""
        return False

    @classmethod
    def count_open(cls, env):
        """How much there is to do, for the tile; nothing where that cannot be counted."""
        return None

    def __init__(self, session, queued=False):
        self.session, self.queued = session, queued
        self.env = session.env(su=False)
        self.state = dict(session.state or {})
        self.undo_data, self.go = None, None

    # What the page sends

    def run(self, action, code=None, name=None, value=None):
        """Do what was sent; returns the message."""
        if action == "start":
            return self.start()
        if action == "leave":
            return self.leave()
        if action == "scan":
            return self.scan((code or "").strip())
        if action == "undo":
            return self.undo()
        handler = getattr(self, f"{action}_{name}", None) if str(name or "").isidentifier() else None
        if handler is None:
            raise UserError(self.env._("This is not asked any more: look at the screen."))
        if self.queued and name in self.needs_server:
            raise UserError(self.env._("This was sent too late: do it again now that there is network."))
        return handler(value)

    def start(self):
        return None

    def leave(self):
        self.env["stock.scan.claim"]._release(self.session)
        return None

    def draw(self):
        """The screen of the present state."""
        raise NotImplementedError

    # Codes

    def scan(self, code):
        if not code:
            raise UserError(self.env._("Nothing was read: scan once more."))
        self.state.pop("choice", None)
        if taken := self.take_raw(code):
            return taken
        return self.decide(code, codes.resolve(self.env, code))

    def take_raw(self, code):
        """For screens that ask for a text that nobody knows yet (a new number, a badge); nothing: read it as a code."""
        return None

    def decide(self, code, meanings):
        """One meaning is done; of several the worker chooses; what is not asked here is refused by its name."""
        known = self.narrow([meaning for meaning in meanings if hasattr(self, f"on_{meaning.kind}")])
        if not known:
            return self.refuse(code, meanings)
        if len(known) > 1:
            return self.ask_meaning(code, known)
        return getattr(self, f"on_{known[0].kind}")(known[0])

    def narrow(self, meanings):
        """Scenarios that know better drop meanings that cannot be meant."""
        return meanings

    def refuse(self, code, meanings):
        meanings = [meaning for meaning in meanings if meaning.kind != "new_lot"]
        if not meanings:
            foreign = self.session._resolve_foreign_code(code)
            if foreign:
                self.state["foreign"] = foreign
                return message("info", foreign["title"], foreign.get("text", ""))
            raise UserError(self.env._("Nobody knows %s: scan another code.", code[:60]))
        raise UserError(
            self.env._(
                "%(name)s is %(kind)s: this is not asked now.",
                name=meanings[0].get_name(),
                kind=say(self.env, KIND_WORDS[meanings[0].kind]),
            )
        )

    def ask_meaning(self, code, meanings):
        self.state["choice"] = {"code": code, "options": [meaning.dump() for meaning in meanings]}
        raise Refused(
            self.env._("%s may be several things: choose.", code[:60]),
            keep={"choice": self.state["choice"]},
            kind="attention",
        )

    def set_meaning(self, value):
        """The worker chose what the code means."""
        choice = self.state.pop("choice", None)
        options = choice["options"] if choice else []
        if not str(value).isdecimal() or int(value) >= len(options):
            raise UserError(self.env._("This is not asked any more: look at the screen."))
        meaning = codes.Meaning.load(self.env, options[int(value)])
        return getattr(self, f"on_{meaning.kind}")(meaning)

    def draw_choice(self, screen):
        """Draws the question which of several is meant; true where it stands."""
        choice = self.state.get("choice")
        if not choice:
            return False
        meanings = [codes.Meaning.load(self.env, option) for option in choice["options"]]
        rows = [
            (str(index), meaning.get_name(), say(self.env, KIND_WORDS[meaning.kind]))
            for index, meaning in enumerate(meanings)
        ]
        screen.ask_scan(self.env._("Which one is it?"))
        screen.ask("meaning", "choice", choice["code"], options=rows)
        return True

    # Taking back

    def can_undo(self):
        return bool(self.state.get("undo"))

    def undo(self):
        """Take back the last scan that changed something."""
        kept = self.state.get("undo") or []
        if not kept:
            raise UserError(self.env._("There is nothing to take back."))
        event = self.session.event_ids.browse(kept[-1]).exists()
        self.state["undo"] = kept[:-1]
        if not event or event.is_undone or event.session_id != self.session:
            raise UserError(self.env._("There is nothing to take back."))
        getattr(self, f"back_{event.undo['kind']}")(event.undo)
        event.is_undone = True
        return message("info", self.env._("Taken back: %s", event.text or ""))

    def remember_undo(self, kind, **data):
        self.undo_data = {"kind": kind, **data}

    def forget_undo(self):
        self.state["undo"] = []

    # Words

    def right(self, text, detail=""):
        return message(RIGHT, text, detail)

    def format_date(self, day):
        return format_date(self.env, day) if day else ""

    def find(self, model, value):
        """The record whose number the page sent; none for whatever else it sent."""
        return self.env[model].browse(int(value) if str(value).isdecimal() else []).exists()

    def print_label(self, record, value, printer):
        """Print as many labels as the page asked for, one where it did not say."""
        count = int(value) if str(value or "").isdecimal() else 1
        word, self.files = print_labels(self.env, record, count, printer)
        return message("info", word)

    def screen(self, title=None, subtitle=""):
        return Screen(self.name, title or say(self.env, self.label), subtitle)

    def open(self, name, **state):
        """Go on in another task."""
        session = self.session._make(name, self.session.device_id, uuid.uuid4().hex, **state)
        self.go = {"scenario": name, "session": session.key}
        return None

"""The answer as data: what the page draws. See docs/decisions/0072."""

RIGHT, WRONG, ATTENTION, INFO = "right", "wrong", "attention", "info"
MOST_LINES = 200


def message(kind, text, detail=""):
    """What happened, in one sentence; the sound follows from the kind."""
    return {"kind": kind, "text": text, "detail": detail}


def number(quantity):
    """A quantity without a tail of noughts; JSON keeps whole numbers whole."""
    quantity = round(quantity or 0.0, 5)
    return int(quantity) if quantity == int(quantity) else quantity


def goods_row(key, product, lot=None, place="", done=0, todo=0, state="open", taken_by="", **more):
    """One row of a list of goods; more: `codes`, where the page tells by itself what belongs to the row."""
    return {
        "id": key,
        "title": product.name,
        "subtitle": product.default_code or "",
        "series": lot and lot.name or "",
        "place": place or "",
        "done": number(done),
        "todo": number(todo),
        "unit": product.uom_id.name,
        "state": state,
        "taken_by": taken_by,
        **more,
    }


class Screen:
    """Grows by calls; `data` is what is sent."""

    def __init__(self, name, title, subtitle=""):
        self.data = {
            "name": name,
            "title": title,
            "subtitle": subtitle or "",
            "prompt": "",
            "expects": [],
            "target": None,
            "lines": [],
            "progress": None,
            "input": None,
            "fields": [],
            "buttons": [],
            "tiles": [],
            "files": [],
        }

    def ask_scan(self, prompt, *kinds):
        self.data.update(prompt=prompt, expects=list(kinds))

    def target(self, title, **values):
        self.data["target"] = {"title": title, **values}

    def lines(self, lines):
        self.data["lines"] = lines[:MOST_LINES]

    def progress(self, done, todo):
        self.data["progress"] = {"done": number(done), "todo": number(todo)}

    def ask(self, name, kind, label, **more):
        """One input; `options` are rows [(value, label, detail)]."""
        self.data["input"] = _input(name, kind, label, more)

    def field(self, name, kind, label, **more):
        self.data["fields"].append(_input(name, kind, label, more))

    def button(self, name, label, style="plain", ask=""):
        self.data["buttons"].append({"name": name, "label": label, "style": style, "ask": ask})

    def tile(self, name, label, count, icon):
        self.data["tiles"].append({"name": name, "label": label, "count": count, "icon": icon})

    def files(self, files):
        self.data["files"] = list(files)


def _input(name, kind, label, more):
    options = [
        {"value": value, "label": text, "detail": detail or ""} for value, text, detail in more.pop("options", ())
    ]
    return {"name": name, "kind": kind, "label": label, "options": options, **more}

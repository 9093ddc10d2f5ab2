"""The first screen: what there is to do, and where a scanned code leads."""

from odoo.tools import LazyTranslate

from .base import SCENARIOS, Scenario, say, scenario
from .screen import message

_lt = LazyTranslate(__name__)


@scenario
class Home(Scenario):
    name, label, has_tile = "home", _lt("Warehouse"), False

    def draw(self):
        screen = self.screen(subtitle=self.env.user.name)
        if self.draw_choice(screen):
            return screen
        screen.ask_scan(self.env._("Scan a transfer, goods or a place"), "picking", "lot", "product", "location")
        for service in sorted(SCENARIOS.values(), key=lambda service: service.rank):
            if service.has_tile:
                screen.tile(service.name, say(self.env, service.label), service.count_open(self.env), service.icon)
        if foreign := self.state.get("foreign"):
            screen.target(foreign["title"], note=foreign.get("text", ""))
            screen.files(foreign.get("files", ()))
        return screen

    def start(self):
        self.state = {}

    def press_tile(self, value):
        if not isinstance(value, str) or value not in SCENARIOS or not SCENARIOS[value].has_tile:
            return self.refuse_tile()
        return self.open(value)

    def refuse_tile(self):
        return message("attention", self.env._("This task is not here: load the page again."))

    def on_picking(self, meaning):
        # A packing step is a pick too, a return a receipt: the narrower task first.
        for name in ("pack", "return", "pick", "receive"):
            if SCENARIOS[name].accepts(meaning.record):
                return self.open(name, picking=meaning.record.id)
        return message("attention", self.env._("%s is done or cancelled already.", meaning.record.name))

    def on_production(self, meaning):
        return self.open("issue", production=meaning.record.id)

    def on_picking_type(self, meaning):
        code = {"incoming": "receive"}.get(meaning.record.code, "pick")
        return self.open(code, kind=meaning.record.id)

    def on_lot(self, meaning):
        return self.open("what", kind="lot", id=meaning.record.id)

    def on_product(self, meaning):
        return self.open("what", kind="product", id=meaning.record.id)

    def on_location(self, meaning):
        return self.open("what", kind="location", id=meaning.record.id)

    def on_package(self, meaning):
        return self.open("what", kind="package", id=meaning.record.id)

"""Put goods away from where they came in: the rules of the warehouse say where, the worker confirms by scanning it."""

from odoo.tools import LazyTranslate

from .base import scenario
from .move import Move

_lt = LazyTranslate(__name__)


@scenario
class PutAway(Move):
    """As a move, but from the place of arrival, all that is free, with a place suggested."""

    name, label, icon = "put_away", _lt("Put away"), "put_away"
    rank = 20
    expects_source = False

    @classmethod
    def _get_arrivals(cls, env):
        """Where goods come in: the input of each warehouse, or its stock itself where receipts end there."""
        warehouses = env["stock.warehouse"].search([("company_id", "in", env.companies.ids)])
        return warehouses.in_type_id.default_location_dest_id | warehouses.lot_stock_id

    @classmethod
    def count_open(cls, env):
        domain = [("location_id", "in", cls._get_arrivals(env).ids), ("quantity", ">", 0)]
        return env["stock.quant"].search_count(domain)

    def get_source_domain(self):
        return [] if self.state.get("source") else [("location_id", "in", self._get_arrivals(self.env).ids)]

    def get_first_quantity(self, free, again):
        return 1.0 if again else max(free, 1.0)

    def describe_target(self, quant):
        place = self.suggest(quant)
        return self.env._("Put it at %s", place.display_name) if place else ""

    def suggest(self, quant):
        """By the rules of the warehouse, else where the same goods lie."""
        root = quant.location_id.warehouse_id.lot_stock_id
        place = root._get_putaway_strategy(quant.product_id, self.state["quantity"])
        if place and place != root:
            return place
        others = self.env["stock.quant"].search(
            [
                ("product_id", "=", quant.product_id.id),
                ("location_id", "child_of", root.id),
                ("location_id", "not in", self._get_arrivals(self.env).ids),
                ("quantity", ">", 0),
            ],
            limit=1,
        )
        return others.location_id

"""Tasks that begin with a production order: scanned, or chosen from the list."""

from odoo.exceptions import UserError

from .document import CLOSED


class Orders:
    """`get_domain(env)` says which orders are offered; `open_order(order)` begins the work on one."""

    field, model = "production", "mrp.production"

    @classmethod
    def count_open(cls, env):
        return env["mrp.production"].search_count(cls.get_domain(env))

    def on_production(self, meaning):
        return self.take_order(meaning.record)

    def set_production(self, value):
        return self.take_order(self.find("mrp.production", value))

    def take_order(self, order):
        if not order or order.state in (*CLOSED, "draft"):
            raise UserError(self.env._("Choose a production order that is confirmed."))
        return self.open_order(order)

    def draw_list(self):
        screen = self.screen()
        screen.ask_scan(self.env._("Scan or choose a production order"), "production")
        orders = self.env["mrp.production"].search(self.get_domain(self.env), order="date_start, id", limit=50)
        rows = [(str(row.id), row.name, row.product_id.display_name) for row in orders]
        screen.ask("production", "choice", self.env._("Production orders"), options=rows)
        return screen

"""The planner's part of the example day: a vendor is late, and everybody whom it concerns knows."""

from datetime import timedelta

from odoo import Command

REASON = "Поставщик перенёс отгрузку на неделю."
WORD = "Датчики придут позже. Если заказчик не ждёт, скажите: возьмём другие."


class SupplyStory:
    def vendor_is_late(self):
        """A vendor names a new day for all that he owes; the sellers read it with the reason."""
        board = self.as_user("planner", self.env["sale.supply.line"])
        late = board.search([("purchase_line_id", "!=", False), ("quantity", ">", 0), ("state", "!=", "ready")])
        values = {"peg_ids": [Command.set(late.ids)]}
        day = self.started + timedelta(days=21)
        dates = self.as_user("planner", self.env["sale.supply.redate"])
        dates.create(values | {"date_ready": day, "reason": REASON}).action_redate()
        words = self.as_user("planner", self.env["sale.supply.inform"])
        words.create(values | {"message": WORD}).action_inform()
        self.env.cr.commit()
        for peg in late:
            self.tell(f"{peg.order_id.name}: {peg._get_goods_words()}; {peg.date_reason}")

    def customer_waits_for_all(self):
        """The customer whose order is not ready wants everything in one delivery; the warehouse order says what is
        there."""
        open_states = ("decide", "part", "coming")
        order = self.env["sale.order"].search([("supply_state", "in", open_states)], order="id desc", limit=1)
        order.ensure_one()
        self.as_user("manager2", order).picking_policy = "one"
        self.env.cr.commit()
        for picking in self.as_user("worker", order.picking_ids):
            self.tell(f"{picking.name}: {picking.supply_summary}")

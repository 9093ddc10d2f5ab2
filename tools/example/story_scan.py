"""The scanner's part of the day: a delivery is picked by scan, with a wrong code, a scan taken back and one sent twice."""

import itertools


class ScanStory:
    def a_delivery_is_picked_by_scan(self):
        """The worker picks the oil by his handheld: the oldest series, one wrong code, one scan taken back."""
        picking = self._make_scanned_delivery()
        home, numbers = "story-home", itertools.count(1)
        self._scan(numbers, "home", home, "start")
        go = self._scan(numbers, "home", home, "scan", code=picking.name)["go"]
        answer = self._scan(numbers, "pick", go["session"], "start")
        series = answer["screen"]["target"]["series"]
        self.tell(f"{picking.name}: bring {series} from {answer['screen']['target']['place']}")
        for action, code in (("scan", "00000"), ("scan", series), ("undo", None), ("scan", series)):
            answer = self._scan(numbers, "pick", go["session"], action, code=code)
            self.tell(f"{action} {code or ''}: {answer['message']['text']}")
        again = self._scan(itertools.repeat(next(numbers) - 1), "pick", go["session"], "scan", code=series)
        self.tell(f"the same scan again: {again['message']['text']}, counted once: {again.get('repeat')}")
        answer = self._scan(numbers, "pick", go["session"], "press", name="finish")
        self.tell(answer["message"]["text"])

    def _scan(self, numbers, scenario, session, action, **data):
        sent = {"uid": f"story-{next(numbers)}", "session": session, "device": "story-handheld", "action": action}
        answer = self.as_user("worker", self.env["stock.scan.session"])._answer(scenario, {**sent, **data})
        self.env.cr.commit()
        return answer

    def _make_scanned_delivery(self):
        places = {
            "location_id": self.stock_place.id,
            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
        }
        goods = {"product_id": self.company.products["oil"].id, "product_uom_qty": 1, **places}
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.stock_place.warehouse_id.out_type_id.id,
                "partner_id": self.env["res.partner"].search([("name", "=", "АО «Тулаводоканал»")], limit=1).id,
                **places,
                "move_ids": [(0, 0, goods)],
            }
        )
        picking.action_confirm()
        picking.action_assign()
        return picking

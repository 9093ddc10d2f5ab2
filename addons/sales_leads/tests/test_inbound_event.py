from odoo.tests import tagged

from .common import SalesLeadsCommon


@tagged("post_install", "-at_install")
class TestInboundEvent(SalesLeadsCommon):
    def test_unknown_sender_becomes_appeal_customer_and_lead(self):
        event = self.receive(self.make_mail("Нужен насос, тел. +7 (912) 345-67-89.\nООО «Новый завод»"))
        self.assertEqual((event.state, event.error), ("processed", False))
        appeal = event.appeal_id
        self.assertRecordValues(
            appeal,
            [
                {
                    "contact_name": "Ivan Petrov",
                    "company_name": "ООО «Новый завод»",
                    "email": "ivan@newcomer.example",
                    "phone": "+7 (912) 345-67-89",
                    "state": "new",
                    "channel": "mail",
                    "team_id": False,
                }
            ],
        )
        self.assertEqual(appeal.partner_id.counterparty_kind, "potential")
        self.assertEqual(appeal.partner_id.appeal_id, appeal)
        self.assertRecordValues(appeal.lead_id, [{"type": "lead", "team_id": False, "user_id": False, "active": True}])
        self.assertIn("Нужен насос", appeal.lead_id.needs)

    def test_queries(self):
        import collections

        raws = [self.make_mail(sender=f"I P <p{n}@f{n}.example>") for n in range(12)]
        for raw in raws[:2]:
            self.receive(raw)
        seen = collections.Counter()

        def hook(cr, query, params, start, delay):
            seen[str(query)[:110]] += 1

        import threading

        for raw in raws[2:7]:
            self.deliver(raw)
        self.env.invalidate_all()
        threading.current_thread().query_hooks = [hook]
        n = self.count_queries(self.interpret)
        threading.current_thread().query_hooks = []
        print("QUERIES for 5:", n)
        for q, c in seen.most_common():
            print(c, q.replace("\n", " "))
        import time

        for raw in raws[7:]:
            self.deliver(raw)
        t = time.time()
        self.interpret()
        self.env.flush_all()
        print("ms per", (time.time() - t) / 5 * 1000)

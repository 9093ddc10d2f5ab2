from odoo.tests import freeze_time, tagged

from .common import CertificationCommon


@tagged("post_install", "-at_install")
class TestExpiry(CertificationCommon):
    """What runs out is renewed in time, and nobody is told twice."""

    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref("equipment_certification.ir_cron_certificates").method_direct_trigger()
        self.env.invalidate_all()

    def _issued(self, start, end, **values):
        lots = self._stock_serials(f"SN-{start}")
        return self._certificate(
            lots,
            name=f"A{start}",
            valid_from=self._days(start),
            valid_until=self._days(end),
            user_id=self.manager.id,
            **values,
        )

    def test_the_task_is_in_the_language_of_whoever_does_it(self):
        if "ru_RU" not in dict(self.env["res.lang"].get_installed()):
            self.skipTest("Russian is not installed.")
        self.manager.lang = "ru_RU"
        soon = self._issued(-300, 59)
        self._run()
        self.assertIn("Истекает, продлите: Аттестат", self._cert_tasks(soon, "renew").summary)

    def test_a_task_ahead_of_the_end_once(self):
        soon, later = self._issued(-300, 59), self._issued(-200, 61)
        self._run()
        task = self._cert_tasks(soon, "renew")
        self.assertEqual((task.user_id, task.date_deadline), (self.manager, self._days(29)))
        self.assertIn("Runs out, renew it", task.summary)
        self.assertFalse(self._cert_tasks(later))
        self._run()
        self.assertEqual(len(self._cert_tasks(soon, "renew")), 1)
        task.action_feedback()
        self._run()
        self.assertFalse(self._cert_tasks(soon, "renew"), "done without a renewal is done")

    def test_a_new_end_is_told_again(self):
        soon = self._issued(-300, 10)
        self._run()
        self._cert_tasks(soon, "renew").action_feedback()
        soon.valid_until = self._days(20)
        self._run()
        self.assertEqual(len(self._cert_tasks(soon, "renew")), 1)

    def test_what_ran_out_says_so(self):
        over, last_day = self._issued(-300, -1), self._issued(-200, 0)
        self._run()
        self.assertEqual((over.state, last_day.state), ("expired", "issued"))

    def test_one_that_fails_stops_no_other(self):
        first, second = self._issued(-300, -2), self._issued(-200, -1)
        real = type(first)._remind

        def fail(certificate):
            if certificate == first:
                certificate._check_state(())
            return real(certificate)

        self.patch(type(first), "_remind", fail)
        self._run()
        self.assertEqual((first.state, second.state), ("issued", "expired"))

    def test_the_next_document_begins_where_this_one_ends(self):
        soon = self._issued(-300, 10)
        self._run()
        action = soon.with_user(self.manager).action_renew()
        following = self.env["equipment.certificate"].browse(action["res_id"])
        self.assertRecordValues(
            following,
            [
                {
                    "state": "to_request",
                    "valid_from": self._days(11),
                    "previous_id": soon.id,
                    "lot_ids": soon.lot_ids.ids,
                }
            ],
        )
        self.assertFalse(self._cert_tasks(soon, "renew"))
        self.assertEqual(soon.with_user(self.manager).action_renew()["res_id"], following.id, "not a second one")
        following.name = "B-1"
        following.action_issue()
        self.assertEqual(following.state, "issued")
        self._run()
        self.assertFalse(self._cert_tasks(soon))

    def test_lists_of_what_runs_out(self):
        soon, later = self._issued(-300, 89), self._issued(-200, 91)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "equipment_certification.equipment_certificate_action_ending"
        )
        self.assertEqual(action["view_mode"].split(",")[:2], ["list", "calendar"])
        found = self.env["equipment.certificate"].search(
            [("state", "=", "issued"), ("valid_until", "<=", "today +90d"), ("id", "in", (soon | later).ids)]
        )
        self.assertEqual(found, soon)

    def test_between_promise_and_shipment_it_may_run_out(self):
        self.rule.at_shipment = "block"
        _deal, picking = self._sell("SN-1")
        self._certificate(self.lots, valid_from=self._days(-300), valid_until=self._days(3))
        with freeze_time(self._days(4)):
            self.assertIn("ran out on", self._choice(self._validate(picking), self.worker).points)

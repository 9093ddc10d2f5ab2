from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from .common import DeliveryFormsCommon

LOGGER = "odoo.addons.sale_forms_ru.tools.one_by_one"


@tagged("post_install", "-at_install")
class TestReceivable(DeliveryFormsCommon):
    """Who owes what, who is reminded, who is stopped."""

    def ask_late(self, amount, days):
        due = self.today - timedelta(days=days)
        return self.ask(amount, date=due, date_due=due)

    def find(self, *requests):
        requests = self.env["sale.payment.request"].union(*requests)
        self.env.flush_all()
        return self.env["sale.receivable"].search([("request_id", "in", requests.ids)])

    def test_debts_by_age(self):
        days = {"0": 0, "1": 30, "2": 31, "3": 90, "4": 91}
        requests = {age: self.ask_late(100, number) for age, number in days.items()}
        rows = self.find(*requests.values())
        self.assertEqual({row.request_id: row.age for row in rows}, {one: age for age, one in requests.items()})
        self.assertEqual(sum(rows.mapped("amount_overdue")), 400)

    def test_what_is_paid_is_owed_no_more_and_a_promise_is_expected(self):
        paid, part = self.ask(1000), self.ask_late(2000, 3)
        self.pay(paid)
        self.pay(part, 500)
        part.promised_on = self.today + timedelta(days=9)
        row = self.find(paid, part)
        self.assertRecordValues(
            row, [{"request_id": part.id, "amount_due": 1500, "expected_on": part.promised_on, "days_overdue": 3}]
        )

    @users("sb_colleague")
    def test_a_colleague_sees_no_debts_of_others(self):
        request = self.ask(1000)
        self.env.flush_all()
        self.assertFalse(self.env["sale.receivable"].search([("request_id", "=", request.id)]))

    def remind(self):
        with self.enter_registry_test_mode():
            self.env.ref("sale_forms_ru.ir_cron_remind_payments").method_direct_trigger()

    def test_letters_go_only_with_the_switch_and_not_every_day(self):
        late, soon = self.ask_late(1000, 2), self.ask(1000)
        self.remind()
        self.assertFalse(late.reminder_count)
        self.env.company.payment_reminders = True
        self.remind()
        self.remind()
        self.assertEqual((late.reminder_count, soon.reminder_count), (1, 0))
        mail = self.env["mail.mail"].search([("model", "=", late._name), ("res_id", "=", late.id)])
        self.assertEqual(mail.recipient_ids, self.contact)
        self.assertIn(late.name, mail.subject)
        late.reminded_on = self.today - timedelta(days=7)
        self.remind()
        self.assertEqual(late.reminder_count, 2)

    def test_who_promised_or_wants_no_letters_is_left_alone(self):
        self.env.company.payment_reminders = True
        late = self.ask_late(1000, 2)
        late.promised_on = self.today + timedelta(days=1)
        self.remind()
        self.assertFalse(late.reminder_count)
        late.promised_on = False
        self.entity.no_payment_reminders = True
        self.remind()
        self.assertFalse(late.reminder_count)

    def test_without_an_address_the_manager_calls(self):
        self.env.company.payment_reminders = True
        (self.contact | self.entity).email = False
        late = self.ask_late(1000, 2)
        self.remind()
        self.assertEqual(late.activity_ids.user_id, self.manager)

    def test_a_late_customer_gets_nothing_new_until_the_head_lets_it_go(self):
        self.env.company.credit_check = "stop"
        self.ask_late(1000, 5)
        deal = self.make_deal()
        self.add_goods(deal, self.pump)
        with self.assertRaisesRegex(UserError, "late with"), self.env.cr.savepoint():
            deal.with_user(self.manager).action_agree()
        order = deal.quotation_id
        self.assertIn("late with", order.credit_notice)
        with self.assertRaisesRegex(UserError, "head of sales"):
            order.with_user(self.manager).action_release_credit()
        order.with_user(self.head).action_release_credit()
        deal.with_user(self.manager).action_agree()
        self.assertEqual(order.state, "sale")

    def test_forgiven_days_and_the_limit(self):
        self.env.company.write({"credit_check": "stop", "credit_overdue_days": 5})
        self.ask_late(1000, 5)
        self.entity.debt_limit = 1999
        deal = self.make_deal()
        self.add_goods(deal, self.pump)
        with self.assertRaisesRegex(UserError, "his limit is"), self.env.cr.savepoint():
            deal.action_agree()
        self.entity.debt_limit = 2000
        deal.action_agree()
        self.assertEqual(deal.quotation_id.state, "sale")

    def test_a_warning_is_written_down_and_stops_nobody(self):
        self.env.company.credit_check = "warn"
        self.ask_late(1000, 5)
        deal = self.make_deal()
        self.add_goods(deal, self.pump)
        deal.action_agree()
        self.assertIn("late with", " ".join(deal.quotation_id.message_ids.mapped("body")))

    def test_the_warehouse_is_stopped_without_a_word_on_sums(self):
        picking = self.make_delivery()
        self.env.company.credit_check = "stop"
        self.ask_late(1000, 5)
        with self.assertRaises(UserError) as caught:
            self.ship(picking.with_user(self.storeman))
        self.assertIn(picking.sale_id.name, str(caught.exception))
        self.assertNotIn("1,000", str(caught.exception))
        picking.sale_id.with_user(self.head).action_release_credit()
        self.ship(picking.with_user(self.storeman))
        self.assertEqual(picking.state, "done")

    def print_late(self):
        """A transfer document of a deal, printed long ago."""
        form = self.make("upd", self.make_delivery())
        self.env.cr.execute("UPDATE sale_form SET date = date - 15 WHERE id = %s", [form.id])
        form.invalidate_recordset()
        return form

    def ask_for_papers(self):
        with self.enter_registry_test_mode():
            self.env.ref("sale_forms_ru.ir_cron_remind_papers").method_direct_trigger()

    def get_paper_tasks(self, deals):
        kind = self.env.ref("sale_forms_ru.mail_activity_type_papers")
        return deals.activity_ids.filtered(lambda one: one.activity_type_id == kind)

    def make_absent(self, user, deputy=False):
        values = {"user_id": user.id, "deputy_id": deputy and deputy.id}
        today = self.env["res.users.absence"]._get_today()
        self.env["res.users.absence"].create({**values, "date_from": today, "date_to": today})

    def test_papers_that_do_not_come_back_are_a_task_once(self):
        form = self.print_late()
        for _time in range(2):
            self.ask_for_papers()
        tasks = self.get_paper_tasks(form.deal_id)
        self.assertEqual((len(tasks), tasks.user_id), (1, self.manager))
        self.assertIn(form.number, tasks.summary)
        self.env["crm.deal.paper"]._file_signed_scan(form.barcode, b"signed")
        self.assertFalse(self.get_paper_tasks(form.deal_id))

    def test_papers_of_an_absent_manager_are_his_deputys_or_the_heads(self):
        form = self.print_late()
        self.make_absent(self.manager, self.head)
        self.ask_for_papers()
        self.assertEqual(self.get_paper_tasks(form.deal_id).user_id, self.head)

    def test_without_a_deputy_the_head_of_the_department_asks_for_papers(self):
        form = self.print_late()
        form.deal_id.team_id.user_id = self.head
        self.make_absent(self.manager)
        self.ask_for_papers()
        self.assertEqual(self.get_paper_tasks(form.deal_id).user_id, self.head)

    def test_one_bad_deal_stops_no_other(self):
        bad, good = self.print_late(), self.print_late()
        original = type(bad.deal_id)._remind_papers

        def fail(deal):
            if deal == bad.deal_id:
                raise ValueError("bad deal")
            return original(deal)

        with patch.object(type(bad.deal_id), "_remind_papers", fail), mute_logger(LOGGER):
            self.ask_for_papers()
        self.assertFalse(self.get_paper_tasks(bad.deal_id))
        self.assertTrue(self.get_paper_tasks(good.deal_id))

    def test_an_absent_manager_calls_nobody_and_one_bad_request_stops_no_other(self):
        self.env.company.payment_reminders = True
        (self.contact | self.entity).email = False
        bad, late = self.ask_late(1000, 2), self.ask_late(500, 2)
        self.make_absent(self.manager, self.head)
        original = type(late)._remind_payment

        def fail(request, today):
            original(request, today)
            if request == bad:
                raise ValueError("bad request")

        with patch.object(type(late), "_remind_payment", fail), mute_logger(LOGGER):
            self.remind()
        self.assertEqual(late.activity_ids.user_id, self.head)
        self.assertEqual((bad.reminder_count, late.reminder_count), (0, 1))
        self.assertFalse(bad.activity_ids)

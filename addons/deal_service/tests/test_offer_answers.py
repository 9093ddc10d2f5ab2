from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestOfferAnswers(ServiceCommon):
    """Each answer leaves exactly the tasks that are still to be done."""

    def setUp(self):
        super().setUp()
        self.deal = self._ship_deal("SN-1")
        self._commission(self.deal)

    def tasks(self, offer):
        return {
            "offer": self._tasks(self.deal, "offer").user_id,
            "again": self._tasks(offer, "again").user_id,
            "contract": self._tasks(offer, "contract").user_id,
        }

    def expect(self, record, **users):
        nobody = self.env["res.users"]
        self.assertEqual(self.tasks(record), {"offer": nobody, "again": nobody, "contract": nobody, **users})

    def later(self, offer, days=10):
        offer.ask_again_on = self._days(days)
        offer.action_later()

    @users("sb_manager")
    def test_offered_but_not_answered(self):
        offer = self._offer(self.deal).with_user(self.env.user)
        offer.action_print()
        self.expect(offer, offer=self.manager)

    @users("sb_manager")
    def test_later_is_asked_again_on_its_day(self):
        offer = self._offer(self.deal).with_user(self.env.user)
        self.later(offer)
        self.expect(offer, again=self.manager)
        self.assertEqual(self._tasks(offer, "again").date_deadline, self._days(10))
        self.assertNotEqual(self.deal.stage_code, "closed")

    @users("sb_manager")
    def test_later_again_is_one_task(self):
        offer = self._offer(self.deal).with_user(self.env.user)
        self.later(offer)
        self.later(offer, 20)
        self.assertEqual(self._tasks(offer, "again").mapped("date_deadline"), [self._days(20)])

    @users("sb_manager")
    def test_accepted_in_the_end(self):
        offer = self._offer(self.deal).with_user(self.env.user)
        self.later(offer)
        offer.action_accept()
        self.expect(offer, contract=self.manager)

    @users("sb_manager")
    def test_declined_in_the_end(self):
        offer = self._offer(self.deal).with_user(self.env.user)
        self.later(offer)
        offer.decline_reason = "Own engineers"
        offer.action_decline()
        self.expect(offer)

    def test_the_deputy_concludes(self):
        # The day of the company may have begun already.
        self.make_absence(self.manager, self.colleague, first=str(self._days(0)), last=str(self._days(1)))
        offer = self._offer(self.deal)
        offer.action_accept()
        self.expect(offer, contract=self.colleague, offer=self.env["res.users"])

    def test_a_second_offer_may_be_accepted_after_a_refusal(self):
        first = self._offer(self.deal, decline_reason="Too dear")
        first.action_decline()
        self.assertEqual(self.deal.service_answer, "declined")
        second = self._offer(self.deal, price=900)
        second.action_accept()
        self.assertEqual(self.deal.service_answer, "accepted")

    def test_a_day_that_is_over_is_no_day_to_come(self):
        offer = self._offer(self.deal, ask_again_on=self._days(0))
        with self.assertRaisesRegex(UserError, "which day to come"):
            offer.action_later()
        self.assertEqual(offer.state, "draft")

    @mute_logger("odoo.sql_db")
    def test_another_program_meets_the_same_demands(self):
        offer = self._offer(self.deal)
        for state in ("declined", "later"):
            with self.subTest(state=state), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                offer.state = state
                offer.flush_recordset()

    @users("sb_manager")
    def test_the_manager_fills_in_the_form(self):
        deal = self.deal.with_user(self.env.user)
        context = deal.action_offer_service()["context"]
        with Form(self.env["service.offer"].with_context(**context)) as form:
            self.assertEqual(form.partner_id, self.entity)
            self.assertEqual(form.piece_ids[:].mapped("name"), ["SN-1"])
            form.price = 5000
            form.visits_a_year = 4
        self.assertRecordValues(form.record, [{"state": "draft", "user_id": self.manager.id, "price": 5000}])
        self.assertTrue(form.record.warranty_until)

    @users("sb_manager")
    def test_dates_the_wrong_way_round(self):
        offer = self._offer(self.deal).with_user(self.env.user)
        with self.assertRaisesRegex(ValidationError, "before it is made"):
            offer.valid_until = self._days(-1)

    @users("service_head")
    def test_the_head_of_service_reads_offers_and_answers_none(self):
        offer = self._offer(self.deal).with_user(self.env.user)
        self.assertEqual(offer.price, 1200)
        with self.assertRaises(AccessError):
            offer.action_accept()

    def test_the_price_with_tax_is_what_is_asked_for(self):
        tax = self.env["account.tax"].create({"name": "VAT 20", "amount": 20, "type_tax_use": "sale"})
        self.env.company.account_sale_tax_id = tax
        offer = self._offer(self.deal)
        self.assertEqual((offer.price, offer.price_total), (1200, 1440))
        values = offer._prepare_print_values()
        self.assertEqual((values["untaxed"], values["tax"]), (1200, 240))
        offer.action_accept()
        offer.action_make_contract()
        contract = offer.contract_ids
        contract.action_conclude()
        self.assertEqual(contract.order_id.amount_total, offer.price_total)
        self.assertEqual(self._offer(self.deal).price_total, 1440, "Now that the product is there it is the same.")

    def test_a_price_with_the_tax_in_it(self):
        values = {"name": "VAT 20", "amount": 20, "type_tax_use": "sale", "price_include_override": "tax_included"}
        self.env.company.account_sale_tax_id = self.env["account.tax"].create(values)
        offer = self._offer(self.deal)
        self.assertEqual(offer.price_total, 1200)
        values = offer._prepare_print_values()
        self.assertEqual((values["untaxed"], values["tax"]), (1000, 200))

    def test_offers_of_a_merged_deal_count(self):
        offer = self._offer(self.deal)
        offer.action_accept()
        other = self._ship_deal("SN-2")
        merged = (self.deal | other).merge_opportunity()
        self.assertEqual(merged.service_answer, "accepted")
        self.assertEqual(merged.service_offer_ids, offer)

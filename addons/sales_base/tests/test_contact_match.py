from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import tagged, users
from odoo.tools import SQL

from .common import SalesBaseCommon

SPELLINGS = ("+7{}", "8{}", "7{}", "{}", "8 ({0[0]}{0[1]}{0[2]}) {0[3]}{0[4]}{0[5]}-{0[6]}{0[7]}-{0[8]}{0[9]} доб. 7")


@tagged("post_install", "-at_install")
class TestContactMatch(SalesBaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Point = cls.env["res.partner.contact.point"]
        cls.shop, cls.plant, cls.gone = cls.env["res.partner"].create(
            [
                {"name": "Shop", "email": "match-shop@example.ru", "phone": "8 (912) 345-67-89"},
                {"name": "Plant", "email": "match-plant@example.ru", "phone": "+7 495 222-33-44"},
                {"name": "Gone", "email": "match-gone@example.ru", "phone": "+7 495 222-33-44", "active": False},
            ]
        )

    def test_by_email(self):
        self.assertEqual(self.Point._match(emails=["Somebody <Match-Shop@Example.RU>"]), self.shop)

    def test_by_phone_in_another_spelling(self):
        self.assertEqual(self.Point._match(phones=["79123456789"]), self.shop)

    def test_by_any_address_of_the_partner(self):
        self.Point.create({"partner_id": self.plant.id, "kind": "email", "raw": "director@match-plant.ru"})
        self.assertEqual(self.Point._match(emails=["director@match-plant.ru"]), self.plant)

    def test_several_addresses_in_one_text(self):
        found = self.Point._match(emails=["match-shop@example.ru, match-plant@example.ru"])
        self.assertEqual(found, self.shop | self.plant)

    def test_archived_partner_is_found_after_active_ones(self):
        self.assertEqual(self.Point._match(emails=["match-gone@example.ru"]), self.gone)
        self.assertEqual(self.Point._match(phones=["8 495 222-33-44"]).ids, [self.plant.id, self.gone.id])

    def test_email_stands_before_phone(self):
        found = self.Point._match(emails=["match-gone@example.ru"], phones=["+79123456789"])
        self.assertEqual(found.ids, [self.gone.id, self.shop.id])

    def test_last_ten_digits_are_the_second_chance(self):
        # Saved without a city's country: the same ten digits in another country's spelling.
        self.assertEqual(self.Point._match(phones=["+1 912 345 6789"]), self.shop)

    def test_exact_number_beats_last_ten(self):
        american = self.env["res.partner"].create({"name": "American", "phone": "+1 912 345 6789"})
        self.assertEqual(self.Point._match(phones=["+1 912 345 6789"]), american)
        self.assertEqual(self.Point._match(phones=["8 912 345 67 89"]), self.shop)

    def test_exact_email_beats_last_ten(self):
        found = self.Point._match(emails=["match-plant@example.ru"], phones=["+1 912 345 6789"])
        self.assertEqual(found, self.plant)

    def test_one_number_of_several_is_not_chosen_or_merged(self):
        others = self.env["res.partner"].create([{"name": f"Office {n}", "phone": "+79123456789"} for n in (1, 2)])
        self.assertEqual(self.Point._match(phones=["89123456789"]), self.shop | others)
        self.assertEqual(len((self.shop | others).exists()), 3)

    def test_nothing_to_match_by(self):
        for emails, phones in (((), ()), ([""], [""]), (["no address"], ["112"]), ([False], [False])):
            self.assertFalse(self.Point._match(emails=emails, phones=phones))

    def test_unknown_stays_unknown(self):
        self.assertFalse(self.Point._match(emails=["nobody@match-nowhere.ru"], phones=["+7 999 000-11-22"]))

    def test_sees_what_is_not_written_yet(self):
        self.plant.email = "match-changed@example.ru"
        self.assertEqual(self.Point._match(emails=["match-changed@example.ru"]), self.plant)
        self.assertFalse(self.Point._match(emails=["match-plant@example.ru"]))

    @users("sb_dispatcher", "sb_manager")
    def test_as_the_roles_that_ask(self):
        self.assertEqual(self.Point.with_env(self.env)._match(phones=["89123456789"]).name, "Shop")

    def test_search_in_the_list_takes_any_spelling(self):
        Partner = self.env["res.partner"]
        self.assertEqual(Partner.search([("contact_search", "ilike", "8 (912) 345 67 89")]), self.shop)
        self.assertEqual(Partner.search([("contact_search", "ilike", "MATCH-shop@example.ru")]), self.shop)
        self.assertEqual(Partner.search([("contact_search", "ilike", "match-pla")]), self.plant, "A part of it.")
        self.assertFalse(Partner.search([("contact_search", "ilike", "match-nowhere")]))
        gone = Partner.with_context(active_test=False).search([("contact_search", "=", "match-gone@example.ru")])
        self.assertEqual(gone, self.gone)

    @users("sb_manager", "sb_outsider")
    def test_search_as_user(self):
        partners = self.env["res.partner"].search([("contact_search", "ilike", "8 495 222-33-44")])
        self.assertEqual(partners.mapped("name"), ["Plant"])

    def test_one_query_for_exact_two_for_second_chance(self):
        match = self.Point._match
        match(phones=["+79123456789"])
        self.assertEqual(self.count_queries(lambda: match(["match-shop@example.ru"], ["+79123456789"])), 1)
        self.assertEqual(self.count_queries(lambda: match(["nobody@match.ru"], ["+19123456789"])), 2)
        many = [f"+7912345{number:04}" for number in range(6700, 6900)]
        self.assertEqual(self.count_queries(lambda: match(phones=many)), 1)

    def test_indexes_serve_the_matching(self):
        rows = self.env.execute_query(
            SQL("SELECT indexdef FROM pg_indexes WHERE tablename = 'res_partner_contact_point'")
        )
        definitions = [definition for (definition,) in rows]
        self.assertTrue(any("btree (kind, value)" in definition for definition in definitions), definitions)
        self.assertTrue(any("btree (last_ten)" in definition for definition in definitions), definitions)

    def test_plan_does_not_read_the_whole_table(self):
        self.env["res.partner"].create(
            [{"name": f"N {n}", "email": f"n{n}@plan.ru", "phone": f"+7903{n:07}"} for n in range(1500)]
        )
        self.env.flush_all()
        self.env.cr.execute("ANALYZE res_partner_contact_point")
        condition = SQL("(kind = 'email' AND value = ANY(%s)) OR (kind = 'phone' AND value = ANY(%s))", ["a"], ["+7"])
        for where in (condition, SQL("last_ten = ANY(%s)", ["9030000001"])):
            rows = self.env.execute_query(
                SQL("EXPLAIN SELECT partner_id FROM res_partner_contact_point p WHERE %s", where)
            )
            plan = "\n".join(line for (line,) in rows)
            self.assertNotIn("Seq Scan", plan)

    def test_core_finds_partners_by_an_index_too(self):
        rows = self.env.execute_query(SQL("SELECT indexdef FROM pg_indexes WHERE tablename = 'res_partner'"))
        self.assertTrue(any("btree (email_normalized)" in definition for (definition,) in rows))

    @settings(max_examples=25, deadline=None)
    @given(
        number=st.integers(2000000, 9999999),
        saved=st.sampled_from(SPELLINGS),
        called=st.sampled_from(SPELLINGS),
    )
    def test_any_spelling_finds_any_other(self, number, saved, called):
        digits = f"921{number}"
        partner = self.env["res.partner"].create({"name": "Caller", "phone": saved.format(digits)})
        self.assertIn(partner, self.Point._match(phones=[called.format(digits)]))
        partner.unlink()

from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged, users

from ..tools import words
from .common import SalesLeadsCommon


class DispatchCommon(SalesLeadsCommon):
    """Two departments that appeals are sorted to, and rules that tell them apart."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.team"].search([("id", "not in", (cls.vys | cls.konts).ids)]).gets_appeals = False
        cls.vys.sequence, cls.konts.sequence = 1, 2
        # Everybody is told in his own language: the tests read English.
        cls.env["res.lang"]._activate_lang("en_US")
        (cls.dispatcher | cls.head | cls.director | cls.administrator).lang = "en_US"
        cls.rules = cls.env["crm.dispatch.rule"]
        cls.rules.search([]).unlink()

    def make_rule(self, kind, value, team, **values):
        return self.rules.create({"kind": kind, "value": value, "team_id": team.id, **values})

    def make_appeal(self, **values):
        self.number += 1
        values = {"contact_name": "Oleg", "email": f"oleg{self.number}@gmail.com", "needs": "A pump"} | values
        return self.env["crm.appeal"].create(values)


@tagged("post_install", "-at_install")
class TestWords(SalesLeadsCommon):
    """Russian and English words by their stems, without a database's help."""

    def find(self, phrase, text):
        return words.Text(text).find(words.Phrase(phrase))

    def test_one_form_finds_the_others(self):
        for form in ("камера", "Камеру", "камерой", "КАМЕР"):
            self.assertEqual(self.find("камера", f"Нужна {form}, две."), form)
        self.assertEqual(self.find("тренажер", "купим тренажёры"), "тренажёры")
        self.assertEqual(self.find("pump", "Two pumps, please"), "pumps")

    def test_a_word_inside_another_is_not_found(self):
        self.assertFalse(self.find("масло", "маслобойня"))
        self.assertFalse(self.find("пар", "парк и паровоз"))

    def test_a_star_stands_for_any_ending(self):
        self.assertEqual(self.find("климат*", "микроклимат и климатические"), "климатические")

    def test_several_words_follow_each_other(self):
        self.assertEqual(self.find("климатическая камера", "о Климатических камерах"), "Климатических камерах")
        self.assertFalse(self.find("климатическая камера", "климатическая большая камера"))

    @given(st.text(max_size=200), st.text(max_size=30))
    def test_whatever_is_written_is_searched(self, text, phrase):
        found = self.find(phrase, text)
        self.assertIsInstance(found, str)
        self.assertTrue(all(word in text for word in found.split()))


@tagged("post_install", "-at_install")
class TestDispatchRule(DispatchCommon):
    """A department is suggested, with its reason, and never decided on."""

    @users("sb_dispatcher")
    def test_word_suggests_and_says_why(self):
        self.make_rule("words", "компрессор, камера", self.konts)
        appeal = self.make_appeal(needs="Просим прислать цены на камеры")
        self.assertRecordValues(
            appeal,
            [{"suggested_team_id": self.konts.id, "suggestion_reason": "word “камеры”", "team_id": False}],
        )
        self.assertEqual(appeal.state, "new")

    def test_first_rule_in_order_is_taken(self):
        late = self.make_rule("words", "насос", self.vys, sequence=20)
        self.make_rule("words", "масло", self.konts, sequence=10)
        appeal = self.make_appeal(needs="масло для насоса")
        self.assertEqual(appeal.suggested_team_id, self.konts)
        late.sequence = 1
        self.assertEqual(appeal.suggested_team_id, self.vys)

    def test_line_of_the_call(self):
        self.make_rule("line", "8 (495) 100-00-00", self.konts)
        call = self.make_call(did="74951000000")
        self.assertEqual(call.appeal_id.suggested_team_id, self.konts)
        self.assertEqual(call.appeal_id.suggestion_reason, "line 74951000000")
        self.assertFalse(self.make_call(did="74952000000", src="79001112233").appeal_id.suggested_team_id)

    def test_address_that_was_written_to(self):
        self.make_rule("mailbox", "service, info@plant.example", self.konts)
        appeal = self.receive(self.make_mail()).appeal_id
        self.assertEqual(appeal.mailbox, "info@plant.example")
        self.assertEqual(appeal.suggestion_reason, "written to info@plant.example")

    def test_subject_and_page_of_the_form(self):
        self.make_rule("subject", "/Pumps/, подбор насоса", self.vys)
        self.assertEqual(self.make_appeal(subject="Подбор насоса").suggested_team_id, self.vys)
        page = self.make_appeal(text="Name: Ivan\nPage: https://plant.example/pumps/nc50")
        self.assertEqual(page.suggestion_reason, "subject or page “/pumps/”")
        self.assertFalse(self.make_appeal(text="see our /pumps/ folder").suggested_team_id)

    def test_earlier_appeal_of_the_company(self):
        self.rules.create({"kind": "company"})
        first = self.make_appeal(email="a@zavod-dispatch.example")
        self.assertFalse(first.suggested_team_id)
        first._sort(self.vys)
        second = self.make_appeal(email="b@zavod-dispatch.example", needs="?")
        self.assertEqual(second.suggested_team_id, self.vys)
        self.assertEqual(second.suggestion_reason, f"like appeal {first.number} of the same company")

    def test_a_private_address_tells_of_no_company(self):
        self.rules.create({"kind": "company"})
        self.make_appeal(email="a@mail.ru")._sort(self.vys)
        self.assertFalse(self.make_appeal(email="b@mail.ru").suggested_team_id)

    def test_rules_and_texts_that_change_change_the_suggestion(self):
        appeal = self.make_appeal(needs="кран")
        rule = self.make_rule("words", "кран", self.vys)
        self.assertEqual(appeal.suggested_team_id, self.vys)
        rule.team_id = self.konts
        self.assertEqual(appeal.suggested_team_id, self.konts)
        appeal.needs = "лебёдка"
        self.assertFalse(appeal.suggested_team_id or appeal.suggestion_reason)
        appeal.needs = "кран"
        rule.unlink()
        self.assertFalse(appeal.suggested_team_id)

    def test_what_is_sorted_keeps_its_suggestion(self):
        rule = self.make_rule("words", "кран", self.vys)
        appeal = self.make_appeal(needs="кран")
        appeal._sort(self.vys)
        rule.value = "насос"
        self.assertEqual(appeal.suggested_team_id, self.vys)

    def test_archived_rules_and_departments_suggest_nothing(self):
        rule = self.make_rule("words", "кран", self.vys)
        rule.active = False
        self.assertFalse(self.make_appeal(needs="кран").suggested_team_id)
        rule.active = True
        appeal = self.make_appeal(needs="кран")
        self.assertEqual(appeal.suggested_team_id, self.vys)
        self.vys.gets_appeals = False
        self.assertFalse(appeal.suggested_team_id)
        self.vys.gets_appeals = True
        self.assertEqual(appeal.suggested_team_id, self.vys)
        self.vys.active = False
        self.assertFalse(appeal.suggested_team_id)

    def test_the_rest_is_suggested_in_the_background(self):
        appeal = self.make_appeal(needs="кран")
        self.env.cr.execute(
            "INSERT INTO crm_dispatch_rule (kind, value, team_id, sequence, active) VALUES ('words', 'кран', %s, 1, true)",
            [self.vys.id],
        )
        self.env.registry.clear_cache()
        self.assertFalse(appeal.suggested_team_id)
        with self.no_commit():
            self.env["crm.appeal"]._cron_suggest()
        self.assertEqual(appeal.suggested_team_id, self.vys)

    @users("sb_dispatcher")
    def test_an_incomplete_rule_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "holds nothing"):
            self.make_rule("words", " , ;", self.vys)
        with self.assertRaisesRegex(ValidationError, "holds nothing"):
            self.make_rule("line", "reception", self.vys)

    @users("sb_manager")
    def test_manager_neither_reads_nor_writes_rules(self):
        with self.assertRaises(AccessError):
            self.rules.with_user(self.env.user).search([])
        with self.assertRaises(AccessError):
            self.env["crm.appeal"].action_suggest()

    def test_suggestions_of_a_batch_cost_no_more_queries(self):
        for number in range(5):
            self.make_rule("words", f"слово{number}", self.vys)
        self.rules.create({"kind": "company"})
        few = self.env["crm.appeal"].create([{"email": f"x{n}@few.example", "needs": "?"} for n in range(3)])
        many = self.env["crm.appeal"].create([{"email": f"x{n}@many{n}.example", "needs": "?"} for n in range(60)])
        few._suggest()
        self.assertEqual(self.count_queries(few._suggest), self.count_queries(many._suggest))

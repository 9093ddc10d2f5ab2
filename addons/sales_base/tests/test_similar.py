from hypothesis import given
from hypothesis import strategies as st
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools import names, requisites
from .common import SalesBaseCommon


@tagged("post_install", "-at_install")
class TestSimilar(SalesBaseCommon):
    """Who may be the same customer: by domain, INN and name; hints only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.env["res.partner"]
        cls.plant = cls.partners.create(
            {
                "name": "ООО «Тула-Агрегат»",
                "is_company": True,
                "vat": "7707083893",
                "email": "sales@tula-agregat.test",
                "phone": "+7 487 255-11-22",
            }
        )

    def find(self, **keys):
        return {partner: reasons for partner, reasons in self.partners._find_similar(**keys).items()}

    def test_each_key_finds_with_its_reason(self):
        self.assertEqual(self.find(emails=["Sales@Tula-Agregat.test"]), {self.plant: {"email", "domain"}})
        self.assertEqual(self.find(emails=["other@tula-agregat.test"]), {self.plant: {"domain"}})
        self.assertEqual(self.find(phones=["8 (487) 255 11 22"]), {self.plant: {"phone"}})
        self.assertEqual(self.find(inns=["7707083893"]), {self.plant: {"inn"}})
        self.assertEqual(self.find(company_names=["АО Тула Агрегат"]), {self.plant: {"name"}})
        self.assertEqual(self.find(), {})

    def test_likeliest_stands_first(self):
        other = self.partners.create({"name": "Тула-Агрегат Сервис", "is_company": True})
        found = self.find(inns=["7707083893"], company_names=["Тула-Агрегат"])
        self.assertEqual(list(found), [self.plant, other])

    def test_free_mail_says_nothing_until_the_administrator_says_otherwise(self):
        self.partners.create({"name": "Ann", "email": "ann@yandex.ru"})
        self.assertFalse(self.find(emails=["boris@yandex.ru"]))
        firm = self.partners.create({"name": "Own Provider", "is_company": True, "email": "a@provider.test"})
        self.assertIn(firm, self.find(emails=["b@provider.test"]))
        self.env["res.free.mail.domain"].with_user(self.administrator).create({"name": "provider.test"})
        self.assertFalse(self.find(emails=["b@provider.test"]))
        with self.assertRaises(AccessError):
            self.env["res.free.mail.domain"].with_user(self.manager).create({"name": "mine.test"})

    @mute_logger("odoo.sql_db")
    def test_domain_is_written_plainly_and_once(self):
        for name in ("Mail.RU", "me@mail.ru", "mail.ru"):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.env["res.free.mail.domain"].create({"name": name})

    def test_loading_again_leaves_the_administrators_choice(self):
        line = self.env["res.free.mail.domain"].search([("name", "=", "rambler.ru")])
        line.active = False
        number = self.env["res.free.mail.domain"].with_context(active_test=False).search_count([])
        self.env["res.free.mail.domain"]._load_known()
        self.assertEqual(self.env["res.free.mail.domain"].with_context(active_test=False).search_count([]), number)
        self.assertFalse(line.active)

    def test_names_that_mean_the_same(self):
        for one, other in (
            ("ООО «Ромашка»", 'Общество с ограниченной ответственностью "РОМАШКА"'),
            ("ПАО Хлебпром", "Хлебпром, ПАО"),
            ("Артём-Сервис", "артем сервис"),
            ("Siemens AG", "SIEMENS"),
            ("Тулаводоканал", "Тулводоканал"),
            ("Завод насосов", "Завод насосов Юг"),
        ):
            self.assertTrue(names.are_alike(names.name_key(one), names.name_key(other)), (one, other))
        for one, other in (("Восток", "Запад"), ("ООО", "АО Ромашка"), ("Мир", "Мирный"), ("", "")):
            self.assertFalse(names.are_alike(names.name_key(one), names.name_key(other)), (one, other))

    @given(st.text(max_size=40))
    def test_key_of_a_key_is_itself(self, text):
        key = names.name_key(text)
        self.assertEqual(names.name_key(key), key)
        self.assertTrue(not key or names.are_alike(key, key))

    def test_person_of_a_company_has_no_key_of_his_own(self):
        person = self.partners.create({"name": "Тула Агрегат", "parent_id": self.plant.id})
        self.assertFalse(person.name_key)
        self.assertEqual(list(self.find(company_names=["Тула-Агрегат"])), [self.plant])

    def test_signs_of_patterns_in_a_name_are_letters(self):
        self.assertFalse(self.find(company_names=["%%%%%%"]))
        self.assertFalse(self.find(company_names=["____агрегат"]))

    def test_inn_in_a_letter(self):
        self.assertEqual(requisites.find_inns("ООО Тула, ИНН: 7707083893 / КПП 770701001"), ["7707083893"])
        self.assertEqual(requisites.find_inns("инн/кпп 7707083893/770701001"), ["7707083893"])
        for text in ("ИНН 7707083894", "тел. 7707083893", "ИНН 77070838931", ""):
            self.assertEqual(requisites.find_inns(text), [], text)

    def test_as_many_queries_for_many_addresses(self):
        def find(number):
            return self.count_queries(
                lambda: self.partners._find_similar(emails=[f"a{n}@tula-agregat.test" for n in range(number)])
            )

        find(1)
        self.assertEqual(find(1), find(30))


@tagged("post_install", "-at_install")
class TestFamily(SalesBaseCommon):
    """One customer with several legal entities and sites is one customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.holding = partners.create({"name": "Holding", "is_company": True})
        cls.north, cls.south = partners.create(
            [{"name": name, "is_company": True, "parent_id": cls.holding.id} for name in ("North", "South")]
        )
        cls.person = partners.create({"name": "Ann", "parent_id": cls.north.id})

    def test_everybody_of_the_family_sees_it_whole(self):
        family = self.holding | self.north | self.south | self.person
        for member in family:
            self.assertEqual(member._get_family(), family)
            self.assertEqual(member._get_customers(), self.holding)
        self.assertEqual(self.customer._get_family(), self.customer)

    def test_manager_of_one_legal_entity_answers_for_the_others(self):
        self.assertFalse(self.south._get_responsible())
        self.make_responsible(self.manager, self.north)
        for member in (self.south, self.holding, self.person, self.north):
            self.assertEqual(member._get_responsible(), self.manager)
            self.assertEqual(member._get_responsible(self.vys), self.manager)
            self.assertFalse(member._get_responsible(self.konts))

    def test_own_manager_comes_before_the_familys(self):
        self.make_responsible(self.manager, self.north)
        self.make_responsible(self.colleague, self.south)
        self.assertEqual(self.south._get_responsible(), self.colleague)
        self.assertEqual(self.person._get_responsible(), self.manager)

    def test_families_are_read_together(self):
        both = self.holding | self.customer
        groups = both._group_family()
        self.assertEqual(set(groups[self.holding.id]), set(self.holding._get_family().ids))
        self.assertEqual(groups[self.customer.id], self.customer.ids)

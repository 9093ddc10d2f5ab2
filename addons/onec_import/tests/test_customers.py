from odoo.tests import tagged

from .common import OnecCommon


@tagged("post_install", "-at_install")
class TestCustomers(OnecCommon):
    def bring_customers(self, *rows, **options):
        return self.bring("customers", rows, **options)

    def test_a_company_comes_with_requisites_addresses_and_people(self):
        batch = self.bring_customers(
            {
                "key": "c1",
                "code": "0001",
                "name": "Водоканал",
                "full_name": 'ООО "Водоканал"',
                "inn": "7707083893",
                "kpp": "770701001",
                "okpo": "00032537",
                "addresses": [
                    {"type": "legal", "text": "г. Тверь, Ленина 1", "city": "Тверь", "street": "Ленина", "house": "1"},
                    {"type": "actual", "text": "г. Тверь, Мира 2", "city": "Тверь", "street": "Мира", "house": "2"},
                ],
                "phones": ["+7 4822 11-22-33", "+7 916 123-45-67"],
                "emails": ["office@vodokanal.example", "buh@vodokanal.example"],
                "accounts": [{"account": "40702810938000012345", "bic": "044525225", "bank": "Сбербанк"}],
                "contacts": [{"name": "Иванов Иван", "function": "Инженер", "email": "ivan@vodokanal.example"}],
                "manager": "Anna Admin",
                "ogrn": "1027700132195",
            },
            team_id=self.env["crm.team"].sudo().create({"name": "Vys"}).id,
        )
        self.assertEqual(self.counts(batch), {"made": 1})
        partner = self.of("customers", "c1")
        self.assertRecordValues(
            partner,
            [
                {
                    "name": 'ООО "Водоканал"',
                    "is_company": True,
                    "vat": "7707083893",
                    "kpp": "770701001",
                    "okpo": "00032537",
                    "city": "Тверь",
                    "street": "Ленина, 1",
                    "country_id": self.env.ref("base.ru").id,
                    "counterparty_kind": "counterparty",
                    "email": "office@vodokanal.example",
                }
            ],
        )
        self.assertEqual(partner._get_actual_address().street, "Мира, 2")
        self.assertEqual(
            sorted(partner.contact_point_ids.mapped("value")),
            ["+74822112233", "+79161234567", "buh@vodokanal.example", "office@vodokanal.example"],
        )
        self.assertEqual(partner.bank_ids.bank_id.bic, "044525225")
        person = partner.child_ids.filtered(lambda child: child.type == "contact")
        self.assertRecordValues(person, [{"name": "Иванов Иван", "function": "Инженер"}])
        self.assertEqual(partner.responsible_ids.user_id, self.admin)
        self.assertIn("1027700132195", partner.comment)

    def test_a_wrong_inn_is_imported_with_the_number_in_the_notes(self):
        batch = self.bring_customers({"key": "c1", "name": "Works", "inn": "7707083894", "sort": "company"})
        self.assertEqual(self.counts(batch), {"made": 1})
        partner = self.of("customers", "c1")
        self.assertFalse(partner.vat)
        self.assertIn("7707083894", partner.comment)

    def test_a_partner_and_its_only_entity_of_the_same_name_are_one_customer(self):
        self.bring_customers(
            {"key": "p1", "name": "Вега", "role": "partner"},
        )
        self.bring_customers(
            {"key": "k1", "name": "Вега", "partner_id": "p1", "partner": "Вега", "inn": "7707083893"},
            {"key": "k2", "name": "Вега-Юг", "partner_id": "p1", "partner": "Вега", "inn": "7736050003"},
        )
        vega, south = self.of("customers", "k1"), self.of("customers", "k2")
        self.assertEqual(vega, self.of("customers", "p1"))
        self.assertEqual(vega.vat, "7707083893")
        self.assertEqual(south.parent_id, vega)
        self.assertTrue(south.is_company)

    def test_entities_and_their_partner_in_one_file(self):
        self.bring_customers(
            {"key": "k1", "name": "Вега-Север", "partner_id": "p1", "partner": "Вега"},
            {"key": "p1", "name": "Вега", "role": "partner"},
        )
        self.assertEqual(self.of("customers", "k1").parent_id, self.of("customers", "p1"))
        self.assertEqual(self.of("customers", "p1").counterparty_kind, "partner")

    def test_a_partner_that_only_its_entities_name_is_made(self):
        batch = self.bring_customers(
            {"key": "k1", "name": "Юг", "partner": "Вега"}, {"key": "k2", "name": "Нева", "partner": "Вега"}
        )
        self.assertEqual(self.counts(batch), {"made": 2})
        parents = self.of("customers", "k1").parent_id | self.of("customers", "k2").parent_id
        self.assertRecordValues(parents, [{"name": "Вега", "counterparty_kind": "partner"}])

    def test_customers_entered_by_hand_are_known_by_their_inn(self):
        own = self.env["res.partner"].sudo().create({"name": "Ours", "is_company": True, "vat": "7707083893"})
        batch = self.bring_customers(
            {"key": "c1", "name": "Водоканал", "inn": "7707083893", "website": "http://v.example"}
        )
        self.assertEqual(self.of("customers", "c1"), own)
        self.assertRecordValues(own, [{"name": "Ours", "website": "http://v.example"}])
        self.assertEqual(batch.kept, 1)

    def test_again_changes_nothing_and_adds_no_second_person(self):
        row = {"key": "c1", "name": "Works", "contacts": [{"name": "Ivan"}], "phones": ["+79161234567", "+79161234568"]}
        self.bring_customers(row)
        self.assertEqual(self.counts(self.bring_customers(row)), {"unchanged": 1})
        self.bring_customers({**row, "website": "http://w.example"})
        self.assertEqual(self.of("customers", "c1").child_ids.mapped("name"), ["Ivan"])
        self.assertEqual(len(self.of("customers", "c1").contact_point_ids), 2)

    def test_managers_that_nobody_knows_are_told(self):
        batch = self.bring_customers({"key": "c1", "name": "Works", "manager": "Неизвестный А."})
        self.assertIn("Неизвестный", self.texts(batch, "warning")[0])
        self.assertEqual(self.counts(batch), {"made": 1})

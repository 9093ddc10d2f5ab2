from datetime import date

from odoo.tests import tagged

from .. import uninstall_hook
from .common import MarketingCommon


@tagged("post_install", "-at_install")
class TestContact(MarketingCommon):
    def one(self, name):
        row = self.rows(("email", "=", self.at(name)))
        self.assertEqual(len(row), 1)
        return row

    def test_customer_stands_before_potential_before_lead(self):
        address = self.at("shared")
        lead = self.make_lead("Site", contact_name="From the site", email_from=address)
        self.assertRecordValues(self.one("shared"), [{"name": "From the site", "kind": "lead", "partner_id": False}])
        potential = self.make_customer("Maybe", address, kind="potential")
        self.assertRecordValues(self.one("shared"), [{"kind": "potential", "partner_id": potential.id}])
        partner = self.make_customer("Bought", address, kind="partner")
        self.assertRecordValues(self.one("shared"), [{"kind": "partner", "partner_id": partner.id}])
        self.set_known_since(lead, "2030-01-01")
        self.set_known_since(potential, "2030-01-01")
        self.assertEqual(self.one("shared").partner_id, partner, "Younger ones of a lower kind do not win.")

    def test_newest_wins_among_equals(self):
        address = self.at("twins")
        older = self.make_customer("Older", address, kind="partner")
        newer = self.make_customer("Newer", address)
        self.set_known_since(older, "2020-01-01")
        self.set_known_since(newer, "2024-01-01")
        self.assertEqual(self.one("twins").name, "Newer")
        self.set_known_since(older, "2025-01-01")
        self.assertEqual(self.one("twins").name, "Older")

    def test_spelling_of_address_does_not_matter(self):
        self.make_customer("One", f"Ivan <{self.at('Ivan').upper()}>")
        self.make_lead("Two", email_from=self.at("ivan"))
        self.assertEqual(self.one("ivan").name, "One")

    def test_phone_is_taken_from_the_folded_ones(self):
        phone = self.make_phone()
        self.make_customer("No phone", self.at("nophone"))
        self.assertFalse(self.one("nophone").phone)
        self.make_lead("Phone", email_from=self.at("nophone"), phone=phone)
        self.assertRecordValues(self.one("nophone"), [{"name": "No phone", "phone": phone}])

    def test_all_addresses_of_a_card_are_rows(self):
        customer = self.make_customer("Many", f"{self.at('one')}, {self.at('two')}", self.make_phone())
        self.env["res.partner.contact.point"].create(
            {"partner_id": customer.id, "kind": "email", "raw": self.at("three")}
        )
        rows = self.rows(("partner_id", "=", customer.id))
        self.assertEqual(sorted(rows.mapped("email")), sorted(map(self.at, ("one", "two", "three"))))
        self.assertEqual(len(set(rows.mapped("phone"))), 1)

    def test_who_has_no_address_is_a_row_by_phone(self):
        phone = self.make_phone()
        customer = self.make_customer("By phone", phone=phone)
        self.make_lead("Same phone", phone=phone)
        row = self.rows(("phone", "=", phone))
        self.assertRecordValues(row, [{"partner_id": customer.id, "email": False, "is_valid": True}])

    def test_number_of_somebody_with_an_address_is_no_second_row(self):
        phone, other = self.make_phone(), self.make_phone()
        customer = self.make_customer("Both", self.at("both"), phone)
        self.env["res.partner.contact.point"].create({"partner_id": customer.id, "kind": "phone", "raw": other})
        self.make_customer("Switchboard", phone=phone)
        self.make_lead("Call", phone=other)
        self.assertEqual(self.rows(("phone", "in", [phone, other])).mapped("email"), [self.at("both")])

    def test_who_is_no_customer_is_not_there(self):
        self.make_customer("Supplier", self.at("supplier"), kind=False)
        self.make_customer("Archived", self.at("archived"), active=False)
        self.make_lead("Refused", email_from=self.at("refused"), active=False)
        reason = self.env["crm.false.reason"].create({"name": "Reason of the test"})
        self.make_lead("False alarm", email_from=self.at("false"), qualification="false", false_reason_id=reason.id)
        self.make_lead("Nothing")
        self.assertFalse(self.rows())

    def test_a_contact_becomes_one_as_soon_as_he_is_made(self):
        lead = self.make_lead("Now", email_from=self.at("now"))
        self.assertEqual(self.one("now").kind, "lead")
        lead.active = False
        self.assertFalse(self.rows(("email", "=", self.at("now"))))

    def test_who_wrote_is_there_as_soon_as_somebody_sorts_him(self):
        appeal = self.env["crm.appeal"].create(
            {"contact_name": "Stranger", "email": self.at("stranger"), "needs": "A pump", "channel": "chat"}
        )
        self.assertFalse(self.rows())
        appeal._sort(self.pumps)
        row = self.one("stranger")
        self.assertRecordValues(row, [{"kind": "potential", "channel": "chat", "team_id": self.pumps.id}])

    def test_who_is_known_stays_when_he_writes_again(self):
        partner = self.make_customer("Known", self.at("known"))
        appeal = self.env["crm.appeal"].create({"contact_name": "X", "email": self.at("else"), "needs": "A pump"})
        partner.appeal_id = appeal
        self.assertEqual(self.rows().mapped("name"), ["Known"])

    def test_qualification_is_there_to_be_filtered(self):
        self.make_lead(
            "Later", email_from=self.at("later"), qualification="preliminary", next_contact_date="2030-01-01"
        )
        self.assertEqual(
            self.rows(("qualification", "=", "preliminary"), ("email", "=", self.at("later"))).kind, "lead"
        )

    def test_latest_lead_gives_department_and_interest(self):
        pump, chamber = self.env["equipment.type"].create([{"name": "Test pump"}, {"name": "Test chamber"}])
        company = self.make_customer("Plant", self.at("plant"), is_company=True)
        person = self.make_customer("Ivan", self.at("person"), kind=False, parent_id=company.id)
        old = self.make_lead("Old", partner_id=company.id, equipment_type_id=pump.id)
        new = self.make_lead("New", partner_id=person.id, equipment_type_id=chamber.id, team_id=self.chambers.id)
        self.set_known_since(old, "2020-01-01")
        self.set_known_since(new, "2021-01-01")
        for name in ("plant", "person"):
            row = self.one(name)
            self.assertEqual((row.team_id, row.equipment_type_id), (self.chambers, chamber))
            self.assertEqual(row.stage_id, new.stage_id)
        new.equipment_type_id = False
        self.assertEqual(self.one("plant").equipment_type_id, pump, "What the latest does not say the one before did.")
        self.assertEqual(self.one("plant").team_id, self.chambers)
        self.assertRecordValues(
            self.one("person"), [{"name": "Ivan", "company": "Plant", "is_company": False, "kind": "counterparty"}]
        )

    def test_responsible_manager_gives_the_department_of_who_has_no_lead(self):
        customer = self.make_customer("Calm", self.at("calm"))
        self.env["res.partner.responsible"].create(
            {"partner_id": customer.id, "team_id": self.chambers.id, "user_id": self.manager.id}
        )
        row = self.one("calm")
        self.assertEqual((row.team_id, row.user_id), (self.chambers, self.manager))

    def test_last_order_counts_old_and_new_ones_of_the_whole_company(self):
        company = self.make_customer("Plant", self.at("plant"), is_company=True)
        person = self.make_customer("Ivan", self.at("person"), kind=False, parent_id=company.id)
        self.assertFalse(self.one("plant").last_order_date)
        self.env["res.partner.purchase"].create(
            {"partner_id": company.id, "description": "Pump", "date": "2019-03-04", "source": "import"}
        )
        self.assertEqual(self.one("person").last_order_date, date(2019, 3, 4))
        order = self.env["sale.order"].create({"partner_id": person.id, "date_order": "2025-05-06 10:00:00"})
        self.assertEqual(self.one("plant").last_order_date, date(2019, 3, 4), "A quotation is no order.")
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_order SET state = 'sale' WHERE id = %s", (order.id,))
        self.env.invalidate_all()
        self.assertEqual(self.one("plant").last_order_date, date(2025, 5, 6))

    def test_marks(self):
        for name in ("plain", "stop", "support", "no-reply", "info"):
            self.make_customer(name, self.at(name), self.make_phone())
        self.env["mail.blacklist"]._add(self.at("stop"))
        self.env["phone.blacklist"]._add([self.one("plain").phone])
        self.assertTrue(self.one("stop").is_blacklisted)
        self.assertFalse(self.one("stop").phone_blacklisted)
        self.assertFalse(self.one("plain").is_blacklisted)
        self.assertTrue(self.one("plain").phone_blacklisted)
        self.assertEqual(
            set(self.rows().filtered("is_role_address").mapped("email")), {self.at("support"), self.at("no-reply")}
        )
        self.env["mail.blacklist"]._remove(self.at("stop"))
        self.assertFalse(self.one("stop").is_blacklisted)

    def test_number_of_who_has_no_address_is_blacklisted(self):
        phone = self.make_phone()
        self.make_customer("Caller", phone=phone)
        self.env["phone.blacklist"]._add([phone])
        self.assertRecordValues(self.rows(("phone", "=", phone)), [{"is_blacklisted": True, "phone_blacklisted": True}])

    def test_validity(self):
        customer = self.make_customer("Spellings", is_company=True)
        point = {"partner_id": customer.id, "kind": "email"}
        spellings = {
            "a.b+c@x.example": True,
            "ivan@почта.рф": True,
            "иван@x.example": False,
            "=1@x.example": False,
            "-a@x.example": False,
            "a..b@x.example": False,
        }
        self.env["res.partner.contact.point"].create([{**point, "raw": raw} for raw in spellings])
        # What the normalisation would correct or refuse may be there from before.
        strange = self.env["res.partner.contact.point"].create({**point, "raw": "tobe@x.example"})
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner_contact_point SET value = 'a@x' WHERE id = %s", (strange.id,))
        rows = self.rows(("partner_id", "=", customer.id))
        self.assertEqual({row.email: row.is_valid for row in rows}, {**spellings, "a@x": False})

    def test_inner_number_is_not_valid(self):
        customer = self.make_customer("Inside", phone="12-345")
        self.assertRecordValues(self.rows(("partner_id", "=", customer.id)), [{"phone": "12345", "is_valid": False}])

    def test_address_of_lead(self):
        russia = self.env.ref("base.ru")
        self.make_lead(
            "Far", email_from=self.at("far"), partner_name="Mine", city="Norilsk", zip="663300", country_id=russia.id
        )
        self.assertRecordValues(
            self.one("far"),
            [{"name": "Mine", "is_company": True, "city": "Norilsk", "zip": "663300", "country_code": "RU"}],
        )

    def test_groups_and_counts(self):
        for number in range(3):
            self.make_customer(str(number), self.at(f"n{number}"))
        self.make_lead("L", email_from=self.at("l"))
        groups = (
            self.env["marketing.contact"]
            .with_user(self.marketer)
            ._read_group([("email", "like", "%@base.example")], ["kind"], ["__count"])
        )
        self.assertEqual(dict(groups), {"counterparty": 3, "lead": 1})

    def test_any_number_of_rows_costs_one_query(self):
        self.make_customer("first", self.at("first"))
        self.rows().mapped("email")
        names = ["name", "email", "phone", "team_id"]

        def stream():
            contacts = self.env["marketing.contact"].with_user(self.marketer)
            return [row for rows in contacts._iter_rows([("email", "like", "%@base.example")], names) for row in rows]

        stream()
        before = self.env.cr.sql_log_count
        self.assertEqual(len(stream()), 1)
        single = self.env.cr.sql_log_count - before
        self.make_customer("x", ",".join(self.at(f"x{number}") for number in range(40)))
        self.rows()
        before = self.env.cr.sql_log_count
        rows = stream()
        self.assertEqual(len(rows), 41)
        self.assertEqual(self.env.cr.sql_log_count - before, single)
        self.assertEqual(len(rows[0]), len(names))

    def test_change_by_whatever_way_is_noticed(self):
        customer = self.make_customer("Quiet change", self.at("quiet"))
        before = self.one("quiet")
        self.env.cr.execute("UPDATE res_partner SET city = 'Omsk' WHERE id = %s", (customer.id,))
        self.assertRecordValues(self.one("quiet"), [{"id": before.id, "city": "Omsk"}])
        self.env.cr.execute("DELETE FROM res_partner_contact_point WHERE partner_id = %s", (customer.id,))
        self.assertFalse(self.rows(("email", "=", self.at("quiet"))))

    def test_what_does_not_concern_the_base_is_not_noted(self):
        customer = self.make_customer("Comment", self.at("comment"))
        self.rows()
        customer.comment = "Likes tea"
        self.env.flush_all()
        self.assertFalse(self.env["marketing.stale"].search_count([]))

    def test_rebuilding_changes_nothing(self):
        self.make_customer("One", self.at("one"), self.make_phone(), city="Perm")
        self.make_lead("Two", email_from=self.at("one"), phone=self.make_phone())
        self.make_lead("Three", phone=self.make_phone())
        names = [name for name, field in self.env["marketing.contact"]._fields.items() if field.store]
        before = self.rows().sudo().read(names)
        self.env["marketing.contact"]._rebuild()
        self.assertEqual(self.rows().sudo().read(names), before)

    def test_uninstalling_leaves_no_trigger(self):
        query = "SELECT count(*) FROM pg_trigger WHERE tgname = 'marketing_watch'"
        self.env.cr.execute(query)
        self.assertGreater(self.env.cr.fetchone()[0], 10)
        uninstall_hook(self.env)
        self.env.cr.execute(query)
        self.assertEqual(self.env.cr.fetchone()[0], 0)

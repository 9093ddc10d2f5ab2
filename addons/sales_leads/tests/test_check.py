from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged, users

from .common import SalesLeadsCommon


@tagged("post_install", "-at_install")
class TestCheck(SalesLeadsCommon):
    """What the base knows of whoever asks, and what the manager does with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plant = cls.env["res.partner"].create(
            {
                "name": "ООО «Тула-Агрегат»",
                "is_company": True,
                "counterparty_kind": "counterparty",
                "vat": "7707083893",
                "country_id": cls.russia.id,
                "email": "office@tula-agregat.test",
            }
        )

    def make_lead(self, **values):
        self.number += 1
        defaults = {
            "contact_name": "Oleg",
            "email": f"check{self.number}@free.test",
            "subject": "Pump",
            "needs": "Pump",
        }
        appeal = self.env["crm.appeal"].sudo().create(defaults | values)
        appeal._sort(self.vys)
        appeal.lead_id._assign(self.manager)
        return appeal.lead_id.with_env(self.env)

    def rows(self, lead, kind):
        groups = {group["kind"]: group["rows"] for group in lead.get_database_check()["groups"]}
        return groups.get(kind, [])

    @users("sb_manager")
    def test_customers_are_found_with_their_reasons(self):
        lead = self.make_lead(email="new@tula-agregat.test", text="ИНН 7707083893", company_name="Тула Агрегат")
        self.assertEqual(lead.inn, "7707083893")
        (row,) = self.rows(lead, "customer")
        self.assertEqual((row["id"], row["reasons"]), (self.plant.id, ["same INN", "similar name", "same mail domain"]))
        self.assertTrue(row["can_link"])

    @users("sb_manager")
    def test_nothing_similar_is_an_empty_panel(self):
        self.assertEqual(self.make_lead(contact_name="Xenophont Unique").get_database_check(), {"groups": []})

    @users("sb_manager")
    def test_leads_of_others_are_told_of_without_their_names(self):
        other = self.make_lead(phone="+7 915 111-22-33", subject="Secret need")
        other.sudo().write({"team_id": self.konts.id, "user_id": self.colleague.id})
        self.manager.sudo().visible_team_ids = self.vys
        lead = self.make_lead(contact_name="Pavel")
        lead.partner_id.phone = "8 915 111 22 33"
        lead.phone = "8 915 111 22 33"
        (row,) = self.rows(lead, "lead")
        self.assertEqual((row["id"], row["name"], row["can_merge"]), (False, "no access", False))
        self.assertIn("same phone", row["reasons"])
        self.assertEqual(row["who"], f"Konts · {self.colleague.name}")
        self.assertNotIn("Secret", str(lead.get_database_check()))

    @users("sb_manager")
    def test_own_second_lead_can_be_merged(self):
        first, second = self.make_lead(phone="+7 915 111-22-44"), self.make_lead(contact_name="Once more")
        second.partner_id.phone = "+7 915 111-22-44"
        second.phone = "+7 915 111-22-44"
        (row,) = self.rows(second, "lead")
        self.assertEqual((row["id"], row["can_merge"]), (first.id, True))
        action = second.action_merge_with("crm.lead", first.id)
        wizard = self.env[action["res_model"]].with_context(**action["context"]).create({})
        self.assertEqual(wizard.opportunity_ids, first | second)
        wizard.action_merge()
        self.assertEqual(len((first | second).exists()), 1)

    @users("sb_manager")
    def test_appeals_of_the_same_customer_are_listed(self):
        lead = self.make_lead(email="twice@free.test")
        before = self.env["crm.appeal"].sudo().create({"partner_id": lead.partner_id.id, "email": "twice@free.test"})
        (row,) = self.rows(lead, "appeal")
        self.assertEqual((row["what"], row["id"]), ("New", False))
        self.assertIn(before.number, row["name"])

    @users("sb_manager")
    def test_it_is_this_customer(self):
        lead = self.make_lead(email="oleg@tula-agregat.test")
        person = lead.partner_id
        lead.action_link_customer(self.plant.id)
        self.assertEqual((person.parent_id, person.commercial_partner_id), (self.plant, self.plant))
        self.assertEqual(person.counterparty_kind, "counterparty", "he is no potential customer any more")
        self.assertEqual(lead.partner_name, self.plant.name)
        # The next mail of his is a request of the customer.
        event = self.with_superuser_receive(self.make_mail(sender="oleg@tula-agregat.test"))
        self.assertEqual(event.request_id.partner_id, self.plant)

    def with_superuser_receive(self, raw):
        env, self.env = self.env, self.env(su=True)
        self.events = self.events.with_env(self.env)
        event = self.receive(raw)
        self.env = env
        return event

    @users("sb_manager")
    def test_company_that_turns_out_to_be_the_customer_gives_him_its_addresses(self):
        lead = self.make_lead(contact_name=False, company_name="Тула Агрегат", email="shop@other.test")
        asked = lead.partner_id
        self.assertTrue(asked.is_company)
        lead.action_link_customer(self.plant.id)
        self.assertEqual((lead.partner_id, lead.appeal_id.sudo().partner_id), (self.plant, self.plant))
        self.assertFalse(asked.active)
        self.assertEqual(self.env["res.partner.contact.point"]._match(emails=["shop@other.test"]), self.plant)

    @users("sb_manager")
    def test_panel_obeys_rights(self):
        lead = self.make_lead(email="new@tula-agregat.test")
        theirs = lead.sudo()
        theirs.write({"team_id": self.konts.id, "user_id": self.colleague.id})
        self.manager.sudo().visible_team_ids = self.vys
        for act in (
            lead.get_database_check,
            lambda: lead.action_link_customer(self.plant.id),
            lambda: lead.action_merge_with("crm.lead", lead.id),
        ):
            with self.assertRaises(AccessError):
                act()
        with self.assertRaises(UserError):
            theirs.action_open_check("res.users", self.head.id)

    def test_customers_are_merged_only_by_who_may(self):
        lead = self.make_lead(email="new@tula-agregat.test")
        self.assertFalse(self.env.ref("base.group_partner_manager") in self.outsider.all_group_ids)
        self.manager.group_ids |= self.env.ref("base.group_partner_manager")
        (row,) = self.rows(lead.with_user(self.manager), "customer")
        self.assertTrue(row["can_merge"])
        action = lead.with_user(self.manager).action_merge_with("res.partner", self.plant.id)
        self.assertEqual(action["res_model"], "base.partner.merge.automatic.wizard")
        self.assertEqual(set(action["context"]["active_ids"]), {lead.partner_id.id, self.plant.id})

    def test_wrong_inn_is_refused(self):
        lead = self.make_lead()
        with self.assertRaisesRegex(ValidationError, "is no INN"):
            lead.inn = "7707083894"

    def test_hints_on_appeal_lead_and_request_and_nothing_merged(self):
        lead = self.make_lead(email="new@tula-agregat.test")
        self.assertEqual(lead.hint_ids, self.plant)
        self.assertEqual(lead.appeal_id.hint_ids, self.plant)
        self.assertIn("tula-agregat.test", lead.hint)
        self.assertFalse(lead.partner_id.parent_id)
        request = self.env["crm.customer.request"].create(
            {"partner_id": self.known.id, "subject": "x", "text": "Платит ООО, ИНН 7707083893"}
        )
        self.assertEqual(request.hint_ids, self.plant)
        self.assertIn("7707083893", request.hint)

    def test_own_company_and_free_mail_give_no_hint(self):
        request = self.env["crm.customer.request"].create(
            {"partner_id": self.plant.id, "subject": "x", "email": "office@tula-agregat.test"}
        )
        self.env["res.partner"].create({"name": "Somebody", "email": "somebody@mail.ru"})
        lead = self.make_lead(email="another@mail.ru")
        self.assertFalse(request.hint_ids | lead.hint_ids)
        self.assertFalse(lead.hint)

    def test_hints_of_thirty_appeals_cost_what_two_cost(self):
        appeals = self.env["crm.appeal"].create(
            [{"contact_name": f"N{n}", "email": f"n{n}@tula-agregat.test", "text": "Pump"} for n in range(33)]
        )

        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            return self.count_queries(lambda: records.mapped("hint"))

        count(appeals[:1])
        count(appeals[:1])
        self.assertLessEqual(count(appeals[3:]), count(appeals[1:3]))


@tagged("post_install", "-at_install")
class TestOneCustomer(SalesLeadsCommon):
    """One customer with several legal entities: seen whole from each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        kind = {"is_company": True, "counterparty_kind": "counterparty", "parent_id": cls.known.id}
        cls.north, cls.south = partners.create([{"name": name, **kind} for name in ("North", "South")])

    def test_requests_calls_leads_and_manager_are_seen_from_each(self):
        self.env["crm.customer.request"].create({"partner_id": self.north.id, "subject": "Seals"})
        self.env["crm.lead"].create({"name": "L", "type": "lead", "partner_id": self.known.id})
        self.make_call(src="74951234567")
        for member in (self.known, self.north, self.south, self.buyer):
            seen = member.with_user(self.head)
            self.assertEqual(
                (seen.customer_request_count, seen.phone_call_count, seen.lead_count), (2, 1, 1), member.name
            )
            self.assertEqual(seen.family_responsible_ids, self.manager)
            listed = self.env["crm.customer.request"].search(seen.action_open_customer_requests()["domain"])
            self.assertEqual(len(listed), 2)
            self.assertEqual(len(self.env["crm.lead"].search(seen.action_open_leads()["domain"])), 1)
            self.assertEqual(len(self.env["crm.phone.call"].search(seen.action_open_phone_calls()["domain"])), 1)
            self.assertEqual(seen.opportunity_count, 0)

    def test_what_the_reader_may_not_see_is_not_counted(self):
        self.env["crm.lead"].create(
            {"name": "L", "type": "lead", "partner_id": self.known.id, "team_id": self.konts.id}
        )
        self.head.visible_team_ids = self.vys
        self.assertEqual(self.south.with_user(self.head).lead_count, 0)
        self.assertEqual(self.south.with_user(self.outsider).lead_count, 0)

    def test_number_of_two_legal_entities_of_one_customer_asks_nobody(self):
        (self.north | self.south).write({"phone": "+7 495 700-00-11"})
        call = self.make_call(src="74957000011")
        self.assertFalse(call.request_id.candidate_ids)
        self.assertEqual(call.request_id.partner_id, self.known)
        self.assertEqual(call.request_id.user_id, self.manager)

    def test_number_of_three_companies_asks(self):
        others = self.env["res.partner"].create(
            [{"name": f"Tenant {n}", "is_company": True, "phone": "+7 495 700-00-22"} for n in range(3)]
        )
        request = self.make_call(src="74957000022").request_id
        self.assertEqual(request.candidate_ids, others)
        self.assertFalse(request.partner_id or request.user_id)
        self.assertEqual(request.activity_ids.user_id, self.env["res.users"]._get_dispatchers())

    def test_thirty_customers_cost_what_two_cost(self):
        partners = self.env["res.partner"].create([{"name": f"C{n}", "is_company": True} for n in range(32)])
        names = [
            "customer_request_count",
            "phone_call_count",
            "lead_count",
            "family_responsible_ids",
            "opportunity_count",
        ]

        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            return self.count_queries(lambda: records.with_user(self.head).read(names))

        count(partners[:2])
        count(partners[:2])
        self.assertLessEqual(count(partners[2:]), count(partners[:2]))

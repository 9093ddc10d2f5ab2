from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time, tagged, users
from odoo.tools import mute_logger

from .common import SalesBaseCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-04 09:00:00")
class TestResponsible(SalesBaseCommon):
    def test_nobody(self):
        self.assertFalse(self.customer._get_responsible())
        self.assertFalse(self.customer._get_responsible(self.vys))

    def test_by_department(self):
        self.make_responsible(self.manager)
        self.make_responsible(self.colleague, team=self.konts)
        self.assertEqual(self.customer._get_responsible(self.vys), self.manager)
        self.assertEqual(self.customer._get_responsible(self.konts), self.colleague)

    def test_without_department_the_longest_known(self):
        self.make_responsible(self.manager).since = "2026-02-01"
        self.make_responsible(self.colleague, team=self.konts).since = "2020-01-01"
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer._get_responsible(), self.colleague)
        self.assertEqual(self.customer._get_responsible(self.env["crm.team"]), self.colleague)

    def test_other_department_does_not_answer(self):
        self.make_responsible(self.manager)
        self.assertFalse(self.customer._get_responsible(self.konts))

    def test_people_and_legal_entities_of_one_customer_share_the_manager(self):
        self.make_responsible(self.manager)
        entity, contact = self.env["res.partner"].create(
            [
                {"name": "Neftemash Service", "is_company": True, "parent_id": self.customer.id},
                {"name": "Ivan", "parent_id": self.customer.id},
            ]
        )
        engineer = self.env["res.partner"].create({"name": "Petr", "parent_id": entity.id})
        for partner in (entity, contact, engineer):
            self.assertEqual(partner._get_responsible(self.vys), self.manager)

    def test_manager_of_a_person_survives_that_his_company_is_entered(self):
        person = self.env["res.partner"].create({"name": "Ivan"})
        self.make_responsible(self.manager, person)
        person.parent_id = self.customer
        self.assertEqual(person._get_responsible(self.vys), self.manager)

    def test_absent_manager_deputy(self):
        self.make_responsible(self.manager)
        self.make_absence(self.manager, self.colleague)
        self.assertEqual(self.customer._get_responsible(self.vys), self.colleague)

    def test_absent_without_deputy_head_of_the_department(self):
        self.make_responsible(self.manager)
        self.make_absence(self.manager)
        self.assertEqual(self.customer._get_responsible(self.vys), self.head)
        self.assertEqual(self.customer._get_responsible(), self.head)

    def test_head_away_too_his_deputy_then_nobody(self):
        self.make_responsible(self.manager)
        self.make_absence(self.manager)
        absence = self.make_absence(self.head, self.director)
        self.assertEqual(self.customer._get_responsible(self.vys), self.director)
        absence.deputy_id = False
        self.assertFalse(self.customer._get_responsible(self.vys))

    def test_cycle_of_deputies_goes_to_the_head(self):
        self.make_responsible(self.manager)
        self.make_absence(self.manager, self.colleague)
        self.make_absence(self.colleague, self.manager)
        self.assertEqual(self.customer._get_responsible(self.vys), self.head)

    def test_department_without_head(self):
        self.make_responsible(self.manager, team=self.konts)
        self.make_absence(self.manager)
        self.assertFalse(self.customer._get_responsible(self.konts))

    def test_dismissed_manager_is_nobody(self):
        self.make_responsible(self.manager)
        self.manager.action_archive()
        self.assertFalse(self.customer._get_responsible(self.vys))
        self.make_responsible(self.colleague, team=self.konts)
        self.assertEqual(self.customer._get_responsible(), self.colleague)

    def test_acting_today_is_shown_for_all_lines_at_once(self):
        lines = self.make_responsible(self.manager) + self.make_responsible(self.colleague, team=self.konts)
        self.assertEqual(lines.acting_user_id, self.manager | self.colleague)
        self.make_absence(self.manager)
        self.make_absence(self.colleague, self.director)
        lines.invalidate_recordset()
        self.assertEqual(lines.mapped("acting_user_id.login"), ["sb_head", "sb_director"])
        self.colleague.action_archive()
        lines.invalidate_recordset()
        self.assertFalse(lines[1].acting_user_id)

    def test_one_manager_per_department(self):
        self.make_responsible(self.manager)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.make_responsible(self.colleague)

    def test_filter_without_responsible(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Filter {n}", "counterparty_kind": "partner"} for n in range(3)]
        )
        self.make_responsible(self.manager, partners[0])
        self.make_responsible(self.colleague, partners[1])
        self.colleague.action_archive()
        search = self.env["ir.ui.view"].browse(self.env.ref("sales_base.view_res_partner_filter").id)
        self.assertIn("without_responsible", search.arch)
        domain = [
            ("id", "in", partners.ids),
            ("counterparty_kind", "!=", False),
            ("responsible_ids", "not any", [("user_id.active", "=", True)]),
        ]
        self.assertEqual(self.env["res.partner"].search(domain), partners[1:])

    @users("sb_manager", "sb_dispatcher", "sb_outsider")
    def test_everyone_sees_who_is_responsible(self):
        customer = self.customer.sudo().copy()
        line = self.make_responsible(self.head, customer).with_user(self.env.user)
        self.assertEqual(line.user_id.name, "Head")
        self.assertEqual(customer.with_user(self.env.user)._get_responsible(self.vys).id, self.head.id)
        with self.assertRaises(AccessError):
            line.user_id = self.env.user

    @users("sb_head")
    def test_head_names_the_manager_in_the_form(self):
        customer = self.customer.with_user(self.env.user)
        with Form(customer) as form, form.responsible_ids.new() as line:
            line.team_id = self.vys
            line.user_id = self.manager
        self.assertRecordValues(customer.responsible_ids, [{"user_id": self.manager.id, "team_id": self.vys.id}])
        self.assertEqual(str(customer.responsible_ids.since), "2026-03-04")

    @users("sb_head")
    def test_head_names_nobody_in_a_department_that_is_not_his(self):
        self.head.visible_team_ids = self.vys
        lines = self.env["res.partner.responsible"]
        values = {"partner_id": self.customer.id, "user_id": self.manager.id}
        self.assertTrue(lines.create({**values, "team_id": self.vys.id}))
        with self.assertRaises(AccessError):
            lines.create({**values, "team_id": self.konts.id})

    def test_heads_of_several_lines_are_asked_in_order(self):
        self.konts.user_id = self.director
        self.make_responsible(self.manager).since = "2020-01-01"
        self.make_responsible(self.colleague, team=self.konts)
        self.make_absence(self.manager)
        self.make_absence(self.colleague)
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer._get_responsible(), self.head)
        self.assertEqual(self.customer._get_responsible(self.konts), self.director)

    def test_named_with_the_customer(self):
        customer = self.env["res.partner"].create(
            {
                "name": "New",
                "responsible_ids": [Command.create({"team_id": self.vys.id, "user_id": self.manager.id})],
            }
        )
        self.assertEqual(customer._get_responsible(), self.manager)

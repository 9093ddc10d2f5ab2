from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged, users
from odoo.tools import SQL, mute_logger

from .common import SalesBaseCommon


@tagged("post_install", "-at_install")
class TestDepartments(SalesBaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        teams = {"vys": cls.vys, "konts": cls.konts, "free": cls.env["crm.team"]}
        cls.leads = cls.env["crm.lead"].create(
            [{"name": name, "type": "lead", "team_id": team.id, "user_id": False} for name, team in teams.items()]
        )

    def seen(self, user):
        leads = self.env["crm.lead"].with_user(user)
        return sorted(leads.search([("id", "in", self.leads.ids)]).mapped("name"))

    def test_none_chosen_means_all(self):
        for user in (self.dispatcher, self.manager, self.head, self.director, self.administrator):
            self.assertEqual(self.seen(user), ["free", "konts", "vys"])

    def test_every_role_is_limited_by_search(self):
        for user in (self.dispatcher, self.manager, self.head, self.director, self.administrator):
            user.visible_team_ids = self.vys
            with self.subTest(user=user.login):
                self.assertEqual(self.seen(user), ["free", "vys"])

    def test_limited_by_group_and_export_too(self):
        self.head.write(
            {"visible_team_ids": self.vys, "group_ids": [Command.link(self.env.ref("base.group_allow_export").id)]}
        )
        leads = self.env["crm.lead"].with_user(self.head)
        groups = leads._read_group([("id", "in", self.leads.ids)], ["team_id"], ["__count"])
        self.assertEqual({team.id: count for team, count in groups}, {self.vys.id: 1, False: 1})
        self.assertEqual(leads.search_count([("id", "in", self.leads.ids)]), 2)
        visible = leads.search([("id", "in", self.leads.ids)], order="name")
        self.assertEqual(visible.export_data(["name"])["datas"], [["free"], ["vys"]])
        hidden = self.leads.filtered(lambda lead: lead.team_id == self.konts).with_user(self.head)
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(AccessError):
            hidden.export_data(["name"])
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(AccessError):
            hidden.write({"name": "taken"})

    def test_change_is_seen_at_once(self):
        self.assertEqual(self.seen(self.head), ["free", "konts", "vys"])
        self.head.visible_team_ids = self.vys
        self.assertEqual(self.seen(self.head), ["free", "vys"])
        self.head.visible_team_ids = self.konts
        self.assertEqual(self.seen(self.head), ["free", "konts"])
        self.head.visible_team_ids = False
        self.assertEqual(self.seen(self.head), ["free", "konts", "vys"])

    def test_archiving_a_department_does_not_widen_the_view(self):
        self.head.visible_team_ids = self.vys
        self.vys.action_archive()
        self.env.registry.clear_cache()
        self.env.invalidate_all()
        self.assertEqual(self.seen(self.head), ["free", "vys"])

    def test_department_that_limits_somebody_is_not_deleted(self):
        rows = self.env.execute_query(
            SQL(
                "SELECT confdeltype::text FROM pg_constraint WHERE conrelid = 'res_users_visible_team_rel'::regclass"
                " AND confrelid = 'crm_team'::regclass"
            )
        )
        self.assertEqual(rows, [("r",)])

    def test_activity_report_is_limited(self):
        for lead in self.leads:
            lead.activity_schedule("mail.mail_activity_data_todo", user_id=self.head.id).action_done()
        self.env.flush_all()
        self.head.visible_team_ids = self.vys
        report = self.env["crm.activity.report"].with_user(self.head)
        rows = report.search([("lead_id", "in", self.leads.ids)])
        self.assertTrue(rows)
        self.assertNotIn(self.konts, rows.sudo().team_id)

    @users("sb_manager")
    def test_customers_stay_visible_to_everybody(self):
        self.manager.visible_team_ids = self.konts
        self.assertEqual(self.customer.with_user(self.env.user).name, "Neftemash")

    @users("sb_manager", "sb_head")
    def test_nobody_widens_his_own_view(self):
        self.env.user.sudo().visible_team_ids = self.vys
        with self.assertRaises(AccessError):
            self.env.user.with_user(self.env.user).write({"visible_team_ids": False})

    def test_manager_sees_own_and_unassigned_leads_only(self):
        self.leads[0].user_id = self.colleague
        self.assertEqual(self.seen(self.manager), ["free", "konts"])
        self.leads[0].user_id = self.manager
        self.assertEqual(self.seen(self.manager), ["free", "konts", "vys"])

    @users("sb_outsider")
    def test_outsider_has_no_leads(self):
        with self.assertRaises(AccessError):
            self.env["crm.lead"].search([])

    def test_needs_is_kept_as_written(self):
        self.leads[0].with_user(self.manager).needs = "Pump, 40 m³/h\nby autumn"
        self.assertEqual(self.leads[0].needs, "Pump, 40 m³/h\nby autumn")

from odoo import Command
from odoo.tests import TransactionCase, new_test_user

ROLES = {
    "dispatcher": "sales_base.group_dispatcher",
    "manager": "sales_base.group_manager",
    "colleague": "sales_base.group_manager",
    "head": "sales_base.group_head",
    "director": "sales_base.group_director",
    "administrator": "sales_base.group_administrator",
    "outsider": "base.group_user",
}


class SalesBaseCommon(TransactionCase):
    """A Russian company with two departments and one user per role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Messages are compared in the language of the source, whatever the database speaks.
        context = {"lang": "en_US", "tracking_disable": True, "no_reset_password": True}
        cls.env = cls.env(context={**cls.env.context, **context})
        cls.russia = cls.env.ref("base.ru")
        cls.germany = cls.env.ref("base.de")
        cls.env.company.country_id = cls.russia
        cls.env.company.resource_calendar_id = cls._make_calendar()
        for role, group in ROLES.items():
            # A time zone keeps the calendar day of the user equal to that of the server.
            setattr(cls, role, new_test_user(cls.env, f"sb_{role}", groups=group, name=role.title(), tz="UTC"))
        cls.vys = cls._make_team("Vys", cls.head, cls.manager | cls.colleague)
        cls.konts = cls._make_team("Konts", cls.env["res.users"], cls.env["res.users"])
        cls.customer = cls.env["res.partner"].create({"name": "Neftemash", "is_company": True})

    @classmethod
    def _make_calendar(cls):
        """Monday to Friday, nine to six with an hour of dinner, Moscow."""
        return cls.env["resource.calendar"].create(
            {
                "name": "Five days",
                "tz": "Europe/Moscow",
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {"name": f"{day} {start}", "dayofweek": str(day), "hour_from": start, "hour_to": stop}
                        )
                        for day in range(5)
                        for start, stop in ((9, 13), (14, 18))
                    ),
                ],
            }
        )

    @classmethod
    def _make_team(cls, name, head, members):
        return cls.env["crm.team"].create(
            {
                "name": name,
                "user_id": head.id,
                "crm_team_member_ids": [Command.create({"user_id": member.id}) for member in members],
            }
        )

    def make_responsible(self, user, partner=None, team=None):
        # Called in tests that run as a role which may not name managers.
        return (
            self.env["res.partner.responsible"]
            .sudo()
            .create({"partner_id": (partner or self.customer).id, "team_id": (team or self.vys).id, "user_id": user.id})
        )

    def make_absence(self, user, deputy=None, first="2026-03-02", last="2026-03-13"):
        return (
            self.env["res.users.absence"]
            .sudo()
            .create(
                {"user_id": user.id, "deputy_id": deputy.id if deputy else False, "date_from": first, "date_to": last}
            )
        )

    def count_queries(self, action):
        """Number of SQL statements of an action, what was pending before it left out."""
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

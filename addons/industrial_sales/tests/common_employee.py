from odoo import Command
from odoo.tests import Form

from .common import IndustrialSalesCommon


class EmployeeCommon(IndustrialSalesCommon):
    """A department with a head and two managers, and an administrator who takes on and lets go."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator, cls.head, cls.manager = (cls.users[role] for role in ("administrator", "head", "manager"))
        cls.colleague = cls.manager.copy({"login": "menu_colleague", "name": "Colleague"})
        cls.team.write(
            {
                "user_id": cls.head.id,
                "crm_team_member_ids": [
                    Command.create({"user_id": user.id}) for user in (cls.manager, cls.colleague, cls.head)
                ],
            }
        )

    def join(self, *roles, **values):
        """The form of joining, filled in and applied by the administrator; gives (employee, what opens next)."""
        values = {"name": "Ivan Petrov", "login": "i.petrov@works.example", "invite": False, **values}
        with Form(self.env["employee.joining"].with_user(self.administrator)) as form:
            for role in roles:
                form.role_ids.add(self.env.ref(role))
            for name, value in values.items():
                if isinstance(value, (list, tuple)):
                    getattr(form, name).clear()
                    for record in value:
                        getattr(form, name).add(record)
                else:
                    setattr(form, name, value)
            if not values["invite"]:
                form.password = "a long password 1"
        action = form.record.action_join()
        return self.env["res.users"].search([("login", "=", values["login"])]), action

    def open_leaving(self, user):
        """The dialog of leaving as the administrator sees it."""
        action = user.with_user(self.administrator).action_leave()
        wizard = self.env["employee.leaving.wizard"].with_user(self.administrator)
        return Form(wizard.with_context(**action["context"]))

    def let_go(self, user, **values):
        with self.open_leaving(user) as form:
            form.reason = "Moves to another town"
            for name, value in values.items():
                setattr(form, name, value)
        action = form.record.action_apply()
        return self.env["employee.leaving"].browse(action["res_id"])

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import email_normalize

from ..models.employee_role import check_administrator, get_roles


class EmployeeJoining(models.TransientModel):
    """One form for a person who begins to work here; everything is made at once or nothing."""

    _name = "employee.joining"
    _description = "Employee Joins"

    name = fields.Char(required=True)
    job = fields.Char("Job position")
    phone = fields.Char()
    login = fields.Char(required=True, help="With this name he logs in: usually his e-mail address.")
    email = fields.Char("E-mail", compute="_compute_email", store=True, readonly=False)
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(), "Language", required=True, default=lambda self: self.env.lang
    )
    invite = fields.Boolean("Send an invitation", default=True, help="A letter in which he chooses his password.")
    password = fields.Char(help="Tell it to him: he changes it in his preferences.")
    allowed_role_ids = fields.Many2many("res.groups", compute="_compute_allowed_role_ids")
    role_ids = fields.Many2many(
        "res.groups",
        "employee_joining_role_rel",
        "joining_id",
        "group_id",
        "Roles",
        domain="[('id', 'in', allowed_role_ids)]",
    )
    is_seller = fields.Boolean(compute="_compute_work")
    is_head = fields.Boolean(compute="_compute_work")
    is_worker = fields.Boolean(compute="_compute_work")
    team_ids = fields.Many2many("crm.team", "employee_joining_team_rel", "joining_id", "team_id", "Departments")
    visible_team_ids = fields.Many2many(
        "crm.team",
        "employee_joining_visible_rel",
        "joining_id",
        "team_id",
        "Sees",
        compute="_compute_visible_team_ids",
        store=True,
        readonly=False,
        help="Departments whose leads, deals and appeals he may see. None chosen means all.",
    )
    led_team_ids = fields.Many2many("crm.team", "employee_joining_led_rel", "joining_id", "team_id", "Head of")
    deputy_id = fields.Many2one("res.users", "Usual deputy", domain=[("share", "=", False)])
    starts_on = fields.Date(
        "First working day",
        required=True,
        default=fields.Date.context_today,
        help="Until then he is absent: his deputy gets what comes for him.",
    )
    pbx_extension = fields.Char("PBX extension", help="Inner number by which the exchange names the employee.")
    mailbox_server = fields.Char("Mail server", help="Name of the IMAP server, such as imap.company.ru.")
    mailbox_login = fields.Char("Login of the mailbox")
    mailbox_password = fields.Char("Password of the mailbox")
    gives_badge = fields.Boolean("Print a badge", compute="_compute_gives_badge", store=True, readonly=False)

    def _compute_allowed_role_ids(self):
        self.allowed_role_ids = get_roles(self.env)

    @api.depends("login")
    def _compute_email(self):
        for joining in self:
            joining.email = email_normalize(joining.login) or joining.email

    @api.depends("role_ids")
    def _compute_work(self):
        """What the roles are about: a head is a seller, too, a supervisor a worker."""
        marks = {
            "is_seller": "sales_base.group_manager",
            "is_head": "sales_base.group_head",
            "is_worker": "stock_batches.group_worker",
        }
        for joining in self:
            implied = joining.role_ids._origin.sudo().all_implied_ids  # who has which rights is the system's affair
            for name, xmlid in marks.items():
                joining[name] = self.env.ref(xmlid) in implied

    @api.depends("team_ids", "role_ids")
    def _compute_visible_team_ids(self):
        for joining in self:
            joining.visible_team_ids = joining.team_ids if joining.is_seller else False

    @api.depends("is_worker")
    def _compute_gives_badge(self):
        for joining in self:
            joining.gives_badge = joining.is_worker

    def action_join(self):
        """Make the employee with all that he needs, and show him; with a badge to print where he gets one."""
        self.ensure_one()
        check_administrator(self.env)
        self._check_complete()
        user = self._make_user()
        self._place(user)
        self._keep_away(user)
        self._make_mailbox(user)
        if self.invite:
            # Invitations are the system administrator's; this one goes to whoever was just made.
            user.sudo().with_context(create_user=True).action_reset_password()
        if self.gives_badge and self.is_worker:
            return user.action_print_labels()
        return self.env["ir.actions.act_window"]._for_xml_id("industrial_sales.employee_action")

    def _check_complete(self):
        if not self.role_ids:
            raise UserError(self.env._("Choose at least one role: without one the employee sees nothing."))
        if self.role_ids - get_roles(self.env):
            raise UserError(self.env._("Choose from the roles of the company only."))
        if self.invite and not email_normalize(self.email):
            raise UserError(self.env._("Enter the e-mail address for the invitation, or a password instead."))
        if not self.invite and not self.password:
            raise UserError(self.env._("Enter a password, or send an invitation."))
        if self.mailbox_server and not (self.mailbox_login or self.email):
            raise UserError(self.env._("Enter the login of the mailbox."))
        self._check_login()

    def _check_login(self):
        # An archived namesake is not seen otherwise.
        known = self.env["res.users"].sudo().with_context(active_test=False).search([("login", "=", self.login)])
        if known.filtered("active"):
            raise UserError(self.env._("%s logs in with this name already: choose another login.", known.name))
        if known:
            raise UserError(
                self.env._(
                    "%s worked here with this login: take the leaving back, or choose another login.", known.name
                )
            )

    def _make_user(self):
        # The administrator of sales names people, but is not the administrator of the system.
        users = self.env["res.users"].sudo().with_context(no_reset_password=True)
        return users.create(self._prepare_user()).with_env(self.env)

    def _prepare_user(self):
        groups = self.env.ref("base.group_user") | self.role_ids
        values = {
            "name": self.name,
            "login": self.login,
            "email": self.email,
            "phone": self.phone,
            "function": self.job,
            "lang": self.lang,
            "tz": self.env.user.tz,
            "company_id": self.env.company.id,
            "company_ids": [Command.set(self.env.company.ids)],
            "group_ids": [Command.set(groups.ids)],
            "visible_team_ids": [Command.set(self.visible_team_ids.ids)],
            "usual_deputy_id": self.deputy_id.id,
            "pbx_extension": self.pbx_extension,
        }
        return values if self.invite else {**values, "password": self.password}

    def _place(self, user):
        """Member of his departments, and head of those that he leads."""
        teams = self.team_ids if self.is_seller else self.team_ids.browse()
        self.env["crm.team.member"].create([{"crm_team_id": team.id, "user_id": user.id} for team in teams])
        if self.is_head:
            self.led_team_ids.user_id = user

    def _keep_away(self, user):
        today = self.env["res.users.absence"]._get_today()
        if self.starts_on > today:
            self.env["res.users.absence"].create(
                {
                    "user_id": user.id,
                    "date_from": today,
                    "date_to": self.starts_on - timedelta(days=1),
                    "deputy_id": self.deputy_id.id,
                    "reason": self.env._("Has not begun to work yet"),
                }
            )

    def _make_mailbox(self, user):
        """His own mailbox, not switched on: he looks first what is to be read."""
        if self.mailbox_server and self.is_seller:
            self.env["crm.own.mailbox"].create(
                {
                    "user_id": user.id,
                    "server": self.mailbox_server,
                    "login": self.mailbox_login or self.email,
                    "password": self.mailbox_password,
                }
            )

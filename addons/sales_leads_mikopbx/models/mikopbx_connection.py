import os
from datetime import datetime, time
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.base.models.res_partner import _tz_get

from ..tools import rest
from ..tools.asterisk_csv import CsvSource

# Where a file of calls may lie on the server: whoever sets the exchange up must not read any file there is.
FOLDER = "sales_leads_mikopbx.cdr_folder"
SOURCES = [
    ("rest", "MikoPBX: its list of calls (REST, version 3)"),
    ("csv", "Asterisk: the file of its calls (CSV)"),
    ("ami", "Events of the bridge alone"),
]
SECRETS = {"api_key": "api_secret", "ami_password": "ami_secret"}


class MikopbxConnection(models.Model):
    """A telephone exchange: where its calls are read, what time it keeps, how it is told to dial."""

    _name = "mikopbx.connection"
    _description = "Telephone Exchange"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    source = fields.Selection(SOURCES, "Calls are read from", required=True, default="rest")
    host = fields.Char("Address", help="Name or address of the exchange; HTTPS unless you write http:// before it.")
    check_certificate = fields.Boolean(
        default=True, help="Switch off only in your own network, for an exchange with a certificate of its own making."
    )
    api_key = fields.Char(
        "API key",
        compute="_compute_secrets",
        inverse="_inverse_secrets",
        help="Is only written, never shown. MikoPBX shows it once, when you make it; reading of /api/v3/cdr is enough.",
    )
    has_api_key = fields.Boolean("API key is set", compute="_compute_has_secrets")
    api_secret = fields.Char(groups=fields.NO_ACCESS, copy=False)
    file_name = fields.Char("File", help="Name of the file in the folder that the server's administrator has named.")
    tz = fields.Selection(
        _tz_get,
        "Time zone of the exchange",
        required=True,
        default=lambda self: self.env.company.resource_calendar_id.tz or "Europe/Moscow",
        help="The exchange writes its own local time, without saying which it is.",
    )
    since = fields.Date("Calls from", required=True, default=fields.Date.context_today, help="Older ones are not read.")
    line_ids = fields.One2many("crm.phone.line", compute="_compute_people_and_lines", string="Lines")
    user_ids = fields.One2many("res.users", compute="_compute_people_and_lines", string="Employees with an extension")
    ami_host = fields.Char("Address for dialling", help="Empty: the address above.")
    ami_port = fields.Integer("AMI port", default=5038, required=True)
    ami_user = fields.Char("AMI user")
    ami_password = fields.Char("AMI password", compute="_compute_secrets", inverse="_inverse_secrets")
    has_ami_password = fields.Boolean("AMI password is set", compute="_compute_has_secrets")
    ami_secret = fields.Char(groups=fields.NO_ACCESS, copy=False)
    dial_channel = fields.Char("Rings first", required=True, default="Local/{extension}@internal-originate")
    dial_context = fields.Char("Then dials in", required=True, default="all_peers")
    state = fields.Selection(
        [("draft", "Not switched on"), ("done", "Works")], required=True, default="draft", readonly=True, copy=False
    )
    position = fields.Json(readonly=True, copy=False)
    last_run_at = fields.Datetime("Last asked", readonly=True, copy=False)
    last_success_at = fields.Datetime("Last success", readonly=True, copy=False)
    last_event_at = fields.Datetime("The bridge last reported", readonly=True, copy=False)
    error = fields.Char("Last error", readonly=True, copy=False)
    test_result = fields.Text("What the test found", readonly=True, copy=False)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)

    _port_is_one = models.Constraint("CHECK(ami_port BETWEEN 1 AND 65535)", "A port is a number from 1 to 65535.")
    _host_of_rest = models.Constraint(
        "CHECK(source != 'rest' OR host IS NOT NULL)", "Enter the address of the exchange."
    )
    _file_of_csv = models.Constraint("CHECK(source != 'csv' OR file_name IS NOT NULL)", "Enter the name of the file.")

    def _compute_secrets(self):
        for name in SECRETS:
            self[name] = False

    @api.depends("api_secret", "ami_secret")
    def _compute_has_secrets(self):
        for connection in self:
            stored = connection.sudo()  # that there is one is no secret
            for name, kept in SECRETS.items():
                connection[f"has_{name}"] = bool(stored[kept])

    def _inverse_secrets(self):
        for connection in self:
            for name, kept in SECRETS.items():
                if connection[name]:
                    connection.sudo()[kept] = connection[name].strip()  # written by the administrator, read by nobody
                    connection[name] = False

    def _compute_people_and_lines(self):
        users = self.env["res.users"].search([("pbx_extension", "!=", False)], order="pbx_extension")
        lines = self.env["crm.phone.line"].search([("company_id", "in", self.company_id.ids)])
        for connection in self:
            connection.user_ids = users
            connection.line_ids = lines.filtered(lambda line, one=connection: line.company_id == one.company_id)

    @api.constrains("file_name")
    def _check_file_name(self):
        for connection in self.filtered("file_name"):
            if os.path.isabs(connection.file_name) or ".." in connection.file_name.split("/"):
                raise ValidationError(self.env._("Enter the name of a file in the folder of calls, not a path."))

    @api.constrains("dial_channel", "dial_context")
    def _check_dialling(self):
        for connection in self:
            if "{extension}" not in connection.dial_channel:
                raise ValidationError(self.env._("“Rings first” has to say where the {extension} stands."))

    def write(self, vals):
        moved = self.filtered(lambda one: any(one[name] != vals[name] for name in ("host", "ami_host") if name in vals))
        if "since" in vals or "source" in vals or moved:
            vals = {"position": False} | vals
        result = super().write(vals)
        # A key goes to the exchange it was given for, to no other that somebody writes here.
        for name, kept in SECRETS.items():
            if moved and not vals.get(name):
                moved.sudo()[kept] = False
        return result

    def copy_data(self, default=None):
        return [
            vals | {"name": self.env._("%s (copy)", one.name)}
            for one, vals in zip(self, super().copy_data(default), strict=True)
        ]

    # --- switching on and off --------------------------------------------------------------------

    def action_switch_on(self):
        """Read the calls from now on, every minute."""
        self.ensure_one()
        self.check_access("write")
        if self.source == "rest" and not self.has_api_key:
            raise UserError(self.env._("Enter the API key of the exchange."))
        self.sudo().write({"state": "done", "error": False})  # the state is the system's to write
        if self.source != "ami":
            self.env.ref("sales_leads_mikopbx.ir_cron_poll").sudo()._trigger()
        return True

    def action_switch_off(self):
        self.check_access("write")
        self.sudo().write({"state": "draft", "error": False})  # see action_switch_on
        keys = [f"connector:mikopbx-{number}{part}" for number in self.ids for part in ("", "-bridge")]
        self.env["crm.intake.source"].sudo().search([("key", "in", keys)])._retire()  # it is asked no more
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_working(self):
        if any(connection.state == "done" for connection in self):
            raise UserError(self.env._("Switch the exchange off before you delete it."))

    # --- where calls are read --------------------------------------------------------------------

    def _open_client(self):
        self.ensure_one()
        # The only reader of the key.
        return rest.RestClient(self.host, self.sudo().api_secret or "", self.check_certificate)

    def _open_source(self):
        """What the calls are read from: an object with pages(position), see tools."""
        self.ensure_one()
        if self.source == "csv":
            return CsvSource(self._get_file())
        since = (self.position or {}).get("since")
        oldest = datetime.combine(self.since, time())
        moment = datetime.fromisoformat(since) if since else oldest
        return rest.RestSource(self._open_client(), f"mikopbx:{self.id}", oldest, moment)

    def _get_file(self):
        folder = self.env["ir.config_parameter"].sudo().get_param(FOLDER)  # the place is the server administrator's
        if not folder:
            raise UserError(
                self.env._("The server's administrator has not named the folder of calls yet (%s).", FOLDER)
            )
        path = os.path.realpath(os.path.join(folder, self.file_name))
        if not path.startswith(os.path.realpath(folder) + os.sep):
            raise UserError(self.env._("The file does not lie in the folder of calls."))
        return path

    def _ask_recording(self, row):
        """Address under which a browser hears the recording now; False when it is kept no longer."""
        client = self._open_client()
        try:
            data = client.get(f"/cdr/{int(row)}")
        except rest.PbxError as error:
            if error.detail == "404":
                return False
            raise
        path = data.get("playback_url") if isinstance(data, dict) else None
        # Only what the exchange itself serves: an address of another host would get our people there.
        return client.url + path if path and path.startswith("/pbxcore/") else False

    def _describe_error(self, error):
        """One sentence for people; neither the key nor an answer of the exchange is in it."""
        if isinstance(error, UserError):
            return str(error)
        if not isinstance(error, rest.PbxError):
            return self.env._("The file of calls cannot be read: %s", type(error).__name__)
        told = {
            "unreachable": self.env._("Nobody answers at %s: check the address and the network.", self.host),
            "certificate": self.env._("The certificate of %s is not trusted: see “Check certificate”.", self.host),
            "refused": self.env._("The exchange refuses the API key: make a new one there and enter it here."),
            "forbidden": self.env._("The API key may not read calls: allow it /api/v3/cdr in the exchange."),
            "range": self.env._("The exchange refuses the days that it is asked for."),
            "busy": self.env._("The exchange is busy or broken: it answers %s.", error.detail),
            "odd": self.env._("What answers at %s is no MikoPBX, or its answer was cut off.", self.host),
            "order": self.env._("The list of calls came incomplete; it is read again in a minute."),
        }
        return told[error.kind]

    def _to_local(self, moment):
        """Naive time of the exchange of an aware moment."""
        return moment.astimezone(ZoneInfo(self.tz)).replace(tzinfo=None)

import logging
import ssl
from contextlib import contextmanager

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.mail.models.fetchmail import MAIL_TIMEOUT

from ..tools import own_mail

_logger = logging.getLogger(__name__)

# Headers read at once, per folder and run; the rest waits for the next run.
SLICE = 200
UNREACHABLE = (IMAPClientError, OSError, UnicodeError)


class CrmOwnMailbox(models.Model):
    """A manager's own mailbox: correspondence with known customers is taken over, nothing else is read.

    Read over IMAP without changing anything there: neither a flag nor a mail. Core's incoming mail server does not
    serve: it takes all unread mails whole, marks them as read, and knows no folder of sent mails.
    """

    _name = "crm.own.mailbox"
    _description = "Own Mailbox"
    _inherit = ["crm.own.mailbox.choice"]
    _order = "last_run_at, id"

    user_id = fields.Many2one(
        "res.users",
        "Employee",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
    )
    server = fields.Char(required=True, help="Name of the IMAP server, such as imap.company.ru.")
    encryption = fields.Selection(
        [("ssl", "SSL/TLS"), ("starttls", "STARTTLS"), ("none", "None: inner network only")],
        required=True,
        default="ssl",
    )
    port = fields.Integer(required=True, compute="_compute_port", store=True, readonly=False, precompute=True)
    login = fields.Char(required=True)
    password = fields.Char(
        compute="_compute_password",
        inverse="_inverse_password",
        help="Is only written, never shown; an app password where the mail provider has such.",
    )
    has_password = fields.Boolean("Password is set", compute="_compute_has_password")
    # Not even the administrator reads it: only the code that logs in.
    secret = fields.Char(groups=fields.NO_ACCESS, copy=False)
    inbox = fields.Char("Folder of received mails", required=True, default="INBOX")
    sent_folder = fields.Char("Folder of sent mails", help="Empty: the one that the server itself names as such.")
    since = fields.Date(
        "Mails from", required=True, default=fields.Date.context_today, help="Older mails are not looked at."
    )
    state = fields.Selection(
        [("draft", "Not switched on"), ("done", "Read regularly")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    last_run_at = fields.Datetime("Last looked at", readonly=True, copy=False)
    last_success_at = fields.Datetime("Last success", readonly=True, copy=False)
    error = fields.Char("Last error", readonly=True, copy=False)
    # "validity:uid" of the last mail looked at: both have 32 bits, too many for an integer field.
    inbox_position = fields.Char(readonly=True, copy=False)
    sent_position = fields.Char(readonly=True, copy=False)
    event_count = fields.Integer("Mails taken over", compute="_compute_event_count")

    _user_uniq = models.UniqueIndex("(user_id)", "This employee has his mailbox here already: change that one.")

    @api.depends("user_id", "login")
    def _compute_display_name(self):
        for box in self:
            box.display_name = self.env._("Mailbox %(login)s of %(name)s", login=box.login, name=box.user_id.name)

    @api.depends("encryption")
    def _compute_port(self):
        for box in self:
            box.port = 993 if box.encryption == "ssl" else 143

    def _compute_password(self):
        self.password = False

    def _inverse_password(self):
        for box in self.filtered("password"):
            box.sudo().secret = box.password  # written by its owner, read by nobody
            box.password = False

    def _compute_has_password(self):
        for box in self:
            box.has_password = bool(box.sudo().secret)  # that there is one is no secret

    def _compute_event_count(self):
        counts = (
            self.env["crm.inbound.event"]
            .sudo()
            ._read_group(  # a number, no content
                [("mailbox_id", "in", self.ids)], ["mailbox_id"], ["__count"]
            )
        )
        numbers = {box.id: number for box, number in counts}
        for box in self:
            box.event_count = numbers.get(box.id, 0)

    def write(self, vals):
        if {"server", "login", "inbox", "sent_folder"} & vals.keys():
            vals = {"inbox_position": False, "sent_position": False} | vals
        if "server" in vals and any(box.server != vals["server"] for box in self) and not vals.get("password"):
            # A password goes to the server it was given for, to no other that somebody writes here.
            vals = {"state": "draft"} | vals
            self.sudo().secret = False
        return super().write(vals)

    # --- switching on and off --------------------------------------------------------------------

    def action_switch_on(self):
        """Log in once; the mailbox is read from now on."""
        self.ensure_one()
        self.check_access("write")
        if not self.has_password:
            raise UserError(self.env._("Enter the password of the mailbox."))
        try:
            with self._connect() as client:
                self._open(client, "inbox")
                self._open(client, "sent")
        except UNREACHABLE as error:
            raise UserError(self._describe_error(error)) from None
        self.sudo().write({"state": "done", "error": False})  # the state is not the user's to set
        self.env.ref("sales_leads.ir_cron_own_mailboxes").sudo()._trigger()
        return True

    def action_switch_off(self):
        self.check_access("write")
        self.sudo().write({"state": "draft", "error": False})  # see action_switch_on
        return True

    # --- reading ---------------------------------------------------------------------------------

    @api.model
    def _cron_fetch(self):
        """Look into every mailbox that is switched on, the longest waiting first."""
        self = self.with_context(lang=self.env.company.partner_id.lang or self.env.lang)
        boxes = self.search([("state", "=", "done"), ("user_id.active", "=", True)])
        self.env["ir.cron"]._commit_progress(remaining=len(boxes))
        for box in boxes:
            box._fetch_safely()
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _fetch_safely(self):
        """Look into the mailbox; what goes wrong is told, and never stops the next one."""
        self.ensure_one()
        error = False
        try:
            with self.env.cr.savepoint(), self._connect() as client:
                for kind in ("inbox", "sent"):
                    self._fetch(client, kind)
        except UNREACHABLE as problem:
            error = self._describe_error(problem)
        except Exception as problem:  # one odd mailbox must not stop the others
            _logger.info("Own mailbox %s: %s", self.id, type(problem).__name__, exc_info=True)
            error = self.env._("Unexpected: %s", type(problem).__name__)
        now = fields.Datetime.now()
        self.write({"last_run_at": now, "error": error, **({} if error else {"last_success_at": now})})
        self.env["crm.intake.source"]._report("mailbox", self.id, self.display_name, error, user_id=self.user_id.id)

    @contextmanager
    def _connect(self):
        """A logged-in connection."""
        self.ensure_one()
        safe = self.encryption != "none"
        context = ssl.create_default_context() if safe else None
        client = IMAPClient(
            self.server,
            port=self.port,
            ssl=self.encryption == "ssl",
            ssl_context=context if self.encryption == "ssl" else None,
            timeout=MAIL_TIMEOUT,
        )
        with client:
            if self.encryption == "starttls":
                client.starttls(context)
            client.login(self.login, self.sudo().secret or "")  # the only reader of the password
            yield client

    def _open(self, client, kind):
        """Open a folder for reading only; returns its state, or None where there is none."""
        name = self.inbox if kind == "inbox" else self.sent_folder or own_mail.find_sent_folder(client)
        return name and client.select_folder(name, readonly=True)

    def _fetch(self, client, kind):
        """Take over what is new in one folder: the headers of all, the whole of what is wanted."""
        opened = self._open(client, kind)
        if not opened:
            return
        position = f"{kind}_position"
        validity = opened[b"UIDVALIDITY"]
        uids = own_mail.find_new(client, own_mail.read_position(self[position], validity), self.since)[:SLICE]
        if not uids:
            return
        for uid in self._choose(own_mail.read_headers(client, uids), kind):
            raw = own_mail.read_whole(client, uid)
            if raw:
                self._store(raw, kind)
        self[position] = f"{validity}:{uids[-1]}"
        if len(uids) == SLICE:
            self.env.ref("sales_leads.ir_cron_own_mailboxes")._trigger()

    def _store(self, raw, kind):
        box = "in" if kind == "inbox" else "out"
        self.env["crm.inbound.event"]._store_mail(raw, f"mailbox:{self.id}", box=box, mailbox_id=self.id)

    def _describe_error(self, error):
        """One sentence for people; the answers of servers hold no password."""
        if isinstance(error, LoginError):
            return self.env._("The mail server refuses the login: check name and password.")
        said = str(error).strip().splitlines()[:1]
        return self.env._("The mailbox cannot be read: %s", said[0][:200] if said else type(error).__name__)

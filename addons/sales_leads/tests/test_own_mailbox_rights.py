import logging
from unittest.mock import patch

from imapclient.exceptions import LoginError
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .own_mailbox_common import SECRET, OwnMailboxCommon


@tagged("post_install", "-at_install")
class TestOwnMailboxRights(OwnMailboxCommon):
    """Everybody has his own mailbox, and its password is nobody's to read."""

    @users("sb_manager")
    def test_the_password_is_written_and_never_read(self):
        box = self.box.with_env(self.env)
        self.assertFalse(box.password)
        self.assertTrue(box.has_password)
        for reader in (self.env, self.env(user=self.administrator), self.env(user=self.env.ref("base.user_admin"))):
            mine = box.with_env(reader)
            self.assertNotIn(SECRET, str(mine.read()))
            if reader.user.has_group("base.group_allow_export"):
                self.assertNotIn(SECRET, str(mine.export_data(["login", "password", "has_password"])))
            with self.assertRaises(AccessError):
                mine.read(["secret"])
            with self.assertRaises(AccessError):
                mine.search([("secret", "like", "s3c%")])
        self.assertEqual(self.box.sudo().secret, SECRET)

    @users("sb_manager")
    def test_the_password_is_not_logged(self):
        with self.assertLogs("odoo", level=logging.DEBUG) as logs:
            logging.getLogger("odoo.addons.sales_leads").debug("begin")
            self.box.with_env(self.env).write({"password": "another-secret"})
            self.box.with_env(self.env).action_switch_on()
            with patch.object(type(self.box), "_connect", side_effect=LoginError("another-secret")):
                self.box.sudo()._fetch_safely()
                with self.assertRaises(UserError) as raised:
                    self.box.with_env(self.env).action_switch_on()
        written = [line for line in logs.output if "odoo.sql_db" not in line]
        self.assertNotIn("another-secret", "\n".join(written) + str(raised.exception) + str(self.box.error))

    @users("sb_manager")
    def test_a_password_goes_to_no_other_server(self):
        box = self.box.with_env(self.env)
        box.server = "imap.evil.example"
        self.assertFalse(self.box.sudo().secret)
        self.assertEqual(box.state, "draft")
        with self.assertRaisesRegex(UserError, "Enter the password"):
            box.action_switch_on()

    def test_everybody_has_his_own(self):
        hers = self.box.with_user(self.colleague)
        with self.assertRaises(AccessError):
            hers.read(["login"])
        with self.assertRaises(AccessError):
            hers.action_switch_off()
        self.assertFalse(hers.search([]))
        with self.assertRaises(AccessError):
            hers.create([{"user_id": self.head.id, "server": "x.example", "login": "x"}])
        with self.assertRaises(AccessError):
            self.box.with_user(self.dispatcher).read(["login"])
        self.assertTrue(self.box.with_user(self.administrator).search([("id", "=", self.box.id)]))

    @users("sb_colleague")
    def test_a_manager_sets_his_mailbox_up(self):
        action = self.env.user.action_open_own_mailbox()
        form = Form(self.env["crm.own.mailbox"].with_context(**action["context"]))
        form.server, form.login = "imap.plant.example", "olga@plant.example"
        self.assertEqual(form.port, 993)
        form.encryption = "starttls"
        self.assertEqual(form.port, 143)
        form.password = "x"
        box = form.save()
        self.assertRecordValues(box, [{"user_id": self.colleague.id, "state": "draft", "has_password": True}])
        box.action_switch_on()
        self.assertEqual(box.state, "done")
        self.assertEqual(self.env.user.action_open_own_mailbox()["res_id"], box.id)
        box.action_switch_off()
        self.assertEqual(box.state, "draft")

    @mute_logger("odoo.sql_db")
    def test_one_mailbox_each(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.box.copy()
            self.env.flush_all()

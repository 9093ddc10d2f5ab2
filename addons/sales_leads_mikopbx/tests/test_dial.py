import socketserver
import threading

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from ..tools import ami
from .common import KNOWN, MikopbxCommon

SECRET = "ami-s3cret"


class AmiServer:
    """As much of Asterisk's manager interface as dialling needs; a real TCP server."""

    def __init__(self, secret=SECRET, originate="Success", message="Permission denied"):
        self.got, standing = [], self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                self.wfile.write(b"Asterisk Call Manager/9.0.0\r\n")
                while block := standing.read_block(self.rfile):
                    standing.got.append(block)
                    self.wfile.write(standing.answer(block, secret, originate, message).encode())

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @staticmethod
    def read_block(file):
        lines = {}
        while (line := file.readline().decode().strip()) or not lines:
            if not line:
                return {}
            name, _colon, value = line.partition(": ")
            lines[name] = value
        return lines

    @staticmethod
    def answer(block, secret, originate, message):
        if block["Action"] == "Challenge":
            return "Response: Success\r\nChallenge: 12345\r\n\r\n"
        if block["Action"] == "Login":
            good = ami.hashlib.md5(f"12345{secret}".encode()).hexdigest() == block["Key"]
            return f"Event: FullyBooted\r\n\r\nResponse: {'Success' if good else 'Error'}\r\n\r\n"
        return f"Response: {originate}\r\nMessage: {message}\r\n\r\n"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@tagged("post_install", "-at_install")
class TestDial(MikopbxCommon):
    """A click on a number rings the employee's telephone and then calls."""

    def setUp(self):
        super().setUp()
        self.use(AmiServer())

    def use(self, server):
        self.addCleanup(server.stop)
        self.ami = server
        self.connection.sudo().write(
            {"ami_host": "127.0.0.1", "ami_port": server.port, "ami_user": "odoo", "ami_password": SECRET}
        )

    def dial(self, number, user=None):
        return self.env["mikopbx.connection"].with_user(user or self.manager).dial(number)

    @users("sb_manager")
    def test_manager_dials(self):
        self.assertIn("Take your telephone", self.dial("+7 495 123-45-67"))
        call = self.ami.got[-1]
        self.assertEqual((call["Channel"], call["Exten"]), ("Local/9301@internal-originate", KNOWN))
        self.assertEqual((call["Context"], call["Async"]), ("all_peers", "true"))
        self.assertNotIn(SECRET, str(self.ami.got))

    def test_nobody_reads_how(self):
        with self.assertRaises(AccessError):
            self.env["mikopbx.connection"].with_user(self.manager).search([])

    def test_numbers_cannot_smuggle(self):
        self.dial("495 123-45-67\r\nAction: Originate\r\nExten: 911")
        self.assertTrue(self.ami.got[-1]["Exten"].isdigit())
        for number in ("", "no digits", None):
            with self.assertRaisesRegex(UserError, "no number that can be called"):
                self.dial(number)
        with self.assertRaises(ami.AmiError):
            ami.AmiClient("127.0.0.1", self.ami.port, "odoo\r\nAction: x", SECRET).__enter__()

    def test_what_may_be_missing(self):
        with self.assertRaisesRegex(UserError, "no extension"):
            self.dial(KNOWN, self.head)
        self.use(AmiServer(secret="other"))
        with self.assertRaisesRegex(UserError, "refuses the login"):
            self.dial(KNOWN)
        self.use(AmiServer(originate="Error"))
        with self.assertRaisesRegex(UserError, "right “originate”"):
            self.dial(KNOWN)
        self.use(AmiServer(originate="Error", message="Extension does not exist."))
        with self.assertRaisesRegex(UserError, "it says “Extension does not exist.”"):
            self.dial(KNOWN)
        self.connection.ami_port = 1
        with self.assertRaisesRegex(UserError, "cannot be reached"):
            self.dial(KNOWN)
        self.connection.action_switch_off()
        with self.assertRaisesRegex(UserError, "No telephone exchange dials"):
            self.dial(KNOWN)

    def test_web_client_knows_whether_numbers_dial(self):
        dialler = self.env["mikopbx.connection"].with_user(self.manager)._find_dialler()
        self.assertEqual(dialler, self.connection)
        self.assertFalse(self.env["mikopbx.connection"].with_user(self.head)._find_dialler())

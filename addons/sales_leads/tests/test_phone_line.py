from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_call_rule import KNOWN, CallRuleCommon


@tagged("post_install", "-at_install")
class TestPhoneLine(CallRuleCommon):
    """The number that was called has a name and a department."""

    def make_line(self, did="8 (495) 100-00-00", **values):
        return self.env["crm.phone.line"].create([{"name": "Sales", "did": did} | values])

    def test_calls_show_the_line_in_any_spelling(self):
        line = self.make_line()
        for did in ("74951000000", "+7 495 1000000", "4951000000"):
            self.assertEqual(self.call(did=did).line_id, line)
        self.assertFalse(self.call(did="74951000001").line_id or self.call(did=False).line_id)

    def test_earlier_calls_get_the_name_too(self):
        call, other = self.call(did="74951000000"), self.call(did="74951000009")
        line = self.make_line()
        self.assertEqual((call.line_id, other.line_id), (line, line.browse()))
        line.did = "74951000009"
        self.assertEqual((call.line_id, other.line_id), (line.browse(), line))

    def test_archived_line_names_its_calls(self):
        line = self.make_line()
        line.active = False
        self.assertEqual(self.call(did="74951000000").line_id, line)

    def test_department_of_the_line(self):
        self.make_line(team_id=self.konts.id)
        self.assertEqual(self.call(did="74951000000").team_id, self.konts)
        # The department that the customer knows is asked, unless that of the line has a manager for him.
        self.assertEqual(self.call(KNOWN, did="74951000000").request_id.user_id, self.manager)
        self.make_responsible(self.colleague, self.known, self.konts)
        request = self.call(KNOWN, did="74951000000").request_id
        self.assertEqual((request.team_id, request.user_id), (self.konts, self.colleague))

    def test_refused(self):
        self.make_line()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.make_line("+74951000000")
        with self.assertRaisesRegex(ValidationError, "no number of a line"):
            self.make_line("sales")
        for user in (self.manager, self.dispatcher):
            with self.assertRaises(AccessError):
                self.env["crm.phone.line"].with_user(user).create([{"name": "x", "did": "123"}])

    def test_a_line_of_a_rule_is_archived_and_not_deleted(self):
        line = self.make_line()
        self.rule("in_missed_known").line_ids = line
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            line.unlink()

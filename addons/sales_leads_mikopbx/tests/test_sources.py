import csv
import io
import os
import tempfile
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.mikopbx_connection import FOLDER
from ..tools.asterisk_csv import COLUMNS
from .common import KNOWN, LINE, STRANGER, MikopbxCommon

HEADED = ["calldate", "src", "dst", "dstchannel", "lastapp", "duration", "billsec", "disposition", "did", "linkedid"]


class RestWriter:
    """Puts legs into the stand-in of the exchange."""

    def __init__(self, test):
        self.pbx = test.pbx

    def add(self, linkedid, start, answered=True, src=STRANGER, dst="9301", app=False):
        self.pbx.add(linkedid, start, answered, src_num=src, dst_num=dst, is_app="1" if app else "0")


class CsvWriter:
    """Writes legs into a file of Asterisk's: Master.csv with a linkedid behind, or an export with names of columns."""

    names = COLUMNS

    def __init__(self, test):
        folder = tempfile.TemporaryDirectory()
        test.addCleanup(folder.cleanup)
        test.env["ir.config_parameter"].set_param(FOLDER, folder.name)
        self.path = os.path.join(folder.name, "Master.csv")
        if self.names is not COLUMNS:
            self.put(self.names)
        else:
            open(self.path, "w").close()
        test.connection.write({"source": "csv", "file_name": "Master.csv"})

    def put(self, values, end="\n"):
        text = io.StringIO()
        csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="").writerow(values)
        with open(self.path, "a") as file:
            file.write(text.getvalue() + end)

    def add(self, linkedid, start, answered=True, src=STRANGER, dst="9301", app=False, end="\n"):
        answer, ended = start + timedelta(seconds=8), start + timedelta(seconds=68)
        inner = len(src) < 5
        row = {
            "src": src,
            "dst": dst if inner or app else LINE,
            "did": "" if inner else LINE,
            "dstchannel": "" if app else f"PJSIP/{dst}-00000012",
            "lastapp": "Queue" if app else "Dial",
            "start": f"{start:%Y-%m-%d %H:%M:%S}",
            "calldate": f"{start:%Y-%m-%d %H:%M:%S}",
            "answer": f"{answer:%Y-%m-%d %H:%M:%S}" if answered else "",
            "end": f"{ended:%Y-%m-%d %H:%M:%S}",
            "duration": 68,
            "billsec": 60 if answered else 0,
            "disposition": "ANSWERED" if answered else "NO ANSWER",
            "clid": f'"Ivan, jr." <{src}>',
            "uniqueid": linkedid,
            "linkedid": linkedid,
        }
        self.put([row.get(name, "") for name in self.names], end)


class HeadedWriter(CsvWriter):
    names = HEADED


@tagged("post_install", "-at_install")
class TestSources(MikopbxCommon):
    """Whatever tells of the calls, they become the same."""

    def test_every_source_tells_the_same(self):
        for writer in (RestWriter, CsvWriter, HeadedWriter):
            with self.subTest(writer.__name__):
                self.check(writer(self), writer.__name__)

    def check(self, source, name):
        begun = self.local(minutes=30)
        source.add(f"{name}-1", begun)
        source.add(f"{name}-2", begun, src=KNOWN, answered=False, dst="9302")
        source.add(f"{name}-3", begun, answered=True, dst="2200", app=True)
        source.add(f"{name}-3", begun + timedelta(seconds=20), src=KNOWN)
        source.add(f"{name}-3", begun + timedelta(seconds=90), src=KNOWN, dst="9302")
        source.add(f"{name}-4", begun, src="9301", dst="9302")
        source.add(f"{name}-5", begun, answered=True, dst="2200", app=True)
        for _run in range(2):
            self.poll()
        one, two, three, five = self.registered(f"{name}-")
        self.assertRecordValues(
            one | two | three | five,
            [
                {"state": "answered", "user_id": self.manager.id, "last_user_id": False},
                {"state": "missed", "user_id": self.colleague.id, "last_user_id": False},
                {"state": "answered", "user_id": self.manager.id, "last_user_id": self.colleague.id},
                {"state": "missed", "user_id": False, "last_user_id": False},
            ],
        )
        self.assertEqual((two.request_id.partner_id, one.line_id), (self.known, self.line))
        self.assertAlmostEqual(one.duration, 1, 3)
        self.assertFalse(self.connection.error)
        source.add(f"{name}-6", self.local(minutes=1))
        self.poll()
        self.assertEqual(len(self.registered(f"{name}-")), 5)

    def test_line_that_is_being_written_waits(self):
        source = CsvWriter(self)
        source.add("csv-1", self.local(minutes=9))
        source.add("csv-2", self.local(minutes=5), end="")
        self.poll()
        self.assertEqual(self.registered("csv-").mapped("linkedid"), ["csv-1"])
        with open(source.path, "a") as file:
            file.write("\n")
        self.poll()
        self.assertEqual(len(self.registered("csv-")), 2)

    def test_file_begins_anew(self):
        source = CsvWriter(self)
        for number in range(3):
            source.add(f"csv-{number}", self.local(minutes=9))
        self.poll()
        os.truncate(source.path, 0)
        source.add("csv-9", self.local(minutes=5))
        self.poll()
        self.assertEqual(len(self.registered("csv-")), 4)

    def test_broken_lines_are_kept_with_their_error(self):
        source = CsvWriter(self)
        source.put(["nonsense"])
        with open(source.path, "ab") as file:
            file.write(b"\xff\xfe\x00\n\n")
        source.add("csv-1", self.local(minutes=9))
        self.poll()
        self.assertEqual(self.registered("csv-").mapped("state"), ["answered"])
        self.assertEqual(len(self.failed()), 2)
        self.assertFalse(self.connection.error)

    def test_file_is_looked_for_in_its_folder_only(self):
        source = CsvWriter(self)
        os.symlink("/etc/hostname", os.path.join(os.path.dirname(source.path), "link.csv"))
        self.connection.file_name = "link.csv"
        self.connection.action_test()
        self.assertIn("does not lie in the folder", self.connection.test_result)
        self.connection.file_name = "missing.csv"
        self.poll()
        self.assertIn("cannot be read", self.connection.error)
        self.env["ir.config_parameter"].set_param(FOLDER, False)
        with self.assertRaisesRegex(UserError, "has not named the folder"):
            self.connection._open_source()

    def test_test_of_a_file(self):
        source = CsvWriter(self)
        self.connection.action_test()
        self.assertIn("no call stands in it", self.connection.test_result)
        source.add("csv-1", self.local(minutes=9), dst="9777")
        self.connection.action_test()
        self.assertIn("the newest call began", self.connection.test_result)
        self.assertIn("9777", self.connection.test_result)
        self.connection.source = "ami"
        self.connection.action_test()
        self.assertIn("has not reported yet", self.connection.test_result)

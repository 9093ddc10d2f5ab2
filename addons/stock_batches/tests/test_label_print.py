import io
import shutil
import socket
import subprocess
import tempfile
import threading
from datetime import date, datetime
from pathlib import Path
from unittest import skipUnless

import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from odoo.addons.stock_batches.tools import gs1

from .common import SeriesCommon

GTIN = "04601234567893"


class LabelPrintCommon(SeriesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.glue = cls._make_product(
            "Герметик силиконовый санитарный белый 300 мл",
            default_code="SL-300",
            barcode="4601234567893",
            use_expiration_date=True,
            expiration_time=365,
        )
        cls.lot = cls._make_lot("LOT-1", date(2025, 5, 1), cls.glue, expiration_date=datetime(2026, 4, 29, 22))
        cls.printers = cls.env["stock.label.printer"]
        cls.small = cls.env.ref("stock_batches.label_profile_58")
        cls.large = cls.env.ref("stock_batches.label_profile_100")
        cls.sheet = cls.env.ref("stock_batches.label_profile_sheet")

    def _read(self, picture):
        found = zxingcpp.read_barcode(picture.convert("L"))
        self.assertTrue(found, "no barcode in the picture")
        return found

    def _wizard(self, records, printer, user=None, **values):
        records = records.with_user(user or self.worker)
        action = records.action_print_labels()
        wizard = self.env[action["res_model"]].with_user(user or self.worker).with_context(**action["context"])
        return wizard.create({"printer_id": printer.id, **values})


@tagged("post_install", "-at_install")
class TestLabelPicture(LabelPrintCommon):
    def test_read_back_in_three_sizes_and_both_codes(self):
        content = self.lot._get_gs1_content()
        zpl = self.printers.create({"name": "Small", "kind": "pdf", "width": 40, "height": 30, "dpi": "300"})
        for profile in (self.small, self.large, self.sheet, zpl):
            picture = self.lot._draw_label(profile)
            self.assertEqual(picture.width, profile._get_size().dots(profile.width))
            found = self._read(picture)
            self.assertEqual((found.text, found.symbology_identifier), (content, "]d2"), profile.name)
        self.large.symbology = "linear"
        found = self._read(self.lot._draw_label(self.large))
        self.assertEqual((found.text, found.symbology_identifier), (content, "]C1"))

    def test_bars_that_do_not_fit_become_squares(self):
        self.small.symbology = "linear"
        self.assertEqual(self._read(self.lot._draw_label(self.small)).symbology_identifier, "]d2")

    def test_label_too_small_for_its_code(self):
        tiny = self.printers.create({"name": "Tiny", "width": 15, "height": 10, "dpi": "203"})
        with self.assertRaisesRegex(UserError, "does not fit on a label of Tiny"):
            self.lot._draw_label(tiny)

    def test_each_kind(self):
        self.shelf_a.barcode = "SHELF-A"
        gln = next(f"460123400000{digit}" for digit in range(10) if gs1.is_gln(f"460123400000{digit}"))
        gate = self.env["stock.location"].create({"name": "Gate", "location_id": self.stock.id, "barcode": gln})
        box = self.env["stock.package"].create({"name": "146012340000000019"})
        digit = next(str(d) for d in range(10) if gs1.is_sscc(f"14601234000000001{d}"))
        box.name = f"14601234000000001{digit}"
        plain_box = self.env["stock.package"].create({"name": "BOX-7"})
        cases = {
            self.glue: f"(01){GTIN}",
            self.shelf_a: "SHELF-A",
            gate: f"(414){gln}",
            box: f"(00){box.name}",
            plain_box: "BOX-7",
        }
        for record, text in cases.items():
            self.assertEqual(self._read(record._draw_label(self.small)).text, text, record._name)

    def test_nothing_to_print(self):
        with self.assertRaisesRegex(UserError, "has no barcode"):
            self.shelf_b._draw_label(self.small)
        with self.assertRaisesRegex(UserError, "has no barcode"):
            self.product._draw_label(self.small)

    def test_cyrillic_number_is_refused_with_an_offer(self):
        for name, offer in (
            ("ПАРТИЯ-5", "PARTIYA-5"),
            ("АВ-12", "AB-12"),
            ("без серии", "bez-serii"),
            ("Щука 7", "Schuka-7"),
        ):
            lot = self._make_lot(name, product=self.glue)
            with self.assertRaisesRegex(UserError, f"name it {offer}"):
                lot._draw_label(self.small)
        with self.assertRaisesRegex(UserError, "longer than 48"):
            self._make_lot("A" * 49, product=self.glue)._draw_label(self.small)

    @settings(max_examples=40, deadline=None)
    @given(
        name=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20),
        title=st.text(min_size=0, max_size=120),
    )
    def test_every_picture_reads_back(self, name, title):
        is_gs1 = gs1.is_element_text(name)
        data = {
            "title": title.replace("\x00", ""),
            "lines": [("Series", name), ("Made", "01.05.2025"), ("Use by", "30.04.2026")],
            "content": f"(01){GTIN}(11)250501(17)260430(10){name}" if is_gs1 else name,
            "is_gs1": is_gs1,
        }
        found = self._read(self.lot._draw_label_data(data, self.small))
        self.assertEqual(found.text if is_gs1 else found.bytes.decode(), data["content"])

    @skipUnless(shutil.which("pdftoppm"), "no pdftoppm here")
    def test_sheet_of_labels(self):
        attachment = self.sheet._print([(self.lot._draw_label(self.sheet), 22)], "Labels")
        self.assertEqual(attachment.mimetype, "application/pdf")
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "sheet.pdf"
            source.write_bytes(attachment.raw)
            subprocess.run(["pdftoppm", "-r", "300", "-png", source, Path(folder) / "page"], check=True, timeout=60)
            pages = [Image.open(io.BytesIO(path.read_bytes())) for path in sorted(Path(folder).glob("*.png"))]
            found = [zxingcpp.read_barcodes(page) for page in pages]
        self.assertEqual([len(codes) for codes in found], [21, 1])
        self.assertEqual({code.text for codes in found for code in codes}, {self.lot._get_gs1_content()})
        self.assertAlmostEqual(pages[0].width / 300 * 25.4, 210, delta=1)


class Printer:
    """A label printer on this machine: takes what is sent to it."""

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.received = b""
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return self

    def _serve(self):
        connection, _address = self.socket.accept()
        with connection:
            while chunk := connection.recv(65536):
                self.received += chunk

    def __exit__(self, *_error):
        self.thread.join(10)
        self.socket.close()


def picture_of(command):
    """The picture that a printer would burn, from its commands."""
    _head, _separator, graphic = command.partition("^GFA,")
    total, _again, row, rest = graphic.split(",", 3)
    data = bytes.fromhex(rest.split("^FS")[0])
    assert len(data) == int(total)
    image = Image.frombytes("1", (int(row) * 8, int(total) // int(row)), data)
    return image.point(lambda value: 255 - value)


@tagged("post_install", "-at_install")
class TestLabelJobs(LabelPrintCommon):
    def _zpl(self, port):
        return self.printers.create({"name": "Gate", "kind": "zpl", "host": "127.0.0.1", "port": port, "dpi": "203"})

    @users("series_worker")
    def test_worker_prints_on_the_printer(self):
        with Printer() as device:
            printer = self._zpl(device.port)
            action = self._wizard(self.lot, printer).action_print()
            self.assertEqual(action["params"]["message"], "1 labels go to Gate.")
            job = self.env["stock.label.job"].search([("printer_id", "=", printer.id)])
            self.assertRecordValues(job, [{"state": "waiting", "label_count": 1, "user_id": self.worker.id}])
            job.sudo()._send()
        self.assertEqual((job.state, job.tries), ("done", 1))
        text = device.received.decode("ascii")
        self.assertTrue(text.startswith("^XA^PW464^LL320") and text.endswith("^PQ1^XZ\n"), text[:40])
        self.assertEqual(self._read(picture_of(text)).text, self.lot._get_gs1_content())

    def test_printer_that_is_off_and_the_repeat(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        job = self._zpl(port)._print([(self.lot._draw_label(self.small), 2)], "Labels")
        job._send()
        self.assertEqual((job.state, job.tries), ("failed", 1))
        self.assertTrue(job.error)
        with Printer() as device:
            job.printer_id.port = device.port
            job.with_user(self.worker).action_repeat()
            self.assertEqual((job.state, job.error), ("waiting", False))
            with self.enter_registry_test_mode():
                self.env.ref("stock_batches.ir_cron_label_jobs").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((job.state, job.tries), ("done", 2))
        self.assertIn(b"^PQ2^XZ", device.received)

    @users("series_worker")
    def test_count_by_quantity(self):
        self._receive("IN-7", 3)
        picking = self.env["stock.picking"].search([("move_line_ids.lot_id.name", "=", "IN-7")])
        action = picking.action_print_labels()
        form = Form(self.env[action["res_model"]].with_context(**action["context"]))
        self.assertEqual(form.total, 1)
        form.count_by = "quantity"
        self.assertEqual(form.total, 3)
        wizard = form.save()
        self.assertEqual(wizard.action_print()["type"], "ir.actions.act_url")
        wizard.line_ids.count = 1001
        with self.assertRaisesRegex(UserError, "too many"):
            wizard.action_print()
        wizard.line_ids.count = 0
        with self.assertRaisesRegex(UserError, "Choose what to print"):
            wizard.action_print()

    @users("series_worker")
    def test_transfer_with_goods_without_series(self):
        """Of goods that have no series the product's own label is printed, where it has a code."""
        cable = self._make_product("Cable", tracking="none", default_code="CB-1")
        picking = self._make_picking("in", 3, cable)
        self._validate(picking)
        action = picking.with_user(self.env.user).action_print_labels()
        form = Form(self.env[action["res_model"]].with_context(**action["context"]))
        form.printer_id, form.count_by = self.small, "quantity"
        wizard = form.save()
        self.assertEqual((wizard.line_ids.product_id, wizard.total), (cable, 3))
        self.assertEqual(self._read(cable._draw_label(self.small)).text, "CB-1")
        cable.default_code = False
        with self.assertRaisesRegex(UserError, "Nothing here has a label"):
            picking.action_print_labels()

    @users("series_worker")
    def test_worker_changes_no_printer(self):
        with self.assertRaises(AccessError):
            self.small.with_user(self.env.user).width = 100
        with self.assertRaises(AccessError):
            self.env["stock.label.job"].create({"name": "X", "printer_id": self.small.id, "payload": "^XA"})

    def test_profiles_that_cannot_be(self):
        for values in (
            {"kind": "zpl"},
            {"kind": "sheet", "width": 100, "columns": 3},
            {"width": 5},
            {"kind": "zpl", "host": "x", "port": 0},
        ):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.printers.create({"name": "Wrong", **values})

    @users("series_supervisor")
    def test_test_label(self):
        self.assertEqual(self.small.with_user(self.env.user).action_test_print()["type"], "ir.actions.act_url")


@tagged("post_install", "-at_install")
class TestBadge(LabelPrintCommon):
    def _issue(self, user):
        return self._read(user.with_user(self.supervisor)._draw_label(self.small)).text

    def test_badge_is_random_hashed_and_found(self):
        code = self._issue(self.worker)
        self.assertTrue(code.startswith("BDG-"))
        self.assertNotIn(code, self.worker.badge_code)
        people = self.env["res.users"]
        self.assertEqual(people._find_by_badge(code), self.worker)
        self.assertEqual(people._find_by_badge(f" {code.lower()} "), self.worker)
        for wrong in ("", False, "BDG-", code[:-1], code.removeprefix("BDG-"), self.worker.badge_code):
            self.assertFalse(people._find_by_badge(wrong), wrong)

    def test_a_new_badge_ends_the_old_one(self):
        first, second = self._issue(self.worker), self._issue(self.worker)
        people = self.env["res.users"]
        self.assertFalse(people._find_by_badge(first))
        self.assertEqual(people._find_by_badge(second), self.worker)
        self.worker.with_user(self.supervisor).action_revoke_badge()
        self.assertFalse(people._find_by_badge(second))

    def test_whoever_leaves_has_none(self):
        code = self._issue(self.worker)
        self.worker.active = False
        self.assertFalse(self.worker.badge_code)
        self.worker.active = True
        self.assertFalse(self.env["res.users"]._find_by_badge(code))

    def test_who_gives_out_badges(self):
        with self.assertRaisesRegex(AccessError, "Only a warehouse supervisor"):
            self.worker.with_user(self.worker)._draw_label(self.small)
        with self.assertRaisesRegex(AccessError, "Only a warehouse supervisor"):
            self.worker.with_user(self.worker).action_revoke_badge()
        boss = self.env.ref("base.user_admin")
        boss.group_ids -= self.env.ref("stock_batches.group_worker") | self.env.ref("stock_batches.group_supervisor")
        if not boss.has_group("stock_batches.group_worker"):
            with self.assertRaisesRegex(UserError, "does not work in the warehouse"):
                boss.with_user(self.supervisor)._issue_badge()

    @users("series_supervisor")
    def test_supervisor_prints_a_badge(self):
        wizard = self._wizard(self.worker, self.small, user=self.supervisor)
        self.assertEqual(wizard.action_print()["type"], "ir.actions.act_url")
        self.assertTrue(self.worker.has_badge)

import tempfile
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MarketingCommon


@tagged("post_install", "-at_install")
class TestFolder(MarketingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_customer("Ivan", cls.at("ivan"))

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_file_is_also_written_to_the_folder(self):
        self.patch_folder(self.folder)
        export = self.write_file(self.make_segment(name="Клиенты: ../../etc/passwd №1"), "mailchimp_csv")
        self.assertEqual(Path(export.path).parent, self.folder)
        self.assertEqual([str(path) for path in self.folder.iterdir()], [export.path])
        self.assertEqual(Path(export.path).read_bytes(), export.sudo().attachment_id.raw)
        self.assertEqual(Path(export.path).name, export.file_name)
        self.assertRegex(export.file_name, r"^Клиенты-etc-passwd-1-\d{4}-\d\d-\d\d-\d{4}-\d+\.csv$")
        self.assertFalse(export.problem)

    def test_method_returns_the_path(self):
        source = self.folder / "a.csv"
        source.write_text("x")
        self.assertFalse(self.env["marketing.export"]._write_to_folder(source))
        target = self.folder / "out"
        target.mkdir()
        self.patch_folder(target)
        self.assertEqual(self.env["marketing.export"]._write_to_folder(source), str(target / "a.csv"))

    def test_missing_folder_keeps_the_file_in_odoo_and_says_so(self):
        self.patch_folder(self.folder / "gone")
        export = self.write_file(self.make_segment(), "xlsx")
        self.assertEqual((export.state, export.path), ("done", False))
        self.assertIn("gone", export.problem)
        self.assertTrue(export.sudo().attachment_id.raw)

    def test_full_disk_leaves_no_half_file(self):
        self.patch_folder(self.folder)
        source = self.folder / "source.csv"
        source.write_text("x")

        def fail(_descriptor):
            raise OSError(28, "No space left on device")

        self.patch(__import__("os"), "fsync", fail)
        with self.assertRaisesRegex(UserError, "No space left"):
            self.env["marketing.export"]._write_to_folder(source)
        self.assertEqual(list(self.folder.iterdir()), [source])

    def test_settings_refuse_what_is_no_folder(self):
        settings = self.env["res.config.settings"]
        for folder in ("relative/path", str(self.folder / "missing")):
            with self.assertRaisesRegex(UserError, "may write"):
                settings.create({"marketing_export_folder": folder}).set_values()
        settings.create({"marketing_export_folder": f" {self.folder} "}).set_values()
        self.assertEqual(self.env["marketing.export"]._get_folder(), str(self.folder))
        settings.create({"marketing_export_folder": ""}).set_values()
        self.assertEqual(self.env["marketing.export"]._get_folder(), "")

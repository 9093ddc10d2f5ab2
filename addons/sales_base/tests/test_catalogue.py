from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from .common import SalesBaseCommon

MODELS = ("equipment.scope", "equipment.type", "equipment.material")


@tagged("post_install", "-at_install")
class TestCatalogue(SalesBaseCommon):
    def test_order_archive_and_free_codes(self):
        for model in MODELS:
            entries = self.env[model].create(
                [{"name": "Second", "sequence": 2}, {"name": "First", "sequence": 1}, {"name": "Old", "active": False}]
            )
            found = self.env[model].search([("id", "in", entries.ids)])
            self.assertEqual(found.mapped("name"), ["First", "Second"])

    def test_code_is_unique_in_its_catalogue(self):
        for model in MODELS:
            self.env[model].create({"name": "One", "code": "same"})
            with self.subTest(model=model), mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                with self.env.cr.savepoint():
                    self.env[model].create({"name": "Two", "code": "same"})

    def test_name_is_translated(self):
        for code in ("en_US", "ru_RU"):
            self.env["res.lang"]._activate_lang(code)
        pump = self.env["equipment.type"].with_context(lang="en_US").create({"name": "Pump"})
        pump.with_context(lang="ru_RU").name = "Насос"
        self.assertEqual(pump.with_context(lang="en_US").name, "Pump")
        self.assertEqual(pump.with_context(lang="ru_RU").name, "Насос")

    @users("sb_administrator")
    def test_administrator_keeps_them(self):
        for model in MODELS:
            entry = self.env[model].create({"name": "Mine"})
            entry.action_archive()
            self.assertFalse(entry.active)
            entry.unlink()

    @users("sb_manager", "sb_head", "sb_dispatcher")
    def test_others_only_read(self):
        for model in MODELS:
            self.env[model].search([], limit=1)
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].create({"name": "Not mine"})

import importlib.util
from pathlib import Path

from odoo import Command
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL
from odoo.tools.sql import column_exists

FOLDER = Path(__file__).parents[1] / "migrations"


@tagged("post_install", "-at_install")
class TestMigration(TransactionCase):
    """Data of earlier versions becomes data of this one."""

    def run_script(self, version, name="post-migrate"):
        spec = importlib.util.spec_from_file_location(name, FOLDER / version / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        self.env.flush_all()
        module.migrate(self.env.cr, version)
        self.env.invalidate_all()

    def make_visit(self, *products):
        parts = [Command.create({"product_id": product.id, "quantity": 1}) for product in products]
        partner = self.env["res.partner"].create({"name": "Neftemash"})
        return self.env["service.visit"].create({"partner_id": partner.id, "part_ids": parts})

    def test_parts_learn_what_took_them(self):
        taken, open_one = self.env["product.product"].create([{"name": "Seal"}, {"name": "Valve"}])
        visit = self.make_visit(taken)
        visit.action_done()
        waiting = self.make_visit(open_one)
        move = visit.part_ids.move_id
        self.assertEqual(move.product_id, taken)
        # As the version before had it.
        self.env.cr.execute(SQL("ALTER TABLE service_visit_part ADD COLUMN is_taken boolean"))
        self.env.cr.execute(SQL("UPDATE service_visit_part SET is_taken = (move_id IS NOT NULL), move_id = NULL"))
        self.run_script("19.0.1.1.0")
        self.assertEqual(visit.part_ids.move_id, move)
        self.assertFalse(waiting.part_ids.is_taken)
        self.assertFalse(column_exists(self.env.cr, "service_visit_part", "is_taken"))

    def test_a_second_run_changes_nothing(self):
        self.assertFalse(column_exists(self.env.cr, "service_visit_part", "is_taken"))
        self.run_script("19.0.1.1.0")

import base64
import random
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.onec_import import readers
from odoo.addons.onec_import.models import onec_import_run
from odoo.addons.onec_import.tools.reader_sentences import SENTENCES

from .common import OnecCommon


class Killed(BaseException):
    """The server is gone."""


@tagged("post_install", "-at_install")
class TestEngine(OnecCommon):
    def goods(self, number):
        return [
            self.record("goods", f"g{place}", place + 2, name=f"Pump {place}", code=f"{place:05}")
            for place in range(number)
        ]

    def test_only_an_administrator_imports(self):
        with self.assertRaises(AccessError):
            self.make_import("goods", [], user=self.employee)

    def test_two_administrators_at_once(self):
        with self.files(self.goods(1), "goods"):
            first, second = self.make_import("goods", []), self.make_import("goods", [])
            first.action_check()
            with self.assertRaisesRegex(UserError, "Anna Admin"):
                second.action_check()
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                with patch.object(type(second), "_check_nobody_else", lambda batch: None):
                    second.action_check()
                    self.env.flush_all()
            self.run_cron()
            second.action_check()
            self.assertEqual(second.state, "checking")

    def test_killed_at_random_points_is_as_undisturbed(self):
        content, chance = self.goods(60), random.Random(7)
        with self.files(content, "goods"), patch.object(onec_import_run, "BATCH", 7):
            batch = self.make_import("goods", content)
            batch.action_check()
            self.run_cron()
            batch.action_run()
            self.env.flush_all()
            kills = 0
            while self.run_killed(chance):
                kills += 1
            self.assertGreater(kills, 2)
        self.assertEqual((batch.state, self.counts(batch)), ("done", {"made": 60}))
        names = self.env["product.template"].search([("default_code", "like", "000")]).mapped("name")
        self.assertEqual(sorted(names), sorted(record.values["name"] for record in content))
        self.assertFalse(batch.difference_count)

    def run_killed(self, chance):
        """A run whose server may die in any batch; batches before it stay, as commits keep them. True when it died."""
        target, places = type(self.env["onec.target.goods"]), [self.env.cr.savepoint()]
        finish = target._finish

        def maybe_die(model, batch, items):
            if chance.random() < 0.25:
                raise Killed
            return finish(model, batch, items)

        def commit(*args, **kwargs):
            self.env.flush_all()
            places.pop().close(rollback=False)
            places.append(self.env.cr.savepoint())
            return 60

        try:
            with (
                patch.object(target, "_finish", maybe_die),
                patch.object(type(self.env["ir.cron"]), "_commit_progress", commit),
            ):
                self.env["onec.import"].sudo()._cron_run()
        except Killed:
            places.pop().close(rollback=True)
            self.env.invalidate_all(flush=False)
            return True
        places.pop().close(rollback=False)
        return False

    def test_pause_and_go_on(self):
        content = self.goods(30)
        with self.files(content, "goods"), patch.object(onec_import_run, "BATCH", 10):
            batch = self.make_import("goods", content)
            batch.action_check()
            self.run_cron()
            batch.action_run()

            def commit(*args, **kwargs):
                batch.action_pause()
                return 60

            with patch.object(type(self.env["ir.cron"]), "_commit_progress", commit):
                self.env["onec.import"].sudo()._cron_run()
            self.assertEqual((batch.state, batch.made), ("paused", 10))
            self.assertAlmostEqual(batch.progress, 33.33, 1)
            self.run_cron()
            self.assertEqual(batch.made, 10, "paused stays paused")
            batch.action_resume()
            self.run_cron()
            self.assertEqual((batch.state, batch.made), ("done", 30))
            with self.assertRaises(UserError):
                batch.action_resume()

    def test_a_slice_ends_in_time_and_the_next_goes_on(self):
        content = self.goods(30)
        with (
            self.files(content, "goods"),
            patch.object(onec_import_run, "BATCH", 10),
            patch.object(onec_import_run, "SLICE", -1),
        ):
            batch = self.make_import("goods", content)
            batch.action_check()
            self.run_cron()
            self.run_cron()
            batch.action_run()
            self.run_cron()
            self.assertEqual((batch.state, batch.made), ("running", 10))
            for _slice in range(3):
                self.run_cron()
            self.assertEqual((batch.state, batch.made), ("done", 30))

    def test_problems_of_the_reader_are_told_in_rows(self):
        place = readers.Place("test.xlsx", "TDSheet", 7, "Вес")
        problem = readers.Problem("error", "number_wrong", place, "abc", {})
        batch = self.bring("goods", [*self.goods(1), problem])
        self.assertEqual(self.counts(batch), {"made": 1, "refused": 1})
        self.assertRecordValues(batch.line_ids, [{"row": 7, "column": "Вес", "value": "abc", "level": "error"}])
        self.assertIn("abc", batch.line_ids.text)

    def test_refused_rows_are_a_file_that_is_read_again(self):
        batch = self.bring(
            "goods", [{"key": "g1", "name": "Pump", "unit": "пуд", "code": "7"}, {"key": "g2", "name": "Bolt"}]
        )
        action = batch.action_download_refused()
        self.assertIn("download", action["url"])
        data = batch._write_refused(batch.line_ids)
        again = self.env["onec.import"].create({"file": base64.b64encode(data), "file_name": "refused.xlsx"})
        self.assertEqual((again.kind, again.state), ("goods", "mapping"))
        with again._open_file() as path:
            [record] = [one for one in again._read(path) if not isinstance(one, readers.Problem)]
        self.assertEqual([record.values[name] for name in ("name", "unit", "code")], ["Pump", "пуд", "7"])
        with self.assertRaisesRegex(UserError, "No row"):
            self.bring("goods", [{"key": "g3", "name": "Nut"}]).action_download_refused()

    def test_columns_are_kept_under_a_name_and_known_again(self):
        text = "Артикул;Наименование;Масса нетто\nA-1;Pump;5\n"
        values = {"file": base64.b64encode(text.encode("utf-8-sig")), "file_name": "goods.csv"}
        batch = self.env["onec.import"].create(values)
        if batch.state != "mapping":
            self.skipTest(" ".join(batch.line_ids.mapped("text")))
        batch.kind = "goods"
        batch._map_columns()
        fields = {row.name: row for row in self.env["onec.field"].search([("kind", "=", "goods")])}
        by_heading = {column.heading: column for column in batch.column_ids}
        self.assertIn(fields["name"].label, batch.missing_fields or fields["name"].label)
        by_heading["Масса нетто"].field_id = fields["weight"]
        batch.profile_name = "Our list"
        batch.action_save_profile()
        again = self.env["onec.import"].create(values)
        again.kind = "goods"
        again._map_columns()
        self.assertEqual(again.profile_id.name, "Our list")
        self.assertEqual(again._get_mapping()["weight"], 2)
        again.action_check()
        self.run_cron()
        again.action_run()
        self.run_cron()
        self.assertEqual(self.counts(again), {"made": 1}, self.texts(again))
        self.assertEqual(self.env["product.template"].search([("default_code", "=", "A-1")]).weight, 5)

    def test_an_import_of_which_nothing_would_come_is_not_begun(self):
        with self.files([self.record("settlements", "s", customer="Nobody", amount=5.0)], "settlements"):
            batch = self.make_import("settlements", [])
            batch.action_check()
            self.run_cron()
            with self.assertRaisesRegex(UserError, "Import first"):
                batch.action_run()

    def test_a_deleted_record_is_made_anew(self):
        self.bring("goods", [{"key": "g1", "name": "Pump"}])
        self.of("goods", "g1").sudo().unlink()
        self.assertEqual(self.counts(self.bring("goods", [{"key": "g1", "name": "Pump"}])), {"made": 1})

    def test_taking_back_goods_leaves_what_is_used(self):
        batch = self.bring("goods", [{"key": f"g{number}", "name": f"Pump {number}"} for number in range(3)])
        used = self.of("goods", "g1").sudo()
        partner = self.env["res.partner"].sudo().create({"name": "Vega"})
        self.env["sale.order"].sudo().create(
            {"partner_id": partner.id, "order_line": [(0, 0, {"product_id": used.product_variant_id.id})]}
        ).action_confirm()
        batch.action_undo()
        self.assertEqual([bool(self.of("goods", f"g{number}")) for number in range(3)], [False, True, False])
        self.assertIn("Pump 1", self.texts(batch, "undo")[0])

    def test_taking_back_a_change_restores_it(self):
        self.bring("goods", [{"key": "g1", "name": "Pump", "weight": 1.0}])
        batch = self.bring("goods", [{"key": "g1", "name": "Pump 2", "weight": 2.0}])
        pump = self.of("goods", "g1").sudo()
        pump.weight = 3
        batch.action_undo()
        self.assertRecordValues(pump, [{"name": "Pump", "weight": 3}])
        self.assertEqual(
            self.counts(self.bring("goods", [{"key": "g1", "name": "Pump 2", "weight": 3.0}])), {"changed": 1}
        )
        self.assertEqual(pump.name, "Pump 2")

    def test_what_later_imports_built_on_stays(self):
        first = self.bring("goods", [{"key": "g1", "name": "Pump"}])
        self.bring("goods", [{"key": "g1", "name": "Pump 2"}])
        with self.assertRaisesRegex(UserError, "builds on it"):
            first.action_undo()

    def test_lookups_of_a_batch_cost_the_same_for_one_and_for_many(self):
        self.bring("customers", [{"key": f"c{number}", "name": f"Customer {number}"} for number in range(200)])
        target = self.env["onec.target.settlements"]
        rows = [{"customer": f"Customer {number}"} for number in range(200)]
        with self.assertQueryCount(1):
            found = target._find_partners(rows)
        self.assertEqual([len(one) for one in found], [1] * 200)

    def test_the_protocol_says_what_came(self):
        batch = self.bring("goods", [{"key": "g1", "name": "Pump"}, {"key": "g2", "name": "Bolt", "unit": "пуд"}])
        html = self.env["ir.actions.report"].sudo()._render_qweb_html("onec_import.protocol", batch.ids)[0].decode()
        for word in ("test.xlsx", batch.sha256, "пуд"):
            self.assertIn(word, html)

    def test_sentences_of_the_readers_are_the_translated_ones(self):
        self.assertEqual({code: text._source for code, text in SENTENCES.items()}, readers.PROBLEMS)

    def test_a_failure_of_the_program_costs_one_row(self):
        target = type(self.env["onec.target.goods"])
        prepare = target._prepare_values

        def fail(model, item, context):
            if item.record.key == "g1":
                raise TypeError("boom")
            return prepare(model, item, context)

        with (
            patch.object(target, "_prepare_values", fail),
            mute_logger("odoo.addons.onec_import.models.onec_import_apply"),
        ):
            batch = self.bring("goods", self.goods(4))
        self.assertEqual(self.counts(batch), {"made": 3, "refused": 1})
        self.assertIn("TypeError", self.texts(batch)[0])

    def test_a_file_that_breaks_off_is_not_begun(self):
        broken = readers.Problem("file", "file_truncated", readers.Place("test.xml", "", 9), "", {})
        content = [*self.goods(2), broken]
        with self.files(content, "goods"):
            batch = self.make_import("goods", content)
            batch.action_check()
            self.run_cron()
            with self.assertRaisesRegex(UserError, "breaks off"):
                batch.action_run()

    def test_names_of_deleted_records_mean_nobody(self):
        self.bring("customers", [{"key": "c1", "name": "Vega"}])
        target = self.env["onec.target.settlements"]
        self.assertTrue(target._find_partners([{"customer": "Vega"}])[0])
        self.of("customers", "c1").sudo().unlink()
        self.assertFalse(target._find_partners([{"customer": "Vega"}])[0])

    def test_kinds_are_read_anew_when_another_is_chosen(self):
        text = "Артикул;Наименование;Количество\nA-1;Pump;5\n"
        batch = self.env["onec.import"].create({"file": base64.b64encode(text.encode()), "file_name": "rows.csv"})
        with Form(batch) as form:
            form.kind = "stock"
        mapped = {column.heading: column.field_id.name for column in batch.column_ids}
        self.assertEqual((mapped["Артикул"], mapped["Количество"]), ("goods_article", "quantity"))

"""Real files of 1C, as far as they lie beside the project: each is imported, or refused with its sentence."""

import base64
from pathlib import Path

from odoo.tests import tagged

from .common import OnecCommon

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples" / "onec"
# {file: [(kind, what comes of it)]}, in the order in which they are brought
FILES = {
    "bigperson_import.xml": [("groups", {"made": 5}), ("goods", {"made": 2})],
    "bigperson_classifier.xml": [("groups", {"unchanged": 5})],
    "bigperson_offers.xml": [("prices", {"refused": 6})],
    "carono_import.xml": [("groups", {"made": 22}), ("goods", {"refused": 2})],
    "carono_from.xml": [("customer_orders", {"refused": 1})],
}


@tagged("post_install", "-at_install")
class TestSamples(OnecCommon):
    def bring_file(self, path, kind):
        batch = self.env["onec.import"].create({"file": base64.b64encode(path.read_bytes()), "file_name": path.name})
        if batch.kind != kind:
            batch.kind = kind
            batch._map_columns()
        batch.action_check()
        self.run_cron()
        self.assertEqual(batch.state, "checked", batch.error)
        if batch.made or batch.changed or batch.unchanged:
            batch.action_run()
            self.run_cron()
            self.assertEqual(batch.state, "done", batch.error)
        return batch

    def test_real_files(self):
        if not SAMPLES.is_dir():
            self.skipTest("The real files of 1C do not lie beside the project.")
        for name, kinds in FILES.items():
            for kind, counts in kinds:
                with self.subTest(name=name, kind=kind):
                    batch = self.bring_file(SAMPLES / name, kind)
                    self.assertEqual(self.counts(batch), counts, batch.line_ids.mapped("text"))
                    if batch.refused:
                        self.assertTrue(all(batch.line_ids.mapped("text")))

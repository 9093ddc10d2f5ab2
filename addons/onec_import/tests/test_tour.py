from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from .common import OnecCommon


@tagged("post_install", "-at_install")
class TestOnecTour(OnecCommon, HttpCase):
    def test_from_upload_to_signature(self):
        """The scheduled action works at once here: no cron runs beside a test."""
        imports = type(self.env["onec.import"])

        def work(model):
            model.env.flush_all()
            model.env["onec.import"].sudo()._cron_run()

        with patch.object(imports, "_wake", work), self.without_commit():
            self.start_tour("/odoo", "onec_import_move", login=self.admin.login, timeout=180)
        first, second = self.env["onec.import"].search([], order="id")
        self.assertEqual((self.counts(first), self.counts(second)), ({"made": 1, "refused": 1}, {"made": 1}))
        self.assertRecordValues(second, [{"state": "signed", "source_id": first.id, "signed_by": self.admin.id}])
        pump = self.env["product.template"].search([("default_code", "=", "T-1")])
        self.assertRecordValues(pump, [{"name": "Насос", "weight": 5}])

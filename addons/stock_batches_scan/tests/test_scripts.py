from odoo.tests import tagged

from odoo.addons.sales_base.tests.common_scripts import ScriptCase


@tagged("post_install", "-at_install")
class TestScripts(ScriptCase):
    def test_unit_tests_of_the_page(self):
        self.run_suite("@stock_batches_scan")

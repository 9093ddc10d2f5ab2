from odoo.tests import tagged

from odoo.addons.sales_base.tests.common_scripts import ScriptCase


@tagged("post_install", "-at_install")
class TestScripts(ScriptCase):
    def test_unit_tests_of_the_telephones_queue(self):
        self.run_suite("@deal_service")

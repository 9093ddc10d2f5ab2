from odoo.tests import tagged

from odoo.addons.sales_base.tests.common_scripts import ScriptCase


@tagged("post_install", "-at_install")
class TestDispatchScript(ScriptCase):
    def test_unit_tests_of_the_board(self):
        self.run_suite("@sales_leads")

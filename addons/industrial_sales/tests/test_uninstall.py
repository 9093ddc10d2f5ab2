from odoo.tests import tagged

from ..hooks import LENT_GROUPS, _take_back_groups
from .common import IndustrialSalesCommon


@tagged("post_install", "-at_install")
class TestUninstall(IndustrialSalesCommon):
    def test_administrator_has_every_role_as_long_as_the_app_is_there(self):
        administrator = self.users["administrator"]
        for group in (*LENT_GROUPS, "marketing_export.group_marketer", "sales_base.group_dispatcher"):
            self.assertTrue(administrator.has_group(group), group)

    def test_uninstalling_takes_lent_roles_back(self):
        _take_back_groups(self.env)
        administrator = self.users["administrator"]
        self.assertFalse(any(administrator.has_group(group) for group in LENT_GROUPS))
        self.assertTrue(administrator.has_group("sales_base.group_director"))

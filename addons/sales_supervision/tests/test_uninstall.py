from odoo.tests import tagged

from ..hooks import leave
from .common import SupervisionCommon


@tagged("post_install", "-at_install")
class TestLeave(SupervisionCommon):
    def test_tasks_of_our_kinds_stay_as_plain_tasks(self):
        deal = self.make_deals(1)
        ours = deal.activity_schedule("sales_supervision.mail_activity_type_survey", user_id=self.head.id)
        other = deal.activity_schedule("mail.mail_activity_data_call", user_id=self.head.id)
        leave(self.env)
        self.assertEqual(ours.activity_type_id, self.env.ref("mail.mail_activity_data_todo"))
        self.assertEqual(other.activity_type_id, self.env.ref("mail.mail_activity_data_call"))

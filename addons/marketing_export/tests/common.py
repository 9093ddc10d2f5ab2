import csv
import io
from itertools import count
from unittest.mock import patch

import openpyxl

from odoo import fields
from odoo.tests import TransactionCase, new_test_user

HOST = "base.example"
PROFILES = {
    "mailchimp_csv": "marketing_export.profile_mailchimp",
    "mailchimp_xlsx": "marketing_export.profile_mailchimp_xlsx",
    "call": "marketing_export.profile_call",
    "xlsx": "marketing_export.profile_list",
}


class MarketingCommon(TransactionCase):
    """A marketer, two departments, and helpers that make customers and leads at one mail host of our own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "lang": "en_US"})
        cls.numbers = count(1000)
        cls.pumps, cls.chambers = cls.env["crm.team"].create([{"name": "Pumps"}, {"name": "Chambers"}])
        cls.marketer = cls.make_user("marketer", "marketing_export.group_marketer")
        cls.colleague = cls.make_user("marketer2", "marketing_export.group_marketer")
        cls.manager = cls.make_user("manager", "sales_base.group_manager")
        cls.employee = cls.make_user("employee", "base.group_user")
        # A folder that the database at hand may name is not for tests.
        cls.env["ir.config_parameter"].set_param("marketing_export.folder", False)

    @classmethod
    def make_user(cls, login, groups, **vals):
        return new_test_user(
            cls.env, login=f"{login}-export", groups=groups, name=login.title(), lang="en_US", tz="UTC", **vals
        )

    @classmethod
    def make_customer(cls, name, email=None, phone=None, kind="counterparty", **vals):
        vals = {"name": name, "email": email, "phone": phone, "counterparty_kind": kind, **vals}
        return cls.env["res.partner"].create(vals)

    @classmethod
    def make_lead(cls, name, **vals):
        return cls.env["crm.lead"].create({"name": name, "type": "lead", "team_id": cls.pumps.id, **vals})

    def make_deal(self, lead):
        """A deal without all that a deal has to have: the base does not ask for it."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET type = 'opportunity' WHERE id = %s", (lead.id,))
        lead.invalidate_recordset()

    @classmethod
    def at(cls, name):
        return f"{name}@{HOST}"

    @classmethod
    def make_phone(cls):
        return f"+7495123{next(cls.numbers)}"

    def set_known_since(self, record, moment):
        """Age of a record; within one transaction all are born at the same moment."""
        self.env.flush_all()
        self.env.cr.execute(f"UPDATE {record._table} SET create_date = %s WHERE id = %s", (moment, record.id))
        record.invalidate_recordset(["create_date"])

    def rows(self, *domain, user=None):
        """Rows of the mailing base as the marketer sees them, of our own host unless a domain is given."""
        domain = list(domain) or [("email", "like", f"%@{HOST}")]
        # The base is read live; a transaction that has read a row keeps it.
        self.env.invalidate_all()
        return self.env["marketing.contact"].with_user(user or self.marketer).search(domain)

    def make_segment(self, domain=None, user=None, **vals):
        domain = repr(domain or [("email", "like", f"%@{HOST}")])
        vals = {"name": "Ours", "domain": domain, "unasked_reason": "Test", **vals}
        return self.env["marketing.segment"].with_user(user or self.marketer).create(vals)

    def profile(self, name):
        return self.env.ref(PROFILES[name])

    def write_file(self, segment, name="mailchimp_csv", **kwargs):
        return segment._export(self.profile(name), "Test", **kwargs)

    def make_schedule(self, segment=None, user=None, due=True, **vals):
        segment = segment or self.make_segment(user=user)
        schedule = (
            self.env["marketing.export.schedule"]
            .with_user(user or self.marketer)
            .create({"segment_id": segment.id, **vals})
        )
        if due:
            schedule.sudo().next_run = fields.Datetime.now()
        return schedule

    def read_csv(self, export):
        text = export.sudo().attachment_id.raw.decode()
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def read_xlsx(self, export):
        """Cells of the workbook, the header first; each is openpyxl's cell."""
        return list(self.open_book(export).worksheets[0].iter_rows())

    def open_book(self, export):
        return openpyxl.load_workbook(io.BytesIO(export.sudo().attachment_id.raw))

    def omissions(self, export):
        return {line.reason: line.count for line in export.sudo().omission_ids}

    def patch_folder(self, folder):
        self.env["ir.config_parameter"].set_param("marketing_export.folder", str(folder))
        self.addCleanup(self.env["ir.config_parameter"].set_param, "marketing_export.folder", False)

    def without_commit(self):
        """The scheduled action commits after each schedule; a test's transaction must not."""
        return patch.object(self.env.registry["ir.cron"], "_commit_progress", lambda cron, *args, **kwargs: 60.0)

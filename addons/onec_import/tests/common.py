import base64
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from unittest.mock import patch

from odoo.tests import TransactionCase, new_test_user

from odoo.addons.onec_import import readers


class OnecCommon(TransactionCase):
    """An administrator, and imports whose records are made by hand: what readers read is tested beside them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(
            cls.env, "onec-admin", groups="base.group_system", name="Anna Admin", lang="en_US", tz="UTC"
        )
        cls.employee = new_test_user(cls.env, "onec-employee", groups="base.group_user", name="Egor")
        cls.env = cls.env(user=cls.admin)
        cls.company = cls.env.company
        cls.contents = {}

    # Files

    @classmethod
    def record(cls, kind, key, row=0, **values):
        values = {name: Decimal(str(value)) if isinstance(value, float) else value for name, value in values.items()}
        return readers.Record(kind, key, values, "test.xlsx", ("TDSheet", row))

    @contextmanager
    def files(self, content, kind, totals=None):
        """Readers that find these records (or problems) in every file."""
        sheet = readers.SheetInfo("TDSheet", guess_kind=kind, kinds=(kind,), rows=len(content))
        with (
            patch.object(readers, "inspect", lambda path, name: readers.Inspection("xlsx", [sheet])),
            patch.object(readers, "read", lambda path, name, kind, **kwargs: iter(list(content))),
            patch.object(readers, "totals", lambda *args, **kwargs: totals or readers.Totals()),
        ):
            yield

    def make_import(self, kind, content, user=None, **options):
        """An import of these records, checked and not yet run."""
        imports = self.env["onec.import"].with_user(user or self.admin)
        file = base64.b64encode(repr(content).encode())
        return imports.create({"file": file, "file_name": "test.xlsx", **options})

    @contextmanager
    def without_commit(self, left=60):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: left):
            yield

    def run_cron(self):
        with self.without_commit():
            self.env["onec.import"].sudo()._cron_run()

    def bring(self, kind, content, run=True, totals=None, **options):
        """Import these records from upload to result."""
        content = [
            self.record(kind, row.pop("key", f"{kind}-{number}"), number + 2, **row) if isinstance(row, dict) else row
            for number, row in enumerate(dict(one) if isinstance(one, dict) else one for one in content)
        ]
        with self.files(content, kind, totals):
            batch = self.make_import(kind, content, **options)
            batch.action_check()
            self.run_cron()
            if run:
                batch.action_run()
                self.run_cron()
        self.contents[batch.id] = content, kind, totals
        return batch

    def press(self, batch, name):
        """A button that reads the file once more."""
        with self.files(*self.contents[batch.id]):
            return getattr(batch, name)()

    def counts(self, batch):
        return {name: batch[name] for name in ("made", "changed", "unchanged", "refused", "kept") if batch[name]}

    def texts(self, batch, level="error"):
        return batch.line_ids.filtered(lambda line: line.level == level).mapped("text")

    def of(self, kind, key):
        """The record that a 1C id stands for."""
        return self.env.ref(f"__onec__.{kind}.{key}", raise_if_not_found=False)

    @classmethod
    def day(cls, text):
        return date.fromisoformat(text)

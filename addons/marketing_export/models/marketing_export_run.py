import contextlib
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

# Smaller segments are written while one waits for the page.
AT_ONCE = 2000
ATTEMPTS = 3
# How many rows lie between two steps of the progress bar.
STEP = 50_000


class MarketingExport(models.Model):
    """The way of a run: waiting → running → done or failed. Big ones are written by the scheduled action, so that
    one may leave the page and come back."""

    _inherit = "marketing.export"

    def _start(self):
        """Write a small segment now, leave a big one to the scheduled action."""
        self.ensure_one()
        if self.state == "waiting":
            segment = self._as_owner()
            contacts = segment.env["marketing.contact"]
            if contacts.search_count(segment._get_domain(), limit=AT_ONCE + 1) <= AT_ONCE:
                self._write_now()
            else:
                self._wake()

    @api.model
    def _wake(self):
        self.env.ref("marketing_export.ir_cron_write_files").sudo()._trigger()  # anyone may ask for his file

    def _as_owner(self):
        """The segment with the rights and in the language of whoever ordered the run."""
        self.ensure_one()
        return self.segment_id._with_owner(self.user_id, self.profile_id.lang)

    def _begin(self):
        self._check_reader()
        self.write({"state": "running", "attempts": self.attempts + 1, "date": fields.Datetime.now()})
        self.env["marketing.contact"]._refresh(wait=True)

    def _write_now(self):
        """Write the file in the transaction at hand."""
        self._begin()
        self._fill(self._as_owner().env, lambda count: None)

    def _check_reader(self):
        reader = self._as_owner()
        if not reader.env.user.has_group("marketing_export.group_marketer"):
            raise UserError(self.env._("%s is no marketer any more: nobody else exports.", reader.env.user.name))
        reader.check_access("read")

    @api.model
    def _cron_write_files(self):
        """Write the files that wait. What fails says so; a run that the server did not survive is begun again."""
        self._take_up_interrupted()
        waiting = self.search([("state", "=", "waiting")], order="id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(waiting))
        for export in waiting:
            export._write_in_background()
            if not cron._commit_progress(1):
                break

    @api.model
    def _take_up_interrupted(self):
        """This action runs once at a time: what runs when it begins was left by a server that is gone."""
        for export in self.search([("state", "=", "running")]):
            again = export.attempts < ATTEMPTS
            text = self.env._("The server stopped in the middle of it; begun %s times.", export.attempts)
            export.write({"state": "waiting" if again else "failed", "error": text})

    def _write_in_background(self):
        commit = self.env["ir.cron"]._commit_progress
        try:
            self._begin()
            commit()
            with self._open_reader() as env:
                self._fill(env, self._tell_progress)
            self.error = False
        except Exception as error:
            _logger.info("Export %s failed", self.id, exc_info=True)
            self._fail(error)

    def _fail(self, error):
        self.env.cr.rollback()
        self.env.invalidate_all(flush=False)
        self.write({"state": "failed", "error": str(error)})
        if self.schedule_id:
            self.schedule_id.write({"error": str(error), "error_at": fields.Datetime.now()})

    @contextlib.contextmanager
    def _open_reader(self):
        """An environment of the owner over a connection of its own: the rows are of one moment, and progress can be
        told meanwhile."""
        with self.env.registry.cursor() as cursor:
            owner = self._as_owner()
            yield owner.env(cr=cursor)

    def _tell_progress(self, count):
        if count % STEP == 0:
            self.read_count = count
            self.env["ir.cron"]._commit_progress()

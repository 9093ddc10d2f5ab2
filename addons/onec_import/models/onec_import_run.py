"""The background part: a file is read in batches, each batch is one transaction.

What a batch wrote and how far the file is read are committed together: whatever kills the server, the next run goes on
behind the last whole batch, and nothing is taken twice.
"""

import itertools
import logging
import time

from odoo import api, models

from .. import readers
from .onec_import import BUSY, COUNTS

_logger = logging.getLogger(__name__)

BATCH = None  # as the kind says
DRY_BATCH = 2000
SLICE = 45  # seconds; a run of the scheduled action stays under a minute


class OnecImport(models.Model):
    _inherit = "onec.import"

    @api.model
    def _cron_run(self):
        """Go on with the import that is being checked or run."""
        for batch in self.search([("state", "in", BUSY)], order="id"):
            batch._work(time.monotonic() + SLICE)

    def _work(self, deadline):
        """Take batch after batch until the file ends, time is up or somebody presses “Pause”.

        :param deadline: moment of the monotonic clock
        """
        self.ensure_one()
        state = self.state
        commit = self.env["ir.cron"]._commit_progress
        try:
            with self._open_file() as path:
                batch = self.with_context(onec_seen=set())
                items = itertools.islice(batch._read_noted(path), self._get_progress().position, None)
                for chunk in _batched(items, self._get_batch_size()):
                    batch._take(chunk)
                    row = self._get_progress()
                    left = commit(len(chunk), remaining=max(row.expected - row.position, 1))
                    # What others did meanwhile is seen, and memory stays as it was.
                    self.env.invalidate_all()
                    if self.state != state:
                        return
                    if not left or time.monotonic() > deadline:
                        self._wake()
                        return
            self._complete()
            commit(remaining=0)
        except (OSError, ValueError, KeyError) as error:
            # A file that no reader foresaw: the batch is given back whole, and the screen says so.
            _logger.warning("Import %s stopped", self.id, exc_info=True)
            self.env.cr.rollback()
            self.env.invalidate_all(flush=False)
            self.write({"state": "mapping" if state == "checking" else "paused", "error": str(error)})

    def _read_noted(self, path):
        """The same stream; the ids that went by are remembered, since the check makes no records to refer to."""
        seen = self.env.context["onec_seen"]
        for one in self._read(path):
            if not isinstance(one, readers.Problem):
                seen.add(one.key)
            yield one

    def _get_batch_size(self):
        return DRY_BATCH if self._is_dry() else BATCH or self._get_target()._onec_batch

    def _is_dry(self):
        return self.state == "checking"

    def _take(self, chunk):
        """Deal with a batch of what the reader gave: problems are written down, records looked up and written."""
        problems = [one for one in chunk if isinstance(one, readers.Problem)]
        records = [one for one in chunk if not isinstance(one, readers.Problem)]
        counts = dict.fromkeys(COUNTS, 0)
        lines = [self._prepare_line(problem, is_dry=self._is_dry()) for problem in problems]
        items = self._apply(records)
        headings = self._get_headings() if any(item.notes for item in items) else {}
        lines += [line for item in items for line in self._prepare_item_lines(item, headings)]
        for item in items:
            counts[item.outcome] += 1
        for line in lines:
            name = {"warning": "warned", "kept": "kept"}.get(line["level"])
            if name:
                counts[name] += 1
        counts["refused"] += sum(problem.level == "error" for problem in problems)
        self.env["onec.import.line"].create(lines)
        self._move_on(len(chunk), counts)

    def _move_on(self, number, counts):
        row = self._get_progress()
        values = {name: row[name] + count for name, count in counts.items() if count}
        row.write({"position": row.position + number, **values})

    def _prepare_item_lines(self, item, headings):
        """One line for each thing that is to be said about a record."""
        place = item.record.place
        for level, text, column, value, code in item.notes:
            yield {
                "import_id": self.id,
                "level": level,
                "file": place.file,
                "sheet": place.sheet,
                "row": place.row,
                "column": headings.get(column, column) or place.column,
                "key": str(item.record.key)[:200],
                "value": str(value or "")[:200],
                "text": text,
                "code": code,
                "values": item.get_plain_values() if level == "error" else None,
                "res_model": item.result and item.result[0],
                "res_id": item.result and item.result[1],
                "is_dry": self._is_dry(),
            }

    def _complete(self):
        """The file is at its end: the numbers are final."""
        if self._is_dry():
            self.state = "checked"
            return
        self.state = "done"
        if self._get_target()._is_document:
            self._compare_totals()
        else:
            self._count_totals()


def _batched(items, size):
    """`itertools.batched` of Python 3.12."""
    items = iter(items)
    while chunk := tuple(itertools.islice(items, size)):
        yield chunk

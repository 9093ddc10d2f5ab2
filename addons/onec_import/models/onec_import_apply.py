"""One batch of records: what is known stays, what is new is made, what differs is written, what cannot be is refused."""

import logging

import psycopg2

from odoo import models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.sales_base.tools.halving import do_or_halve

from ..tools.item import Item, plain

_logger = logging.getLogger(__name__)

REFUSALS = (UserError, ValidationError, AccessError, psycopg2.IntegrityError, psycopg2.DataError)
# The server's own troubles are no fault of a record: the batch is given back and taken again.
TROUBLES = (psycopg2.OperationalError, psycopg2.InterfaceError)


class OnecImport(models.Model):
    _inherit = "onec.import"

    def _get_items(self, records):
        """Items of these records, with what was taken over of them before."""
        memory = self.env["onec.record"]
        items = [Item(record, memory._get_name(self.kind, record.key)) for record in records]
        known = memory._read_known([item.name for item in items])
        for item in items:
            item.known = known.get(item.name)
        return items

    def _apply(self, records):
        """Items of these records with their outcome. Writes nothing while the file is only checked."""
        items = self._get_items(records)
        self._refuse_twins(items)
        for item in items:
            if not item.is_refused and item.known and item.known[3] == item.digest:
                item.outcome = "unchanged"
        self._check_still_there(items)
        open_items = [item for item in items if not item.outcome and not item.is_refused]
        if open_items:
            self._guarded(open_items, self._look_up)
            self._work_off([item for item in open_items if not item.is_refused])
        for item in items:
            item.outcome = "refused" if item.is_refused else item.outcome
        return items

    def _refuse_twins(self, items):
        """Two records of one id in a batch: the second is refused, unless it says the same."""
        seen = {}
        for item in items:
            first = seen.setdefault(item.name, item)
            if first is not item:
                item.refuse(
                    self.env._("Row %(row)s has the same 1C id: leave one of the two.", row=first.record.place.row),
                    value=item.record.key,
                )

    def _check_still_there(self, items):
        """Records that somebody deleted here are made anew."""
        memory = self.env["onec.record"]
        known = {item.name: item.known for item in items if item.known}
        if self._is_dry():
            left = memory._filter_there(known)
        else:
            left = memory._forget_lost(known)
        for item in items:
            if item.known and item.name not in left:
                item.known, item.outcome = None, ""

    def _look_up(self, items):
        for item in items:
            item.notes.clear()  # of an attempt that failed on account of another record
        self._get_target()._prepare(self, [item for item in items if not item.is_refused])

    def _work_off(self, items):
        new = [item for item in items if not item.known and not item.existing]
        old = [item for item in items if item.known or item.existing]
        if self._is_dry():
            self._foresee(new, old)
            return
        self._guarded(items, self._complete_some)
        self._make_all([item for item in new if not item.is_refused])
        for item in old:
            if not item.is_refused:
                self._guarded([item], self._change_one)

    def _complete_some(self, items):
        self._get_target()._complete(self, items)

    def _foresee(self, new, old):
        for item in new:
            item.outcome = "made"
        for item in old:
            changes = self._get_changes(item)
            item.outcome = "changed" if changes else "unchanged"

    # Writing

    def _make_all(self, items):
        """Make records of all items at once; where one of them cannot be made, the others are all the same."""
        if items:
            self._guarded(items, self._make_some)

    def _guarded(self, items, function):
        """Do it for all at once; what fails is halved until the record at fault is alone, and that is refused."""
        do_or_halve(self.env, items, function, self._refuse_failed, through=TROUBLES, forget=self._forget_made)

    def _forget_made(self):
        self.env.cr.postcommit.data.pop("onec_import", None)  # what it remembers may be gone

    def _refuse_failed(self, item, error):
        item.outcome = ""
        item.refuse(self._get_error_text(error))

    def _get_error_text(self, error):
        if isinstance(error, psycopg2.Error):
            return self.env._("The database refuses it: %s", (error.diag.message_primary or str(error)).strip())
        if isinstance(error, REFUSALS):
            return str(error.args[0] if error.args else error)
        _logger.error("A record from 1C could not be taken over", exc_info=error)
        return self.env._(
            "The program fails at this row (%s): send the file to whoever looks after Odoo.", type(error).__name__
        )

    def _make_some(self, items):
        target = self._get_target()
        records = target._make(self, items)
        for item, record in zip(items, records, strict=True):
            item.result, item.outcome = (record._name, record.id), "made"
        target._finish(self, items)
        target.env.flush_all()
        self.env["onec.record"]._remember([self._prepare_memory(item) for item in items])
        target._settle(self, items)

    def _change_one(self, items):
        [item] = items
        target = self._get_target()
        record = self._get_item_record(item)
        changes = self._get_changes(item)
        if changes:
            if target._is_restorable():
                self._keep_before(record, changes, item)
            target._change(self, item, record, changes)
        item.result = record._name, record.id
        item.outcome = "changed" if changes else "unchanged"
        target._finish(self, items)
        target.env.flush_all()
        self.env["onec.record"]._remember([self._prepare_memory(item)])
        target._settle(self, items)

    def _get_item_record(self, item):
        env = self._get_worker_env()
        if item.known:
            return env[item.known[1]].browse(item.known[2])
        return item.existing.with_env(env)

    def _get_changes(self, item):
        """Values of the file that differ from what was written last; what people changed meanwhile is told and kept."""
        target, record = self._get_target(), self._get_item_record(item)
        own = target._get_own_changes(self, item, record)
        if own is not None:
            return own
        written = (item.known and item.known[4]) or {}
        fixed = target._get_fixed_fields()
        changes = {}
        for name, value in item.vals.items():
            if name in fixed or name not in record._fields:
                continue
            new, current = plain(value), target._get_current(record, name)
            if target._is_same(record, name, new, current):
                continue
            if name in written and target._is_same(record, name, new, written[name]):
                continue  # 1C says what it said before; here people decided otherwise
            if current and not target._is_same(record, name, current, written.get(name)):
                self._tell_kept(item, record, name, current)
                continue
            changes[name] = value
        return changes

    def _tell_kept(self, item, record, name, current):
        field = record._fields[name]
        shown = record[name].display_name if field.type == "many2one" else current
        item.keep(
            self.env._(
                "%(field)s was changed here to “%(current)s” and stays; change it by hand if 1C is right.",
                field=field._description_string(self.env),
                current=shown,
            ),
            column_of(item, name),
            item.vals[name],
        )

    def _keep_before(self, record, changes, item):
        """What the record said before this import, so that the import can be taken back."""
        target = self._get_target()
        self.env["onec.import.change"].create(
            {
                "import_id": self.id,
                "name": item.name,
                "res_model": record._name,
                "res_id": record.id,
                "before": {name: target._get_current(record, name) for name in changes},
                "after": {name: plain(value) for name, value in changes.items()},
            }
        )

    def _prepare_memory(self, item):
        model, res_id = item.result
        written = {name: plain(value) for name, value in item.vals.items()}
        return {
            "name": item.name,
            "kind": self.kind,
            "res_model": model,
            "res_id": res_id,
            "version": item.record.stated_version,
            "digest": item.digest,
            "written": written,
            "adopted": bool(item.existing and not item.known),
            "import_id": self.id,
        }


def column_of(item, name):
    """The field of the file that a value came from, where the target said so."""
    return item.extra.get("columns", {}).get(name, "")

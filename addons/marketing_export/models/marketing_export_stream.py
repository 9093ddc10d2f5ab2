import csv
from collections import Counter
from operator import itemgetter

from ..tools import cells, values
from ..tools.signatures import Signatures

# Read of every row, whatever the columns are.
FIRST_FIELDS = ("id", "mail_block", "call_block", "duplicate_count", "company", "name", "email", "phone")
ID, MAIL, CALL, FOLDED, COMPANY, NAME, EMAIL, PHONE = range(len(FIRST_FIELDS))
# Reasons in whose case an address or a number may not even be shown.
SILENT = ("opted_out", "no_call")


class RowStream:
    """The rows of one run, once: cells for the file, and on the way who was left out and what each row was like."""

    def __init__(self, export, reader, segment, tell):
        self.contacts = reader["marketing.contact"].with_context(marketing_export_as_is=True)
        self.profile = export.profile_id.with_env(reader)
        self.decided = bool(segment.unasked_reason)
        self.before = Signatures.load(export.sudo().previous_id.signatures) if export.only_new else ()
        self.tell = tell
        self.widths = self.profile._get_column_widths()
        self.names = list(dict.fromkeys((*FIRST_FIELDS, *self.profile._get_contact_fields())))
        self.labels = self._read_labels()
        self.omitted = Counter()
        self.signatures = Signatures()
        self.row_count = 0
        self.note = lambda row: None

    def open_report(self, stream):
        """Keep who is left out in this file: there may be as many of them as rows."""
        self.report = stream
        self.note = csv.writer(stream).writerow

    def iter_rows(self, domain, clean):
        """The texts of each row of the file; `clean` makes a cell of a value."""
        makers = [values.SOURCES[column.source].make(self._get_reader) for column in self.profile.column_ids]
        # People read a list of calls; what takes a mailing in sorts by itself.
        order, count = ("id" if self.profile.purpose == "mail" else None), 0
        for rows in self.contacts._iter_rows(domain, self.names, order):
            kept = self._choose(rows)
            columns = [cells.make_all(map(make, kept), clean) for make in makers]
            texts = list(zip(*columns, strict=True))
            self.signatures.set_all([row[ID] for row in kept], texts)
            self.row_count += len(kept)
            yield from texts
            count += len(rows)
            self.tell(count)

    def _choose(self, rows):
        """The rows that go into the file, each with what may be shown of it."""
        block, before, kept = self._choose_block(), self.before, []
        for row in rows:
            reason = block(row) or ("before" if row[ID] in before else None)
            if reason or row[FOLDED] or row[CALL] == "no_call" or row[MAIL] == "opted_out":
                row = self._omit(row, reason)
            if row:
                kept.append(row)
        return kept

    def _choose_block(self):
        """The function that says why a row stays out; None when it goes into the file."""
        return getattr(self, f"_block_{self.profile.purpose}")

    def _block_mail(self, row):
        return None if row[MAIL] == "no_consent" and self.decided else row[MAIL]

    def _block_call(self, row):
        return row[CALL]

    def _block_list(self, row):
        silent = (not row[EMAIL] or row[MAIL] in SILENT) and (not row[PHONE] or row[CALL] in SILENT)
        return "opted_out" if silent else None

    def _omit(self, row, reason):
        """Count why something is not in the file; returns what remains of the row."""
        if row[FOLDED] and not reason:
            self.omitted["duplicate"] += row[FOLDED]
            self._report(row, "duplicate")
        if reason:
            self.omitted[reason] += 1
            self._report(row, reason)
            return None
        row = list(row)
        if row[CALL] == "no_call" and row[PHONE] and row[EMAIL]:
            self.omitted["phone"] += 1
        if row[CALL] == "no_call":
            row[PHONE] = None
            self._blank(row, "phones")
        if row[MAIL] == "opted_out":
            row[EMAIL] = None
        return row

    def _blank(self, row, name):
        if name in self.names:
            row[self.names.index(name)] = None

    def _report(self, row, reason):
        address = row[EMAIL] or row[PHONE]
        self.note([row[COMPANY] or "", row[NAME] or "", address or "", reason])

    def iter_report(self):
        """(company, name, address, why) of all who were left out, after the rows have been read."""
        self.report.seek(0)
        reasons = dict(
            self.contacts.env["marketing.export.omission"]._fields["reason"]._description_selection(self.contacts.env)
        )
        for company, name, address, reason in csv.reader(self.report):
            yield company, name, address, reasons[reason]

    # --- cells ---------------------------------------------------------------------------------------------

    def _get_reader(self, name):
        """The function that reads the text of a field out of a row."""
        position = self.names.index(name)
        if name in self.labels:
            find = self.labels[name].get
            return lambda row: find(row[position])
        if self.contacts._fields[name].type in ("date", "datetime"):
            shape = "%d.%m.%Y" if self.profile.purpose == "call" else "%Y-%m-%d"
            return lambda row: row[position].strftime(shape) if row[position] else ""
        return itemgetter(position)

    def _read_labels(self):
        """{field: {id or code: text}} for the fields whose stored value is no text, in the reader's language."""
        labels, env = {}, self.contacts.env
        for name in self.names:
            field = self.contacts._fields[name]
            if field.type == "selection" and name not in FIRST_FIELDS:
                labels[name] = dict(field._description_selection(env))
            elif field.type == "many2one":
                # Names alone, of few records; the rows themselves were read with the user's rights.
                records = env[field.comodel_name].sudo().with_context(active_test=False).search([])
                labels[name] = {record.id: record[records._rec_name] for record in records}
        return labels

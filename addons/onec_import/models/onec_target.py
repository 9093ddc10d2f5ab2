from odoo import api, models

from ..tools.item import plain


class OnecTarget(models.AbstractModel):
    """How one kind of thing is looked up and written. The import itself knows nothing of kinds.

    A kind is a model `onec.target.<kind>` that inherits this one. It says of which model its records are,
    and turns records into values (`_prepare`) after one look-up for a whole batch. What the values still need, such as
    categories that are not there yet, is made by `_complete`; the check stops before that.
    """

    _name = "onec.target"
    _description = "Kind of Things from 1C"

    _onec_kind = ""
    _onec_model = ""
    _onec_batch = 500  # records a transaction: what is slow to make comes in smaller portions
    _is_document = False  # documents are compared and taken back as a whole, catalogues field by field

    @api.model
    def _is_possible(self):
        """False where the module that such records belong to is not installed."""
        return self._onec_model in self.env

    @api.model
    def _prepare(self, batch, items):
        """Fill `item.vals` of each item, or say what is wrong with it. May set `item.existing` to a record of Odoo
        that the item means although it was not imported. Reads only: the check calls it, too.

        :param batch: the onec.import at work
        :param items: list of Item
        """
        raise NotImplementedError

    @api.model
    def _complete(self, batch, items):
        """Make what the values of these items still need. The check never comes here."""

    @api.model
    def _make(self, batch, items):
        """Records of new items, in their order."""
        return self.env[self._onec_model].create([item.vals for item in items])

    @api.model
    def _change(self, batch, item, record, vals):
        """Write what differs."""
        record.write(vals)

    @api.model
    def _is_restorable(self):
        """True where a record that an import changed says again what it said before when the import is taken back."""
        return not self._is_document

    @api.model
    def _write_back(self, record, vals):
        """Write what a record said before an import that is taken back now."""
        record.write(vals)

    @api.model
    def _finish(self, batch, items):
        """What is done once for a whole batch after its records are there."""

    @api.model
    def _settle(self, batch, items):
        """What is done when the batch is written and remembered."""

    @api.model
    def _get_own_changes(self, batch, item, record):
        """Of documents: what the file says otherwise than before, {name: value}. None: compared field by field."""
        return None

    @api.model
    def _get_fixed_fields(self):
        """Values that serve to make a record and are never compared or written again."""
        return set()

    @api.model
    def _get_current(self, record, name):
        """Value of a record as it would stand in `vals`."""
        field = record._fields[name]
        value = record[name]
        if field.type == "many2one":
            return value.id
        if field.type in ("many2many", "one2many"):
            return [[6, 0, sorted(value.ids)]]
        if field.type in ("float", "monetary"):
            return round(value, 6)
        return plain(value)

    @api.model
    def _is_same(self, record, name, one, other):
        """True when two values of a field say the same."""
        field = record._fields.get(name)
        if field is not None and field.type in ("float", "monetary"):
            digits = field.get_digits(self.env) if field.type == "float" else None
            return round((one or 0) - (other or 0), digits[1] if digits else 6) == 0
        return (one or False) == (other or False)

    @api.model
    def _add_totals(self, batch, items, totals):
        """Add a batch of the file, and what became of it in Odoo, to the control totals.

        :param totals: tools.totals.Totals
        """
        there = self.env["onec.record"]._filter_there({item.name: item.known for item in items if item.known})
        totals.add("count", "", len(items), len(there))

    @api.model
    def _add_final_totals(self, batch, totals):
        """Control totals that are read once, when the whole file was gone through."""

    @api.model
    def _get_kept_measures(self):
        """Measures whose labels are all kept, not only those that differ."""
        return ()

    @api.model
    def _name_stated(self, stated):
        """What the file states as its totals: [(measure, label, number)].

        :param stated: readers.Totals
        """
        return []

    @api.model
    def _undo(self, batch, records):
        """Take back records that an import made; what cannot be deleted raises. Returns what was done where they
        stay in another state, else nothing."""
        records.unlink()

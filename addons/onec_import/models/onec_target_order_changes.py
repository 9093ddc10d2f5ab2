"""A customer order that 1C changed after it was taken over: followed as long as nobody works on it here."""

from odoo import api, models
from odoo.tools import html2plaintext

HEAD = ("date_order", "commitment_date", "user_id", "note")
LINE = ("product_uom_qty", "price_unit", "discount", "tax_ids")
GONE = ("shipped", "invoiced")  # what happened to a line; not what was agreed


class OnecTargetOrderChanges(models.AbstractModel):
    _name = "onec.target.order_changes"
    _description = "Orders That 1C Changed"
    _inherit = ["onec.target"]

    @api.model
    def _get_own_changes(self, batch, item, record):
        written = (item.known and item.known[4]) or {}
        changes = {name: value for name, value in item.vals.items() if written.get(name) != value}
        if not changes or not self._may_follow(item, record, written, changes):
            return super()._get_own_changes(batch, item, record)
        return changes

    @api.model
    def _may_follow(self, item, order, written, changes):
        """True where nothing was shipped, invoiced or paid, and the order says what 1C had said."""
        untouched = order.state == "sale" and not order.locked and not self._is_begun(order)
        clean = all(self._is_clean(vals) for vals in (written, item.vals))
        return untouched and clean and set(changes) <= {*HEAD, "lines"} and self._says(order, written, changes)

    @api.model
    def _is_begun(self, order):
        shipped = any(order.order_line.mapped("qty_delivered"))
        invoiced = order.invoice_ids.filtered(lambda move: move.state == "posted")
        paid = "payment_request_ids" in order._fields and order.payment_request_ids
        return bool(shipped or invoiced or paid)

    @api.model
    def _is_clean(self, vals):
        lines = vals.get("lines") or []
        return not vals.get("paid") and not any(line.get(name) for line in lines for name in GONE)

    @api.model
    def _says(self, order, vals, changes):
        """True when the order still says what 1C had said of these and of its goods: what people changed is theirs."""
        names = {*changes, "lines"}
        return all(self._is_same(order, name, self._get_current(order, name), vals.get(name)) for name in names)

    @api.model
    def _get_current(self, record, name):
        if name == "lines":
            return [self._read_line(line) for line in self._get_lines(record)]
        if name == "note":
            return html2plaintext(record.note or "").strip() or None
        return super()._get_current(record, name)

    @api.model
    def _get_lines(self, order):
        """Lines with goods; one that 1C left out since stands with nothing ordered."""
        return order.order_line.filtered(lambda line: not line.display_type and line.product_uom_qty)

    @api.model
    def _read_line(self, line):
        return {
            "product_id": line.product_id.id,
            "product_uom_id": line.product_uom_id.id,
            "product_uom_qty": line.product_uom_qty,
            "price_unit": line.price_unit,
            "discount": line.discount,
            "tax_ids": sorted(line.tax_ids.ids),
        }

    @api.model
    def _is_same(self, record, name, one, other):
        if name == "lines":
            return self._compare_lines(one) == self._compare_lines(other)
        return super()._is_same(record, name, one, other)

    @api.model
    def _compare_lines(self, lines):
        """Lines as they can be compared, whatever happened to them and however their numbers are rounded."""
        rows = [
            {
                name: round(value, 4) if isinstance(value, float) else sorted(value) if name == "tax_ids" else value
                for name, value in line.items()
                if name not in GONE
            }
            for line in lines or []
        ]
        # A line that came later stands below the others here, and anywhere in the file.
        return sorted(rows, key=lambda row: sorted((name, str(value)) for name, value in row.items()))

    # Writing

    @api.model
    def _change(self, batch, item, record, vals):
        self._write_back(record, vals)
        what = ", ".join(self._name_change(record, name) for name in vals)
        record.message_post(body=self.env._("1C changed the order: %s.", what))

    @api.model
    def _name_change(self, record, name):
        return self.env._("goods") if name == "lines" else record._fields[name]._description_string(self.env)

    @api.model
    def _is_restorable(self):
        return True

    @api.model
    def _write_back(self, record, vals):
        if head := {name: value for name, value in vals.items() if name in HEAD}:
            record.write(head)
        if "lines" in vals:
            self._align_deadlines(record)
            record.write({"order_line": self._prepare_commands(record, vals["lines"])})

    @api.model
    def _align_deadlines(self, order):
        """What goes out less is taken from a delivery of the same day only: the day of the order came after it."""
        for line in order.order_line:
            open_moves = line.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
            open_moves.date_deadline = order.commitment_date or line._expected_date()

    @api.model
    def _prepare_commands(self, order, lines):
        """What makes the lines of the order these: each product's lines follow one another in their order."""
        left = {}
        for line in self._get_lines(order):
            left.setdefault((line.product_id.id, line.product_uom_id.id), []).append(line)
        commands = []
        for vals in lines:
            known = left.get((vals["product_id"], vals["product_uom_id"]))
            values = {name: vals[name] for name in LINE} | self._prepare_agreed(vals)
            if known:
                commands.append((1, known.pop(0).id, values))
            else:
                goods = {name: vals[name] for name in ("product_id", "product_uom_id")}
                commands.append((0, 0, goods | values))
        # A confirmed line cannot be deleted: nothing of it is ordered any more.
        return commands + [(1, line.id, {"product_uom_qty": 0}) for rest in left.values() for line in rest]

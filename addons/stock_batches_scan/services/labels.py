"""Labels at the scanner: printed by the printer of the warehouse, or a file to print."""

from odoo.exceptions import UserError

KINDS = ("lot", "product", "location", "package")


def find_printer(env, warehouse=None):
    """The printer of this warehouse, a network printer before a file; empty where there is none."""
    printers = env["stock.label.printer"].search([])
    fitting = printers.filtered(lambda printer: not printer.warehouse_id or printer.warehouse_id == warehouse)
    return (fitting or printers).sorted(lambda printer: (printer.kind != "zpl", printer.sequence, printer.id))[:1]


def print_labels(env, record, count, printer):
    """Print so many labels of a record; returns (sentence, files)."""
    if not printer:
        raise UserError(env._("There is no label printer: the supervisor sets one up."))
    wizard = env["stock.label.print"].create(
        {"printer_id": printer.id, "line_ids": [(0, 0, {_get_field(record): record.id, "count": count})]}
    )
    action = wizard.action_print()
    if action["type"] == "ir.actions.act_url":
        return env._("The label is ready: print it."), [{"label": env._("Label"), "url": action["url"]}]
    return env._("The label goes to %s.", printer.name), []


def _get_field(record):
    fields = {"stock.lot": "lot_id", "product.product": "product_id", "stock.location": "location_id"}
    return fields.get(record._name, "package_id")

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

NEARLY = 2  # so many requirements a product may miss and still be worth a look
ANY = 1000


class CrmDealSelection(models.TransientModel):
    """Choose products by the requirements of a deal."""

    _name = "crm.deal.selection"
    _description = "Choose Equipment"

    deal_id = fields.Many2one("crm.lead", required=True, readonly=True, ondelete="cascade")
    currency_id = fields.Many2one("res.currency", readonly=True)
    show_all = fields.Boolean("Show what does not fit too", readonly=True)
    requirements = fields.Text("What is asked for", readonly=True)
    by_hand = fields.Char("To be judged by you", readonly=True)
    fit_count = fields.Integer("Fit", readonly=True)
    total = fields.Integer("Found", readonly=True)
    line_ids = fields.One2many("crm.deal.selection.line", "selection_id", "Products")

    def _search_and_show(self):
        self.ensure_one()
        deal = self.deal_id
        rows = deal._select_equipment(ANY if self.show_all else NEARLY)
        words = deal.requirement_ids.filtered(lambda line: line.kind == "text" and line.is_known)
        self.write(
            {
                "requirements": deal._get_requirement_text(),
                "by_hand": "; ".join(f"{line.parameter_id.name}: {line.summary}" for line in words),
                "fit_count": len([row for row in rows if not row["missed"]]),
                "total": rows[0]["total"] if rows else 0,
                "line_ids": [Command.clear(), *(Command.create(values) for values in self._prepare_lines(rows))],
            }
        )
        return self._get_window()

    def _prepare_lines(self, rows):
        deal = self.deal_id
        products = self.env["product.product"].browse([row["product_id"] for row in rows])
        prices, self.currency_id = deal._get_selection_prices(products)
        availability = deal._get_availability(products)
        return [
            {
                "product_id": row["product_id"],
                "missed": row["missed"],
                "distance": row["distance"],
                "misses": row["misses"],
                "price": prices[row["product_id"]],
                "availability": deal._describe_availability(availability[row["product_id"]]),
            }
            for row in rows
        ]

    def _get_window(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Choose Equipment"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def action_show_all(self):
        self.show_all = not self.show_all
        return self._search_and_show()

    def action_put_into_goods(self):
        """Put what was chosen into the goods list of the deal."""
        self.ensure_one()
        chosen = self.line_ids.filtered("chosen")
        if not chosen:
            raise UserError(self.env._("Choose at least one product."))
        if any(line.quantity <= 0 for line in chosen):
            raise UserError(self.env._("Enter a quantity above zero for what you chose."))
        self.deal_id._add_goods({line.product_id.id: line.quantity for line in chosen})
        return {"type": "ir.actions.act_window_close"}

    def action_ask_engineers(self):
        self.ensure_one()
        return self.deal_id.action_ask_engineers()


class CrmDealSelectionLine(models.TransientModel):
    _name = "crm.deal.selection.line"
    _description = "Product to Choose"
    _order = "missed, distance, id"

    selection_id = fields.Many2one("crm.deal.selection", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="selection_id.currency_id")
    product_id = fields.Many2one("product.product", required=True, readonly=True, ondelete="cascade")
    chosen = fields.Boolean("Choose")
    quantity = fields.Float(digits="Product Unit", default=1.0)
    missed = fields.Integer("Requirements missed", readonly=True)
    distance = fields.Float("Lacks, %", digits=(16, 1), readonly=True)
    misses = fields.Text("What it lacks", readonly=True)
    price = fields.Monetary(readonly=True)
    availability = fields.Text("Supply", readonly=True)

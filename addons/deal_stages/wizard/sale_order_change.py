from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

# What the dialog changes: its field, and that of the order's line.
CHANGED = {
    "quantity": "product_uom_qty",
    "price_unit": "price_unit",
    "discount": "discount",
    "wanted_on": "wanted_on",
    "terms": "terms",
}


class SaleOrderChange(models.TransientModel):
    """Change what was agreed: what changes, what it does to supply and price, who agreed to it."""

    _name = "sale.order.change"
    _description = "Change the Order"

    order_id = fields.Many2one("sale.order", required=True, readonly=True, ondelete="cascade")
    currency_id = fields.Many2one(related="order_id.currency_id")
    agreed_by = fields.Char("Who agreed at the customer")
    reason = fields.Text("Why")
    line_ids = fields.One2many("sale.order.change.line", "change_id", "Lines")
    amount_before = fields.Monetary("Order total now", related="order_id.amount_total")
    amount_after = fields.Monetary("Order total then", compute="_compute_after")
    effects = fields.Text("What it does", compute="_compute_effects")

    @api.depends("line_ids.quantity", "line_ids.price_unit", "line_ids.discount", "line_ids.product_id")
    def _compute_after(self):
        for change in self:
            change.amount_after = change.amount_before + sum(line._get_difference() for line in change.line_ids)

    @api.depends("line_ids.quantity", "line_ids.product_id", "amount_after")
    def _compute_effects(self):
        for change in self:
            change.effects = "\n".join(change._get_effects())

    def _get_effects(self):
        quantities = {line.line_id.id: line.quantity for line in self.line_ids if line.line_id and line._is_changed()}
        effects = self.env["crm.lead"]._get_supply_effects(quantities) if quantities else []
        added = self.line_ids.filtered(lambda line: not line.line_id and line.product_id)
        effects += [self.env._("%s is ordered in addition.", line.product_id.name) for line in added]
        asked = self.order_id.amount_asked
        if asked and self.currency_id.compare_amounts(self.amount_after, asked) < 0:
            words = {"asked": self.currency_id.format(asked), "after": self.currency_id.format(self.amount_after)}
            effects.append(
                self.env._("%(asked)s was asked for, the order is worth %(after)s then: correct the requests.", **words)
            )
        return effects

    def action_apply(self):
        """Change the order as entered, and write down on order and deal what was changed and who agreed."""
        self.ensure_one()
        order = self.order_id
        order.check_access("write")
        if order.state != "sale" or order.locked:
            raise UserError(self.env._("Order %s is not open for changes.", order.name))
        changed = self.line_ids.filtered(lambda line: line._is_changed())
        if not changed:
            raise UserError(self.env._("Nothing is changed."))
        if not (self.agreed_by or "").strip() or not (self.reason or "").strip():
            raise UserError(self.env._("Write down who agreed at the customer, and why it is changed."))
        changed._check_delivered()
        note = self._prepare_note(changed)
        # Only this dialog may change what is agreed; the right to write the order was checked.
        order.sudo().write({"order_line": [line._prepare_command() for line in changed]})
        for record in (order, order.opportunity_id):
            record.message_post(body=note)
        return {"type": "ir.actions.act_window_close"}

    def _prepare_note(self, changed):
        rows = Markup("").join(Markup("<li>%s</li>") % line._describe() for line in changed)
        head = self.env._("Order changed, agreed by %(who)s: %(why)s", who=self.agreed_by, why=self.reason)
        effects = Markup("").join(Markup("<li>%s</li>") % sentence for sentence in self._get_effects())
        return Markup("<p>%s</p><ul>%s</ul><ul>%s</ul>") % (head, rows, effects)


class SaleOrderChangeLine(models.TransientModel):
    _name = "sale.order.change.line"
    _description = "Changed Line of an Order"

    change_id = fields.Many2one("sale.order.change", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="change_id.currency_id")
    line_id = fields.Many2one("sale.order.line", "Line of the order", readonly=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", required=True, domain="[('sale_ok', '=', True)]")
    quantity_now = fields.Float("Quantity now", related="line_id.product_uom_qty")
    quantity = fields.Float("Quantity then", digits="Product Unit", default=1.0)
    price_now = fields.Float("Price now", related="line_id.price_unit")
    price_unit = fields.Float(
        "Price then", digits="Product Price", compute="_compute_price_unit", store=True, readonly=False
    )
    discount = fields.Float("Discount then, %", digits="Discount")
    wanted_on = fields.Date("Wanted on then")
    terms = fields.Char("Terms then")

    @api.depends("product_id")
    def _compute_price_unit(self):
        for line in self:
            if not line.line_id:
                line.price_unit = line._make_new_line().price_unit if line.product_id else 0.0

    def _make_new_line(self):
        """The line as the order would have it, not stored."""
        return self.env["sale.order.line"].new(
            {
                "order_id": self.change_id.order_id.id,
                "product_id": self.product_id.id,
                "product_uom_qty": self.quantity,
            }
        )

    def _is_changed(self):
        line = self.line_id
        return not line or any(self[name] != line[target] for name, target in CHANGED.items())

    def _get_difference(self):
        """By how much the order's total changes."""
        if not self.product_id:
            return 0.0
        line = self.line_id or self._make_new_line()
        totals = line.tax_ids.compute_all(
            self.price_unit * (1 - self.discount / 100),
            currency=self.currency_id,
            quantity=self.quantity,
            product=self.product_id,
            partner=self.change_id.order_id.partner_shipping_id,
        )
        return totals["total_included"] - (self.line_id.price_total if self.line_id else 0.0)

    def _check_delivered(self):
        for line in self:
            if line.quantity < 0:
                raise UserError(self.env._("“%s”: a quantity cannot be below zero.", line.product_id.name))
            if line.line_id and line.quantity < line.line_id.qty_delivered:
                raise UserError(
                    self.env._("“%s”: more was delivered already than is to be ordered.", line.product_id.name)
                )

    def _prepare_command(self):
        values = {target: self[name] for name, target in CHANGED.items()}
        if self.line_id:
            return Command.update(self.line_id.id, values)
        return Command.create(values | {"product_id": self.product_id.id})

    def _describe(self):
        words = {"product": self.product_id.name, "quantity": self.quantity, "price": self.price_unit}
        if not self.line_id:
            return self.env._("%(product)s: %(quantity)g at %(price)g added", **words)
        line = self.line_id
        before = {"before": line.product_uom_qty, "price_before": line.price_unit}
        parts = [
            self.env._("%(product)s: %(before)g → %(quantity)g, price %(price_before)g → %(price)g", **words, **before)
        ]
        if self.wanted_on != line.wanted_on:
            days = [format_date(self.env, day) if day else "–" for day in (line.wanted_on, self.wanted_on)]
            parts.append(self.env._("wanted on %(before)s → %(after)s", before=days[0], after=days[1]))
        if (self.terms or "") != (line.terms or ""):
            parts.append(self.env._("terms: %s", self.terms or "–"))
        return ", ".join(parts)

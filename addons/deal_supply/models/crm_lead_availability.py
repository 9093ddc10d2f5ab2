from odoo import api, fields, models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _get_closing_steps(self):
        steps = super()._get_closing_steps()
        waiting = self.sudo()._get_supplied_orders().filtered(lambda order: order.supply_state != "shipped")
        for lead, orders in waiting.sorted("id").grouped("opportunity_id").items():
            text = self.env._("Goods of %s are still to be shipped.", ", ".join(orders.mapped("name")))
            steps[lead].append(self._describe_step(text, "action_open_quotation", self.env._("Customer order")))
        return steps

    def _get_progress(self):
        """As before for services; where goods are on order, what was made, bought and shipped of them."""
        progress = super()._get_progress()
        goods = self.filtered(lambda lead: lead.sudo()._get_supplied_orders())
        return progress | {lead.id: round(lead.supply_progress) for lead in goods}

    # What can be promised

    @api.model
    def _get_availability(self, products):
        """Free on stock now; the next date on which goods come in that nobody was promised; days to get more."""
        availability = super()._get_availability(products)
        stored = products.sudo().filtered("is_storable")  # a salesman may not read rules and receipts
        dates = self._get_free_receipts(stored)
        warehouse = stored.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)], limit=1)
        for product in stored:
            known = availability[product.id]
            availability[product.id] = known | {
                "free": max(product.free_qty, 0.0),
                "date": dates.get(product.id, False),
                "lead_days": self._get_supply_days(product, warehouse),
            }
        return availability

    @api.model
    def _get_free_receipts(self, products):
        """{product id: date of the next receipt or production that is for no customer order}."""
        moves = products.env["stock.move"]._read_group(
            [
                ("product_id", "in", products.ids),
                ("state", "not in", ("draft", "done", "cancel")),
                ("location_dest_id.usage", "=", "internal"),
                ("location_id.usage", "in", ("supplier", "production")),
                ("company_id", "=", self.env.company.id),
                "|",
                ("production_id", "=", False),
                ("production_id.sale_line_id", "=", False),
                "|",
                ("purchase_line_id", "=", False),
                ("purchase_line_id.sale_line_id", "=", False),
            ],
            ["product_id"],
            ["date:min"],
        )
        return {product.id: fields.Date.context_today(self, date) for product, date in moves}

    @api.model
    def _get_supply_days(self, product, warehouse):
        """Days it takes to make or buy the product, or False when nobody does."""
        values = {"warehouse_id": warehouse, "company_id": warehouse.company_id}
        location = warehouse.lot_stock_id
        rule = product.env["stock.rule"]._get_rule(product, location, values) if location else False
        if not rule or rule._find_supply_source(product, 1.0, warehouse.company_id, values) is None:
            return False
        if rule.action not in ("manufacture", "buy"):
            return rule.delay
        delays, _words = rule.with_context(bypass_delay_description=True)._get_lead_days(product)
        return int(delays["total_delay"])

    # What a change would do

    def _get_supply_effects(self, changes):
        effects = super()._get_supply_effects(changes)
        lines = self.env["sale.order.line"].browse(changes).exists()
        lines.check_access("read")
        for line in lines.sudo():  # the documents behind it may be closed to the reader; their names are not
            difference = line.product_uom_id._compute_quantity(
                changes[line.id] - line.product_uom_qty, line.product_id.uom_id, rounding_method="HALF-UP"
            )
            if line.state == "sale" and difference < 0:
                effects += self._get_lowering_effects(line, -difference)
            elif line.state == "sale" and difference > 0:
                effects += self._get_raising_effects(line, difference)
        return effects

    @api.model
    def _get_raising_effects(self, line, quantity):
        product = line.product_id.with_context(warehouse_id=line.warehouse_id.id)
        free = min(max(product.free_qty, 0.0), quantity)
        sentences = []
        if free:
            sentences.append(self.env._("%(product)s: %(quantity)g from stock.", product=product.name, quantity=free))
        rest = product.uom_id.round(quantity - free)
        if rest:
            sentences.append(
                self.env._("%(product)s: %(quantity)g to be made or bought.", product=product.name, quantity=rest)
            )
        return sentences

    @api.model
    def _get_lowering_effects(self, line, quantity):
        """In the order in which supply lets go: what nobody brings, drafts, what is in work, what is on stock."""
        sentences = []
        for peg in line.supply_line_ids.sorted(self._get_release_order):
            taken = min(peg.quantity, quantity)
            quantity = line.product_id.uom_id.round(quantity - taken)
            if taken:
                sentences.append(self._get_release_words(peg, taken))
        return sentences

    @api.model
    def _get_release_order(self, peg):
        document = peg.production_id or peg.purchase_line_id
        firmness = document._get_supply_firmness() if document else 1
        rank = {"decide": -1, "stock": 10, "direct": 5}.get(peg.source, firmness)
        return rank, -document.id if document else -peg.id

    @api.model
    def _get_release_words(self, peg, quantity):
        words = {"product": peg.product_id.name, "quantity": quantity, "document": peg.document_name or ""}
        if peg.source == "decide":
            return self.env._("%(product)s: %(quantity)g need no decision any more.", **words)
        if peg.source == "stock":
            return self.env._("%(product)s: %(quantity)g on stock become free for others.", **words)
        if self._get_release_order(peg)[0] == 0:
            return self.env._("%(product)s: %(quantity)g are taken back from %(document)s.", **words)
        return self.env._("%(product)s: %(quantity)g become surplus in %(document)s, the planner decides.", **words)

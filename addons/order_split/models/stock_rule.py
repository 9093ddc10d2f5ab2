from odoo import api, models


class StockRule(models.Model):
    _inherit = "stock.rule"

    @api.model
    def _get_rule(self, product_id, location_id, values):
        # The shortage of an order line was checked for a rule just before; searching again costs a query each.
        return values.get("order_split_rule") or super()._get_rule(product_id, location_id, values)

    def _find_supply_source(self, product, quantity, company, values):
        """Values to add to a procurement by this rule, or nothing when the rule would come to nothing.

        A rule alone is no source: without a bill of materials or a vendor it makes an empty document or none.
        """
        self.ensure_one()
        if self.action == "manufacture":
            bom = self._get_matching_bom(product, company, values)
            return {"bom_id": bom} if bom else None
        if self.action == "buy":
            vendor = self._get_matching_supplier(product, quantity, product.uom_id, company, values)
            return {"supplierinfo_id": vendor} | self._get_supply_batch(product, vendor) if vendor else None
        return {} if self.action in ("pull", "pull_push") else None

    @api.model
    def _get_supply_batch(self, product, vendor):
        """The least that the vendor sells: what the order does not need of it is surplus."""
        batch = vendor.product_uom_id._compute_quantity(vendor.min_qty, product.uom_id, rounding_method="UP")
        return {"supply_batch": batch} if batch else {}

    def _make_mo_get_domain(self, procurement, bom):
        """Each order line has its own production order: core looks at the order only."""
        domain = super()._make_mo_get_domain(procurement, bom)
        values = procurement.values
        return (
            *domain,
            ("sale_line_id", "=", values.get("sale_line_id", False)),
            ("supply_root_line_id", "=", values.get("supply_root_line_id", False)),
        )

    def _prepare_mo_vals(
        self, product_id, product_qty, product_uom, location_dest_id, name, origin, company_id, values, bom
    ):
        prepared = super()._prepare_mo_vals(
            product_id, product_qty, product_uom, location_dest_id, name, origin, company_id, values, bom
        )
        return prepared | {"supply_root_line_id": values.get("supply_root_line_id", False)}

    def _get_custom_move_fields(self):
        return [*super()._get_custom_move_fields(), "supply_root_line_id"]

    @api.model
    def _get_procurements_to_merge_groupby(self, procurement):
        """Each order line has its own purchase line: core keeps the last one's name on a merged one."""
        values = procurement.values
        owner = values.get("sale_line_id"), values.get("supply_root_line_id")
        return super()._get_procurements_to_merge_groupby(procurement), owner

    @api.model
    def _run_buy(self, procurements):
        """Core subtracts the whole decrease of an order line from its purchase line, also what was on stock, and
        goes below zero. Taking back belongs to the balance."""
        return super()._run_buy([row for row in procurements if not self._is_supply_decrease(row[0])])

    @api.model
    def _is_supply_decrease(self, procurement):
        values = procurement.values
        is_negative = procurement.product_uom.compare(procurement.product_qty, 0) < 0
        return is_negative and values.get("sale_line_id") and not values.get("move_dest_ids")

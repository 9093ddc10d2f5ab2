from odoo import fields, models
from odoo.fields import Command, Domain
from odoo.tools import SQL, format_date

from ..tools.numbers import plain

# A product is judged in the own unit of each parameter. What it lacks is measured in per cent of what is asked for;
# of a range in per cent of its width. A value that nobody entered is missed by the whole.
SELECTION = """
WITH wanted AS (
    SELECT req.parameter_id, par.kind, par.rule, par.tolerance, req.choice_id, req.base_min AS low, req.base_max AS high,
           COALESCE(NULLIF(req.base_max - req.base_min, 0), NULLIF(ABS(req.base_min), 0), 1) AS scale
      FROM crm_deal_requirement req
      JOIN equipment_parameter par ON par.id = req.parameter_id
     WHERE req.deal_id = %(deal)s AND req.is_known AND par.kind != 'text'
), candidate AS (
    SELECT product.id, product.product_tmpl_id FROM product_product product WHERE product.id IN %(products)s
), compared AS (
    SELECT candidate.id AS product_id, wanted.parameter_id, COALESCE(wanted.tolerance, 0) AS tolerance,
           CASE WHEN val.id IS NULL THEN 100.0
                WHEN wanted.kind = 'choice' THEN CASE WHEN val.choice_id = wanted.choice_id THEN 0.0 ELSE 100.0 END
                ELSE 100.0 / wanted.scale * CASE wanted.rule
                     WHEN 'at_least' THEN GREATEST(wanted.low - val.base_max, 0)
                     WHEN 'at_most' THEN GREATEST(val.base_min - wanted.low, 0)
                     WHEN 'equal' THEN ABS(val.base_min - wanted.low)
                     WHEN 'inside' THEN GREATEST(wanted.low - val.base_min, 0) + GREATEST(val.base_max - wanted.high, 0)
                     ELSE GREATEST(val.base_min - wanted.low, 0) + GREATEST(wanted.high - val.base_max, 0) END
           END AS percent
      FROM candidate CROSS JOIN wanted
      LEFT JOIN product_equipment_value val ON val.product_tmpl_id = candidate.product_tmpl_id
                                           AND val.parameter_id = wanted.parameter_id AND val.is_known
), judged AS (
    SELECT product_id, parameter_id, CASE WHEN percent > tolerance + 0.000001 THEN percent ELSE 0 END AS percent
      FROM compared
    UNION ALL
    SELECT candidate.id, NULL, CASE WHEN bool_or(rel.equipment_scope_id = %(scope)s) THEN 0 ELSE 100 END
      FROM candidate JOIN equipment_scope_product_template_rel rel ON rel.product_template_id = candidate.product_tmpl_id
     WHERE %(scope)s IS NOT NULL GROUP BY candidate.id
    UNION ALL
    SELECT candidate.id, 0, CASE WHEN bool_or(rel.equipment_material_id = %(material)s) THEN 0 ELSE 100 END
      FROM candidate JOIN equipment_material_product_template_rel rel
        ON rel.product_template_id = candidate.product_tmpl_id
     WHERE %(material)s IS NOT NULL GROUP BY candidate.id
)
SELECT candidate.id, COUNT(*) FILTER (WHERE percent > 0) AS missed, COALESCE(SUM(percent), 0) AS distance,
       ARRAY_AGG(parameter_id ORDER BY percent DESC) FILTER (WHERE percent > 0) AS parameters, COUNT(*) OVER () AS total
  FROM candidate LEFT JOIN judged ON judged.product_id = candidate.id
 GROUP BY candidate.id
HAVING COUNT(*) FILTER (WHERE percent > 0) <= %(missed)s
 ORDER BY missed, distance, candidate.id
 LIMIT %(limit)s
"""


class CrmLead(models.Model):
    """The part of a deal that looks for products by what the customer asks for."""

    _inherit = "crm.lead"

    engineer_request_ids = fields.One2many("crm.engineer.request", "deal_id", "Requests to the engineers", copy=False)

    def _get_deal_documents(self):
        questions = self.sudo().engineer_request_ids.sorted("id")  # the reader is shown that the rest exists
        return super()._get_deal_documents() + [question._prepare_deal_document() for question in questions]

    def _get_selection_domain(self):
        """Products that come into question at all; whoever sells by other marks extends it."""
        self.ensure_one()
        kind = self.equipment_type_id
        return Domain("sale_ok", "=", True) & (
            Domain("equipment_type_id", "=", kind.id) if kind else Domain("equipment_type_id", "!=", False)
        )

    def _select_equipment(self, missed=0, limit=40):
        """Products for the requirements of this deal, the nearest first.

        :param missed: so many requirements at most may be missed
        :return: list of dicts with the keys product_id, missed, distance (sum of what is lacking, in %),
            misses (what is lacking, in words), total (how many products there are, beyond the limit too)
        """
        self.ensure_one()
        self.check_access("read")
        for model in ("crm.deal.requirement", "equipment.parameter", "product.equipment.value", "product.template"):
            self.env[model].flush_model()
        rows = self.env.execute_query_dict(
            SQL(
                SELECTION,
                deal=self.id,
                products=self.env["product.product"]._search(self._get_selection_domain()).subselect(),
                scope=self.scope_id.id or None,
                material=self.material_id.id or None,
                missed=missed,
                limit=limit,
            )
        )
        words = self._get_miss_words([row["id"] for row in rows])
        return [
            {
                "product_id": row["id"],
                "missed": row["missed"],
                "distance": row["distance"],
                "misses": "; ".join(words(row["id"], parameter) for parameter in row["parameters"] or ()),
                "total": row["total"],
            }
            for row in rows
        ]

    def _get_miss_words(self, product_ids):
        """Function that says what a product lacks: of a parameter, of the scope (None) or of the material (0)."""
        products = self.env["product.product"].browse(product_ids)
        # Read at once for all products, not for each of them.
        lines = products.product_tmpl_id.equipment_value_ids
        values = {(line.product_tmpl_id.id, line.parameter_id.id): line.summary for line in lines if line.is_known}
        wanted = {line.parameter_id.id: line for line in self.requirement_ids}
        templates = {product.id: product.product_tmpl_id.id for product in products}

        def words(product_id, parameter_id):
            if parameter_id is None:
                return self.env._("not meant for “%s”", self.scope_id.name)
            if parameter_id == 0:
                return self.env._("not meant for “%s”", self.material_id.name)
            name, asked = wanted[parameter_id].parameter_id.name, wanted[parameter_id].summary
            has = values.get((templates[product_id], parameter_id))
            if not has:
                return self.env._("%(name)s: not known, %(asked)s asked for", name=name, asked=asked)
            return self.env._("%(name)s: %(has)s instead of %(asked)s", name=name, has=has, asked=asked)

        return words

    def _get_selection_prices(self, products):
        """({product id: price for one}, currency), as the deal's quotation would have them."""
        order = self.quotation_id
        pricelist = order.pricelist_id or self.legal_entity_id.property_product_pricelist
        currency = order.currency_id or pricelist.currency_id or self.company_currency
        return pricelist._get_products_price(products, 1.0, currency=currency), currency

    def _describe_availability(self, known):
        """What `_get_availability` tells of a product, in words."""
        parts = []
        if known["free"] is not None:
            parts.append(self.env._("%s on stock", plain(self.env, known["free"])))
        if known["date"]:
            parts.append(self.env._("next on %s", format_date(self.env, known["date"])))
        if known["lead_days"] is not False:
            parts.append(self.env._("%s days to get more", known["lead_days"]))
        return ", ".join(parts) or self.env._("not known")

    def _add_goods(self, quantities):
        """Put products into the goods list; what stands there already becomes more.

        :param quantities: {product.product id: quantity}
        """
        self.ensure_one()
        listed = {line.product_id.id: line for line in self.quotation_id.order_line.sorted(reverse=True)}
        self._write_goods(
            [
                Command.update(listed[key].id, {"product_uom_qty": listed[key].product_uom_qty + quantity})
                if key in listed
                else Command.create({"product_id": key, "product_uom_qty": quantity})
                for key, quantity in quantities.items()
            ]
        )

    def action_select_equipment(self):
        """Open the screen that chooses products by the requirements of the deal."""
        self.ensure_one()
        self.check_access("write")
        return self.env["crm.deal.selection"].create({"deal_id": self.id})._search_and_show()

    def action_ask_engineers(self):
        """Open a request to the engineers, with what the customer asks for."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask the Engineers"),
            "res_model": "crm.engineer.request",
            "views": [(self.env.ref("deal_stages.crm_engineer_request_view_form_new").id, "form")],
            "target": "new",
            "context": {"default_deal_id": self.id},
        }

    def _get_requirement_text(self):
        """Parameters and requirements of the deal as text, for those who do not see the deal."""
        self.ensure_one()
        named = [
            (self._fields[name]._description_string(self.env), self[name].name)
            for name in ("scope_id", "equipment_type_id", "material_id")
            if self[name]
        ]
        asked = [(line.parameter_id.name, line.summary) for line in self.requirement_ids if line.is_known]
        return "\n".join(f"{label}: {value}" for label, value in named + asked)

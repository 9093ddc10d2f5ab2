"""The deal of an order that came from 1C, where deals are kept: in the stage its facts give."""

from odoo import api, models


class OnecTargetDeals(models.AbstractModel):
    _name = "onec.target.deals"
    _description = "Deals of Orders from 1C"
    _inherit = ["onec.target"]

    @api.model
    def _has_deals(self):
        """True where deals are kept, that is where deal_stages is installed."""
        return "legal_entity_id" in self.env["crm.lead"]._fields and "opportunity_id" in self.env["sale.order"]._fields

    @api.model
    def _make_deals(self, items, orders):
        if not self._has_deals():
            return
        deals = self._get_deal_env()["crm.lead"].create(
            [self._prepare_deal(item, order) for item, order in zip(items, orders, strict=True)]
        )
        for order, deal in zip(orders, deals, strict=True):
            order.opportunity_id = deal

    @api.model
    def _get_deal_env(self):
        # What an open order of 1C lacks to be a deal becomes a task: the order is a fact, and cannot be refused.
        return self.with_context(deal_stages_skip_gate=True).env

    @api.model
    def _prepare_deal(self, item, order):
        entity = order.partner_id.commercial_partner_id
        people = entity.child_ids.filtered(lambda child: child.type == "contact" and not child.is_company)
        user = order.user_id
        return {
            "name": order.name,
            "type": "opportunity",
            "partner_id": order.partner_id.id,
            "legal_entity_id": entity.id,
            "contact_id": people[:1].id or (entity.id if not entity.is_company else False),
            "user_id": user.id,
            "team_id": user.sale_team_id.id,
            "needs": ", ".join(order.order_line.product_id.mapped("name"))[:200],
            "expected_revenue": order.amount_total,
            "stage_id": self.env["crm.stage"]._get_by_code("selection").id,
        }

    @api.model
    def _settle_deals(self, items, orders):
        """Stage by what is shipped and reserved; a task for whoever leads a deal that lacks something."""
        if not self._has_deals():
            return
        by_stage = {}
        for order in orders:
            deal = order.opportunity_id.with_env(self._get_deal_env())
            code = self._get_stage_code(order)
            by_stage[code] = by_stage.get(code, deal.browse()) | deal
        for code, deals in by_stage.items():
            deals.stage_id = self.env["crm.stage"]._get_by_code(code)
        # The gates that the confirmation met have told of themselves; one task says all that is missing.
        orders.opportunity_id.activity_ids.unlink()
        for order in orders:
            self._ask_for_missing(order.opportunity_id)

    @api.model
    def _get_stage_code(self, order):
        moves = order.order_line.move_ids
        is_ready = any(move.state == "done" or move.quantity > 0 for move in moves)
        return "sale" if is_ready else "production"

    @api.model
    def _ask_for_missing(self, deal):
        missing = deal._get_missing_deal_data()
        if not missing:
            return
        labels = deal._get_deal_data_labels()
        keeper = (
            deal.user_id
            or deal.team_id.user_id
            or self.env["onec.import"].browse(self.env.context["onec_import_id"]).user_id
        )
        deal.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Complete the deal from 1C"),
            note=self.env._("It lacks: %s.", ", ".join(labels[name] for name in missing)),
            user_id=keeper.id,
        )

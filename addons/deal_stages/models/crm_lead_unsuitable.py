from odoo import api, fields, models
from odoo.exceptions import UserError

SHIPPED = ("installation", "service", "closed")
LOSING = {"active", "probability", "lost_reason_id", "unsuitable_words"}


class CrmLead(models.Model):
    """The part of a deal that may be refused: the deal, and perhaps its customer, is unsuitable."""

    _inherit = "crm.lead"

    unsuitable_on = fields.Date("Unsuitable since", copy=False, readonly=True, tracking=True, index="btree_not_null")
    unsuitable_words = fields.Text("Why unsuitable, in words", copy=False)
    seller_check_ids = fields.One2many("crm.seller.check", "deal_id", "Checks of the seller's work", copy=False)

    def write(self, vals):
        if not LOSING & vals.keys():
            return super().write(vals)
        before = {lead: lead.won_status for lead in self._get_gated_deals()}
        result = super().write(vals)
        deals = self._get_gated_deals()
        deals.filtered(lambda lead: lead.won_status == "lost" and before.get(lead) != "lost")._check_refusal()
        back = deals.filtered(lambda lead: lead.won_status != "lost" and before.get(lead) == "lost")
        if back:
            back._take_up_again()
        return result

    def _check_refusal(self):
        """Refuse to lose deals without saying why, or deals whose goods have left already."""
        for lead in self:
            if not lead.lost_reason_id or not (lead.unsuitable_words or "").strip():
                raise UserError(self.env._("“%s”: choose the reason of the refusal and say in words why.", lead.name))
        self._check_not_shipped()

    def _check_not_shipped(self):
        lines = (
            self.env["sale.order.line"]
            .sudo()
            ._read_group(
                [("order_id.opportunity_id", "in", self.ids), ("state", "=", "sale"), ("qty_delivered", ">", 0)],
                ["order_id"],
            )
        )
        delivered = {order.opportunity_id.id for (order,) in lines}
        for lead in self:
            if lead.stage_code in SHIPPED or lead.id in delivered:
                raise UserError(
                    self.env._("“%s”: goods were shipped already, so the customer cannot refuse the deal.", lead.name)
                )

    def _set_unsuitable(self, reason, words):
        """The customer refused, or is not for us: the order is cancelled, the head checks the seller's work.

        :param reason: crm.lost.reason record
        :param words: why, as the seller saw it
        """
        deals = self.filtered(lambda lead: lead.type == "opportunity" and lead.won_status == "pending")
        deals.check_access("write")
        deals.write({"lost_reason_id": reason.id, "unsuitable_words": words})
        deals._check_refusal()
        deals.order_ids.filtered(lambda order: order.state != "cancel")._action_cancel()
        deals.with_context(mail_activity_automation_skip=True).action_set_lost(lost_reason_id=reason.id)
        # Nobody enters the day himself, the refusal sets it.
        deals.sudo().unsuitable_on = fields.Date.context_today(self)
        deals._mark_customers()
        # Sellers make no checks of themselves; what they caused is nobody's right.
        checks = self.env["crm.seller.check"].sudo()
        checks.create([checks._prepare_check(deal) for deal in deals])

    def _mark_customers(self):
        """A customer is unsuitable when nothing else is going on with him and he never bought."""
        for lead in self:
            # Who leads another deal of this customer does not matter.
            entity = lead.legal_entity_id.sudo()
            if entity and not lead._get_other_deals(entity):
                entity.write(
                    {
                        "unsuitable_on": lead.unsuitable_on,
                        "unsuitable_reason_id": lead.lost_reason_id.id,
                        "unsuitable_words": lead.unsuitable_words,
                    }
                )

    def _get_other_deals(self, entity):
        return self.sudo().search_count(
            [
                ("id", "not in", self.ids),
                ("legal_entity_id", "=", entity.id),
                ("type", "=", "opportunity"),
                "|",
                ("won_status", "in", ("pending", "won")),
                ("won_on", "!=", False),
            ],
            limit=1,
        )

    def _take_up_again(self):
        """Deals that go on after all: nothing is left of the refusal but their history."""
        self.legal_entity_id.sudo()._clear_unsuitable()
        self.sudo().write({"unsuitable_on": False, "unsuitable_words": False})  # the day is nobody's to enter
        open_checks = self.sudo().seller_check_ids.filtered(lambda check: check.state == "todo")
        open_checks._cancel()

    def _set_agreed(self):
        # Whoever buys is suitable.
        self.legal_entity_id.sudo()._clear_unsuitable()
        return super()._set_agreed()

    def action_set_lost(self, **additional_values):
        if additional_values:
            # The reason is known before the deal is lost, so that a refusal is never without one.
            self.write(additional_values)
        return super().action_set_lost(**additional_values)

    def _get_refusal_effects(self):
        """Sentences on what a refusal of these deals does: orders, supply, money, contracts."""
        sentences = []
        for order in self.order_ids.filtered(lambda order: order.state == "sale"):
            sentences.append(self.env._("Order %s is cancelled.", order.name))
            if order.amount_received:
                amount = order.currency_id.format(order.amount_received)
                sentences.append(
                    self.env._(
                        "%(amount)s came for %(order)s: agree what happens to it.", amount=amount, order=order.name
                    )
                )
            sentences += self._get_supply_effects(dict.fromkeys(order.order_line.ids, 0.0))
        signed = self.contract_ids.filtered(lambda contract: contract.state == "signed")
        sentences += [self.env._("Contract %s is signed and stays so.", contract.name) for contract in signed]
        return sentences

    @api.model
    def _merge_get_fields(self):
        return super()._merge_get_fields() + ["unsuitable_words"]

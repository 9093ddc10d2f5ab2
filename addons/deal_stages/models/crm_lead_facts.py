from odoo import api, models
from odoo.exceptions import UserError

from .crm_lead import OPEN_ORDER_STATES

FACTS = ("agreed_on", "won_on", "unsuitable_on")


class CrmLead(models.Model):
    """The part of a deal that says what happened to it: told by its documents, entered by nobody."""

    _inherit = "crm.lead"

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        # Defaults of a context count as well: whoever calls from outside sets it as he likes.
        leads._refuse_facts([name for name in FACTS if any(lead[name] for lead in leads)])
        return leads

    def write(self, vals):
        self._refuse_facts([name for name in FACTS if name in vals])
        return super().write(vals)

    @api.model
    def _refuse_facts(self, names):
        if not names or self.env.su:
            return
        labels = ", ".join(f"“{self._fields[name]._description_string(self.env)}”" for name in names)
        raise UserError(
            self.env._(
                "%s is not entered by hand: it follows from the order, the contract, the money and the refusal.", labels
            )
        )

    def _settle_alternatives(self, orders):
        """The first order that is agreed, by whomever, is the goods list; quotations beside it are cancelled.

        :param orders: orders of these deals that were confirmed just now
        """
        begun = self.filtered(lambda lead: not lead.agreed_on)
        for lead in begun:
            agreed = orders.filtered(lambda order, lead=lead: order.opportunity_id == lead)
            if lead.quotation_id not in agreed:
                lead.quotation_id = agreed[:1]
        beside = begun.order_ids - orders
        beside.filtered(lambda order: order.state in OPEN_ORDER_STATES)._action_cancel()

    def _merge_dependences(self, opportunities):
        # Whoever merges deals need not see what others did for them; all of it stays.
        head, merged = self.sudo(), opportunities.sudo()
        days = {
            name: min(filter(None, (head | merged).mapped(name)), default=False) for name in ("agreed_on", "won_on")
        }
        result = super()._merge_dependences(opportunities)
        for records in (merged.contract_ids, merged.engineer_request_ids):
            records.deal_id = head
        head._take_checks_over(merged)
        head.write(days)
        return result

    def _take_checks_over(self, merged):
        """One check of the seller's work is open for a deal at most."""
        waiting = (self | merged).seller_check_ids.filtered(lambda check: check.state == "todo")
        waiting[1:]._cancel()
        merged.seller_check_ids.deal_id = self

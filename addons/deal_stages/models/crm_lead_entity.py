from odoo import models
from odoo.exceptions import UserError

from .crm_lead import OPEN_ORDER_STATES


class CrmLead(models.Model):
    """The part of a deal that keeps its papers with the legal entity that it names."""

    _inherit = "crm.lead"

    def write(self, vals):
        if "legal_entity_id" not in vals:
            return super().write(vals)
        before = {lead: lead.legal_entity_id for lead in self._get_gated_deals()}
        result = super().write(vals)
        changed = self.filtered(lambda lead: before.get(lead, lead.legal_entity_id) != lead.legal_entity_id)
        changed.filtered(lambda lead: before[lead])._check_nothing_agreed()
        for entity, deals in changed.grouped("legal_entity_id").items():
            deals._carry_papers_over(entity)
        return result

    def _check_nothing_agreed(self):
        """Refuse another legal entity for deals whose order or contract names one already."""
        # What colleagues agreed counts, too.
        for lead in self.sudo():
            orders = lead.order_ids.filtered(lambda order: order.state == "sale")
            contracts = lead.contract_ids.filtered(lambda contract: contract.state == "signed")
            for paper in (*orders, *contracts):
                if paper.partner_id.commercial_partner_id != lead.legal_entity_id.commercial_partner_id:
                    raise UserError(
                        self.env._(
                            "%(paper)s is agreed with %(entity)s: cancel it before the deal gets another legal entity.",
                            paper=paper.name,
                            entity=paper.partner_id.display_name,
                        )
                    )

    def _carry_papers_over(self, entity):
        """Quotations and contracts that are not agreed yet are for the legal entity of their deal."""
        papers = self.sudo()
        papers.contract_ids.filtered(lambda contract: contract.state == "draft").partner_id = entity
        orders = papers.order_ids.filtered(
            lambda order: (
                order.state in OPEN_ORDER_STATES
                and order.partner_id.commercial_partner_id != entity.commercial_partner_id
            )
        )
        lists = {order: order.pricelist_id for order in orders}
        positions = {order: order.fiscal_position_id for order in orders}
        orders.partner_id = entity
        orders.filtered(lambda order: order.fiscal_position_id != positions[order])._recompute_taxes()
        orders.filtered(lambda order: order.pricelist_id != lists[order])._recompute_prices()

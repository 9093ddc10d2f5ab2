from odoo import api, fields, models
from odoo.tools.misc import clean_context

from ..tools import amount


class SaleOrder(models.Model):
    _inherit = "sale.order"

    proposal_ids = fields.One2many("sale.proposal", "order_id", "Proposals", copy=False)
    proposal_count = fields.Integer("Number of proposals", compute="_compute_proposal_count")
    delivery_terms = fields.Char(help="Printed in the proposal: where, how and when we deliver.")
    warranty_terms = fields.Char(help="Printed in the proposal.")

    @api.depends("proposal_ids")
    def _compute_proposal_count(self):
        counts = dict(self.env["sale.proposal"]._read_group([("order_id", "in", self.ids)], ["order_id"], ["__count"]))
        for order in self:
            order.proposal_count = counts.get(order._origin, 0)

    def _action_confirm(self):
        result = super()._action_confirm()
        deals = self._get_deals()
        deals._settle_alternatives(self.sudo())
        deals._set_agreed()
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        self._get_deals()._unset_agreed()
        return result

    def _without_defaults(self):
        # A default of the deal's screen, its type for one, means nothing to an order and its documents.
        return self.with_env(self.env(context=clean_context(self.env.context)))

    def _get_deals(self):
        # Whoever confirms or cancels an order, the customer in the portal too, changes the facts of its deal.
        return self.sudo().opportunity_id.filtered(lambda lead: lead.type == "opportunity")

    def message_post(self, **kwargs):
        message = super().message_post(**kwargs)
        offered = self.proposal_ids.filtered(lambda proposal: proposal.state in ("printed", "sent"))
        sent = offered.filtered(lambda proposal: proposal.attachment_id in message.attachment_ids)
        sent.state = "sent"
        return message

    def action_print_proposal(self):
        """Keep what is offered now as a version of the proposal and show it."""
        self.ensure_one()
        return self.env["sale.proposal"]._make(self).action_print()

    def action_send_proposal(self):
        self.ensure_one()
        return self.env["sale.proposal"]._make(self).action_send()

    def action_view_proposals(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("deal_stages.sale_proposal_action")
        return {**action, "domain": [("order_id", "=", self.id)], "context": {"create": False}}

    def _get_proposal_digest(self):
        # In one language, whoever asks: the same offer is the same version to a colleague who reads another one.
        lang = self.partner_id.lang or self.env.company.partner_id.lang
        return self.env["sale.proposal"]._digest(self.with_context(lang=lang)._get_proposal_content())

    def _get_proposal_content(self):
        """What the proposal says, so that an unchanged one is not numbered again. Extend it with the form."""
        self.ensure_one()
        deal = self.opportunity_id
        return {
            "who": [self.partner_id.display_name, deal.contact_id.display_name, self.user_id.name],
            "needs": deal.needs,
            "requirements": [[line.parameter_id.name, line.summary] for line in deal.requirement_ids],
            "lines": [
                [line.product_id.id, line.name, line.product_uom_qty, line.product_uom_id.id, line.price_unit]
                + [line.discount, line.price_subtotal, line.tax_ids.ids]
                + [line.product_id.product_tmpl_id._get_technical_summary()]
                # What a line does not say leaves the digest of an older proposal as it was.
                + ([line.wanted_on, line.terms] if line.wanted_on or line.terms else [])
                for line in self.order_line
            ],
            "totals": [self.currency_id.name, self.amount_untaxed, self.amount_total],
            "terms": [self.payment_term_id.name, self.delivery_terms, self.warranty_terms, self.validity_date]
            + [str(self.note or "")],
        }

    def _get_total_in_words(self, lang):
        """The order's total in words of that language, by core's own means where the library does not know it."""
        self.ensure_one()
        words = amount.in_words(self.amount_total, self.currency_id.name, lang)
        return words or self.currency_id.with_context(lang=lang).amount_to_text(self.amount_total)

    def _prepare_deal_document(self):
        self.ensure_one()
        kind = self.env._("Customer order") if self.state == "sale" else self.env._("Quotation")
        date = fields.Date.context_today(self, self.date_order)
        return self.env["crm.lead"]._describe_document(self, kind, self.name, date, self.user_id)

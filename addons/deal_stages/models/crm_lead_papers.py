from odoo import api, fields, models
from odoo.fields import Command


class CrmLead(models.Model):
    """The part of a deal that waits for its closing papers."""

    _inherit = "crm.lead"

    paper_ids = fields.One2many(
        "crm.deal.paper",
        "deal_id",
        "Closing papers",
        compute="_compute_paper_ids",
        store=True,
        readonly=False,
        copy=False,
    )

    @api.depends("type", "agreed_on", "equipment_type_id")
    def _compute_paper_ids(self):
        """What the deal needs, once its goods are agreed; what came stays, whatever is needed now."""
        kinds = self.env["crm.deal.paper.kind"].search([("needed", "=", True)])
        for lead in self:
            wanted = kinds._get_needed_for(lead) if lead.type == "opportunity" and lead.agreed_on else kinds.browse()
            held = lead.paper_ids
            gone = held.filtered(lambda paper, wanted=wanted: not paper.received_on and paper.kind_id not in wanted)
            lead.paper_ids = [
                *(Command.delete(paper.id) for paper in gone if paper.kind_id in kinds),
                *(Command.create({"kind_id": kind.id}) for kind in wanted - held.kind_id),
            ]

    def _get_closing_steps(self):
        steps = super()._get_closing_steps()
        # What is missing is no secret to whoever may close the deal.
        open_papers = self.sudo().paper_ids.filtered(lambda paper: paper.needed and not paper.received_on)
        for lead, papers in open_papers.grouped("deal_id").items():
            text = self.env._("Papers are missing: %s.", ", ".join(papers.mapped("kind_id.name")))
            steps[lead].append(self._describe_step(text, "action_view_papers", self.env._("Open the papers")))
        return steps

    def action_view_papers(self):
        """The closing papers of the deal, those that are waited for first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("deal_stages.crm_deal_paper_action")
        return action | {"domain": [("deal_id", "=", self.id)], "context": {}}

    def _get_deal_documents(self):
        papers = self.sudo().paper_ids.sorted("id")  # the reader is shown that the rest exists
        return super()._get_deal_documents() + [paper._prepare_deal_document() for paper in papers]

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        for paper in opportunities.paper_ids.filtered("received_on"):
            own = self.paper_ids.filtered(lambda held, kind=paper.kind_id: held.kind_id == kind)
            if not own.received_on:
                own.unlink()
                paper.deal_id = self
        return result

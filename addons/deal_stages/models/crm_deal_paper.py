from odoo import api, fields, models


class CrmDealPaper(models.Model):
    _name = "crm.deal.paper"
    _description = "Closing Paper"
    _order = "deal_id, sequence, id"
    _rec_name = "kind_id"

    deal_id = fields.Many2one("crm.lead", required=True, index=True, ondelete="cascade")
    kind_id = fields.Many2one("crm.deal.paper.kind", "Paper", required=True, ondelete="restrict", index=True)
    sequence = fields.Integer(related="kind_id.sequence", store=True)
    needed = fields.Boolean(default=True, help="A deal is not closed before it has come.")
    file = fields.Binary(attachment=True)
    file_name = fields.Char("File name")
    received_on = fields.Date(copy=False)
    received_by_id = fields.Many2one("res.users", "Received by", copy=False, readonly=True, index="btree_not_null")
    team_id = fields.Many2one(related="deal_id.team_id", string="Department", store=True, index="btree_not_null")
    user_id = fields.Many2one(related="deal_id.user_id", string="Manager", store=True, index="btree_not_null")
    state = fields.Selection(
        [("waited", "Waited for"), ("received", "Received")], compute="_compute_state", store=True, index=True
    )

    _kind_uniq = models.UniqueIndex("(deal_id, kind_id)", "The deal has this paper already.")

    @api.depends("received_on")
    def _compute_state(self):
        for paper in self:
            paper.state = "received" if paper.received_on else "waited"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._complete(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._complete(vals))

    @api.model
    def _complete(self, vals):
        """A file that is put in has come today; whoever writes down that a paper came, has it."""
        if vals.get("file") and "received_on" not in vals:
            vals = vals | {"received_on": fields.Date.context_today(self)}
        if "received_on" in vals:
            vals = vals | {"received_by_id": self.env.uid if vals["received_on"] else False}
        return vals

    def action_receive(self):
        """The paper came today."""
        self.filtered(lambda paper: not paper.received_on).received_on = fields.Date.context_today(self)
        return True

    def _prepare_deal_document(self):
        return self.env["crm.lead"]._describe_document(
            self, self.env._("Closing paper"), self.kind_id.name, self.received_on, self.received_by_id, amount=False
        )

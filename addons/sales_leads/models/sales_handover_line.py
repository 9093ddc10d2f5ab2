from odoo import api, fields, models


class SalesHandoverLine(models.Model):
    _name = "sales.handover.line"
    _description = "Receiver of a Handover"
    _order = "id"
    _rec_name = "to_user_id"

    handover_id = fields.Many2one("sales.handover", required=True, index=True, ondelete="cascade", readonly=True)
    team_id = fields.Many2one("crm.team", "Department", readonly=True, index="btree_not_null")
    to_user_id = fields.Many2one("res.users", "To", required=True, readonly=True, index=True, ondelete="restrict")
    item_ids = fields.One2many("sales.handover.item", "line_id", "What", readonly=True)
    summary = fields.Char("How much", compute="_compute_summary")

    @api.depends("item_ids")
    @api.depends_context("lang")
    def _compute_summary(self):
        rows = self.env["sales.handover.item"]._read_group(
            [("line_id", "in", self.ids)], ["line_id", "kind"], ["__count"]
        )
        counts = {line: {} for line in self}
        for line, kind, count in rows:
            counts[line][kind] = count
        for line in self:
            line.summary = self._describe_counts(counts[line])

    @api.model
    def _describe_counts(self, counts):
        """«Customers: 3 · Deals: 1» of {kind: number}."""
        items = self.env["sales.handover"]._get_handover_items()
        return " · ".join(f"{items[kind]['label']}: {counts[kind]}" for kind in items if counts.get(kind))


class SalesHandoverItem(models.Model):
    _name = "sales.handover.item"
    _description = "Record Handed Over"
    _order = "id"

    handover_id = fields.Many2one("sales.handover", required=True, index=True, ondelete="cascade", readonly=True)
    line_id = fields.Many2one("sales.handover.line", required=True, index=True, ondelete="cascade", readonly=True)
    to_user_id = fields.Many2one(related="line_id.to_user_id", string="To")
    kind = fields.Char("Kind, technical", required=True, readonly=True)
    kind_label = fields.Char("Kind", compute="_compute_kind_label")
    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", required=True, readonly=True)
    name = fields.Char(readonly=True)
    returned = fields.Boolean("Back", readonly=True)

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_kind_label(self):
        items = self.env["sales.handover"]._get_handover_items()
        for item in self:
            # Its addon may have been uninstalled since.
            item.kind_label = items[item.kind]["label"] if item.kind in items else item.kind

    def action_open(self):
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id).exists()
        if self.res_model == "res.partner.responsible":
            record = record.partner_id
        return record and record._get_records_action()

from odoo import fields, models


class ServiceVisitRemark(models.Model):
    """Something that the visit left open; it becomes a task when the visit is done."""

    _name = "service.visit.remark"
    _description = "Remark of a Visit"
    _inherit = ["service.visit.detail"]
    _order = "visit_id, id"
    _rec_name = "text"

    text = fields.Char("Remark", required=True)
    user_id = fields.Many2one(
        "res.users", "Who deals with it", domain="[('share', '=', False)]", index="btree_not_null"
    )
    date_deadline = fields.Date("Until")

    def _prepare_task(self):
        self.ensure_one()
        keeper = self.user_id or self.visit_id.engineer_id or self.visit_id.user_id
        return {
            "summary": self.text,
            "date_deadline": self.date_deadline or fields.Date.context_today(self),
            "user_id": keeper.id or self.env.uid,
        }

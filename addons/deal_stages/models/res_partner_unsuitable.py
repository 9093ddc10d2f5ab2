from odoo import fields, models


class ResPartner(models.Model):
    """The part of a customer that says whether he is for us."""

    _inherit = "res.partner"

    unsuitable_on = fields.Date("Unsuitable since", copy=False, readonly=True, index="btree_not_null", tracking=True)
    unsuitable_reason_id = fields.Many2one("crm.lost.reason", "Why unsuitable", copy=False, readonly=True)
    unsuitable_words = fields.Text("Why unsuitable, in words", copy=False, readonly=True)

    def _clear_unsuitable(self):
        self.filtered("unsuitable_on").write(
            {"unsuitable_on": False, "unsuitable_reason_id": False, "unsuitable_words": False}
        )

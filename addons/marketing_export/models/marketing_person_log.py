from odoo import fields, models


class MarketingPersonLog(models.Model):
    """What people asked about their data, and what was done."""

    _name = "marketing.person.log"
    _description = "Journal of Requests About Personal Data"
    _order = "id desc"
    _rec_name = "address"

    kind = fields.Selection(
        [("report", "What is held"), ("stop", "No mail and calls"), ("delete", "Delete")],
        "Asked for",
        required=True,
        readonly=True,
    )
    address = fields.Char(
        "E-mail or phone", readonly=True, help="Of deleted people only the first letter and the host."
    )
    digest = fields.Char(readonly=True, index=True, help="By which the address of a deleted person can be proved.")
    reason = fields.Char("How he asked", readonly=True)
    user_id = fields.Many2one("res.users", "Done by", readonly=True, required=True)
    records = fields.Integer("Records found", readonly=True)

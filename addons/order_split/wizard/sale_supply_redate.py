from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleSupplyRedate(models.TransientModel):
    """A vendor or a workshop names a new day for many lines at once."""

    _name = "sale.supply.redate"
    _description = "New date of supply"

    peg_ids = fields.Many2many("sale.supply.line", string="Supply lines", required=True)
    date_ready = fields.Datetime("Ready on", required=True, default=fields.Datetime.now)
    reason = fields.Char(help="The sellers read it beside the date.")
    documents = fields.Text("Gets the date", compute="_compute_documents")

    @api.depends("peg_ids")
    def _compute_documents(self):
        for wizard in self:
            pegs = wizard.peg_ids.sudo()  # names of documents that a planner may not open
            words = [f"{peg.document_name}: {peg.product_id.display_name}" for peg in pegs._filter_dated()]
            wizard.documents = "\n".join(dict.fromkeys(words)) or self.env._(
                "None of these lines has a date to change."
            )

    def action_redate(self):
        """Write the date into the documents; orders and their sellers are told as after any other move of a date."""
        for wizard in self:
            wizard.peg_ids._check_planner()
            pegs = wizard.peg_ids._filter_dated()
            if not pegs:
                raise UserError(self.env._("None of these lines has a date to change: choose what is made or bought."))
            if not wizard.reason:
                raise UserError(self.env._("Give the reason for the new date."))
            for documents in (pegs.production_id, pegs.purchase_line_id):
                documents._set_supply_date(wizard.date_ready, wizard.reason)
        return {"type": "ir.actions.act_window_close"}

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class SaleContract(models.Model):
    """The contract that a deal is sold under: number, date, file, who signed for each side."""

    _name = "sale.contract"
    _description = "Contract with a Customer"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"

    name = fields.Char(
        "Contract number", required=True, default=lambda self: self._get_next_number(), copy=False, tracking=True
    )
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    deal_id = fields.Many2one(
        "crm.lead",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('type', '=', 'opportunity')]",
        check_company=True,
    )
    order_id = fields.Many2one(
        "sale.order",
        "Customer order",
        compute="_compute_order_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        domain="[('opportunity_id', '=', deal_id), ('state', '!=', 'cancel')]",
        help="Whose goods the contract is about.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
    )
    team_id = fields.Many2one(related="deal_id.team_id", string="Department", store=True, index=True)
    user_id = fields.Many2one(related="deal_id.user_id", string="Manager", store=True, index=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one("res.currency", compute="_compute_amount", store=True)
    amount_total = fields.Monetary("Amount", compute="_compute_amount", store=True, readonly=False)
    state = fields.Selection(
        [("draft", "Being agreed"), ("signed", "Signed"), ("ended", "Ended")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    file = fields.Binary(attachment=True, copy=False, help="The text, or its scan once it is signed.")
    file_name = fields.Char(copy=False)
    signed_on = fields.Date(copy=False, tracking=True, help="From this day on the deal is won.")
    signed_by_us_id = fields.Many2one("res.users", "Signed by us", index="btree_not_null", copy=False)
    signed_by_customer_id = fields.Many2one(
        "res.partner", "Signed by the customer", index="btree_not_null", copy=False, check_company=True
    )
    note = fields.Text()

    _number_uniq = models.UniqueIndex("(company_id, name)", "Another contract has this number already.")
    _signed_has_a_day = models.Constraint(
        "CHECK (state != 'signed' OR signed_on IS NOT NULL)", "A signed contract needs the day of its signature."
    )

    @api.model
    def _get_next_number(self):
        return self.env["ir.sequence"].next_by_code("sale.contract")

    @api.depends("deal_id")
    def _compute_order_id(self):
        for contract in self:
            contract.order_id = contract.order_id or contract.deal_id.quotation_id

    @api.depends("deal_id")
    def _compute_partner_id(self):
        for contract in self:
            contract.partner_id = contract.deal_id.legal_entity_id or contract.partner_id

    @api.depends("order_id")
    def _compute_amount(self):
        for contract in self:
            order = contract.order_id
            contract.currency_id = order.currency_id or contract.company_id.currency_id
            contract.amount_total = order.amount_total or contract.amount_total

    @api.constrains("state", "signed_by_customer_id")
    def _check_signer(self):
        for contract in self:
            if contract.state == "signed" and not contract.signed_by_customer_id:
                raise ValidationError(self.env._("Say who signed contract %s for the customer.", contract.name))

    @api.model_create_multi
    def create(self, vals_list):
        contracts = super().create(vals_list)
        contracts.filtered("signed_on").deal_id._refresh_won()
        return contracts

    def write(self, vals):
        deals = self.deal_id
        result = super().write(vals)
        if {"state", "signed_on", "deal_id"} & vals.keys():
            (deals | self.deal_id)._refresh_won()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if signed := self.filtered(lambda contract: contract.state != "draft"):
            raise UserError(
                self.env._("Contract %s was signed: end it instead of deleting it.", ", ".join(signed.mapped("name")))
            )

    def action_sign(self):
        """Both sides have signed: the deal is won from that day on."""
        for contract in self.filtered(lambda contract: contract.state == "draft"):
            contract.write(
                {
                    "state": "signed",
                    "signed_on": contract.signed_on or fields.Date.context_today(contract),
                    "signed_by_us_id": contract.signed_by_us_id.id or self.env.uid,
                }
            )
        return True

    def action_end(self):
        """Nothing more is sold under these contracts; what they won stays won."""
        self.filtered(lambda contract: contract.state == "signed").write({"state": "ended"})
        return True

    def action_back_to_draft(self):
        """The signature was entered by mistake."""
        self.filtered(lambda contract: contract.state == "signed").write({"state": "draft", "signed_on": False})
        return True

    def _prepare_deal_document(self):
        self.ensure_one()
        return self.env["crm.lead"]._describe_document(
            self,
            self.env._("Contract"),
            self.name,
            self.date,
            self.signed_by_us_id or self.user_id,
            parent=self.order_id,
        )

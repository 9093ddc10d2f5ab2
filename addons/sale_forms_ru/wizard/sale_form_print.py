from odoo import api, fields, models

from ..models.sale_form import SOURCES

SOURCE_OF = {"sale.payment.request": "request", "sale.order": "order", "stock.picking": "delivery"}


class SaleFormPrint(models.TransientModel):
    """One click from a request, an order or a delivery to the paper that is wanted."""

    _name = "sale.form.print"
    _description = "Print a Form"

    source = fields.Selection([("request", "Request"), ("order", "Order"), ("delivery", "Delivery")], required=True)
    request_id = fields.Many2one("sale.payment.request", ondelete="cascade")
    order_id = fields.Many2one("sale.order", ondelete="cascade")
    picking_id = fields.Many2one("stock.picking", "Delivery", ondelete="cascade")
    candidate_ids = fields.Many2many("stock.picking", compute="_compute_candidates")
    kind_ids = fields.Many2many("sale.form.kind", compute="_compute_candidates")
    kind_id = fields.Many2one(
        "sale.form.kind", "Paper", required=True, domain="[('id', 'in', kind_ids)]", ondelete="cascade"
    )
    needs_delivery = fields.Boolean(compute="_compute_needs")
    needs_request = fields.Boolean(compute="_compute_needs")
    missing = fields.Text(compute="_compute_missing")
    standing_id = fields.Many2one("sale.form", "Printed already", compute="_compute_missing")

    @api.model
    def _open(self, source):
        source.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Print a paper"),
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_source": SOURCE_OF[source._name],
                f"default_{SOURCES[source._name]}": source.id,
            },
        }

    @api.depends("source", "order_id", "request_id", "picking_id")
    def _compute_candidates(self):
        for wizard in self:
            wizard.kind_ids = wizard._get_kinds()
            pickings = wizard.order_id.picking_ids if wizard.source == "order" else wizard.picking_id
            wizard.candidate_ids = pickings.filtered(
                lambda one: one.picking_type_code == "outgoing" and one.state != "cancel"
            )

    def _get_kinds(self):
        """What can be printed from here; whoever reads no prices prints no prices."""
        sources = {"order": ("order", "delivery", "request")}.get(self.source, (self.source,))
        kinds = self.env["sale.form.kind"].search([("source", "in", sources)])
        return kinds if self._may_read_prices() else kinds.filtered(lambda kind: not kind.has_prices)

    def _may_read_prices(self):
        groups = ("sales_team.group_sale_salesman", "deal_stages.group_accountant")
        return any(self.env.user.has_group(group) for group in groups)

    @api.depends("kind_id", "source")
    def _compute_needs(self):
        for wizard in self:
            wizard.needs_delivery = wizard.source == "order" and wizard.kind_id.source == "delivery"
            wizard.needs_request = wizard.source == "order" and wizard.kind_id.source == "request"

    @api.onchange("kind_id")
    def _onchange_kind_id(self):
        if self.needs_delivery:
            self.picking_id = self.candidate_ids.sorted("id")[:1]
        if self.needs_request:
            self.request_id = self.order_id.payment_request_ids.filtered(lambda one: one.state != "cancelled")[:1]

    def _get_source(self):
        return {"request": self.request_id, "order": self.order_id, "delivery": self.picking_id}.get(
            self.kind_id.source, self.order_id
        )

    @api.depends("kind_id", "picking_id", "request_id", "order_id")
    def _compute_missing(self):
        for wizard in self:
            source = wizard._get_source()
            ready = wizard.kind_id and source
            missing = self.env["sale.form"]._list_missing(wizard.kind_id.code, source) if ready else []
            wizard.missing = "\n".join(f"— {words}" for words in missing)
            wizard.standing_id = self.env["sale.form"]._find_standing(wizard.kind_id, source) if ready else False

    def action_print(self):
        self.ensure_one()
        return self.env["sale.form"]._print(self.kind_id.code, self._get_source())

    def action_print_draft(self):
        self.ensure_one()
        return self.env["sale.form"]._print(self.kind_id.code, self._get_source(), draft=True)

    def action_print_set(self):
        """All papers of the shipment, with the list of them on top."""
        self.ensure_one()
        return self.env["sale.form"]._print_set(self._get_source())

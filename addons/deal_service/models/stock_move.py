from odoo import fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    service_part_ids = fields.One2many("service.visit.part", "move_id", "Parts used at a visit")

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        moves.move_line_ids._note_pieces()
        moves._tell_closed_deals()
        return moves

    def _tell_closed_deals(self):
        """Goods of a closed deal came back: somebody follows it up."""
        # The storeman who takes them in may not read the deal.
        back = self.sudo().filtered(lambda move: move.location_id.usage == "customer" and move.sale_line_id)
        for order, moves in back.grouped(lambda move: move.sale_line_id.order_id).items():
            names = ", ".join(moves.product_id.mapped("name"))
            order.opportunity_id._follow_up(self.env._("Goods came back: %s", names))


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _note_pieces(self):
        """What these movements mean for the installed base: serial numbers that reached a customer or left him."""
        # Whoever ships or takes back keeps no installed base.
        lines = self.sudo().filtered(
            lambda line: line.lot_id and line.product_id.tracking == "serial" and line.quantity
        )
        sent = lines.filtered(lambda line: line._reaches_customer())
        back = lines.filtered(lambda line: line.location_id.usage == "customer") - sent
        pieces = lines.env["service.piece"]
        if sent:
            pieces._deliver({line.lot_id: line._prepare_piece() for line in sent})
        if back:
            pieces._take_back(back.lot_id)

    def _reaches_customer(self):
        return self.location_dest_id.usage == "customer" and self.location_id.usage != "customer"

    def _prepare_piece(self):
        self.ensure_one()
        order = self.move_id.sale_line_id.order_id
        place = self.picking_id.partner_id or order.partner_shipping_id
        deal = order.opportunity_id
        day = fields.Date.context_today(self, self.date)
        return {
            "partner_id": (deal.legal_entity_id or place.commercial_partner_id).id,
            "address_id": place.id,
            "order_id": order.id,
            "deal_id": deal.id,
            "company_id": self.company_id.id,
            "delivered_on": day,
            "warranty_until": self.env["service.piece"]._plan_warranty(self.product_id, day),
            "state": "customer",
        }

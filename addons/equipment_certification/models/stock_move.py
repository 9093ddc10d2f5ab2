from odoo import api, models
from odoo.exceptions import UserError

from .equipment_certification_gate import Piece

MOMENT = "at_shipment"


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        """Pieces without the document that they need before shipment do not leave, whatever client ships them."""
        leaving = self.filtered("picked").move_line_ids.filtered(lambda line: line.picked and line.state != "done")
        warned = leaving._check_certificates()
        done = super()._action_done(cancel_backorder=cancel_backorder)
        done._follow_certification(warned)
        return done

    def _follow_certification(self, warned):
        """What left with a warning is written down, and what left is named in the documents that are asked for."""
        self.env["stock.move.line"]._note_warnings(warned)
        # The storeman who ships touches no certificates.
        lines = self.sudo().filtered(lambda move: move.location_dest_id.usage == "customer").sale_line_id
        lines.certificate_ids._take_lots(lines)


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_corrected()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if "lot_id" in vals:
            self._check_corrected()
        return result

    def _check_corrected(self):
        """A correction of a done delivery would be the way round the gate."""
        done = self.filtered(lambda line: line.state == "done")
        if done:
            done._note_warnings(done._check_certificates())

    def _check_certificates(self):
        """Refuse pieces that must not leave; the rest of what is missing is returned."""
        gate = self.env["equipment.certification.gate"]
        blocked, warned = gate._split(gate._find_missing(self._get_leaving_pieces(), MOMENT))
        if blocked:
            points = " ".join(gate._describe(blocked, MOMENT))
            raise UserError(
                self.env._("%(points)s Ship the others first, or ask the head of sales to let it go.", points=points)
            )
        return warned

    def _get_leaving_pieces(self):
        """[Piece] of what leaves for a customer with these lines."""
        # Whoever ships may read neither orders nor certificates.
        leaving = self.sudo().filtered(lambda line: line.quantity > 0 and line._reaches_customer())
        return [piece for line in leaving for piece in line._get_pieces()]

    def _get_pieces(self):
        """What leaves with this line: the piece itself, and the kit that it is a part of."""
        order_line, product = self.move_id.sale_line_id, self.product_id
        kind, order = order_line._get_certified_type(product), order_line.order_id
        pieces = [Piece(product, self.lot_id, kind, order, self)]
        if order_line.certified_parts and product != order_line.product_id:
            # A kit that needs a document of its own leaves by none of its components before.
            kit = order_line.product_id
            pieces.append(Piece(kit, self.lot_id.browse(), order_line._get_certified_type(), order, self))
        return pieces

    @api.model
    def _note_warnings(self, warned):
        """Deliveries and their deals keep what left without its document."""
        gate = self.env["equipment.certification.gate"]
        lines = self.sudo().union(*(row.piece.source for row in warned))
        for picking in lines.picking_id:
            rows = [row for row in warned if row.piece.source.picking_id == picking]
            body = self.env._("Shipped without documents. %s", " ".join(gate._describe(rows, MOMENT)))
            for record in (picking, *picking.move_ids.sale_line_id.order_id.opportunity_id):
                record.message_post(body=body)

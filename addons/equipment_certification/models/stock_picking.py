from odoo import api, fields, models

from .stock_move import MOMENT


class StockPicking(models.Model):
    _inherit = "stock.picking"

    certification_notice = fields.Text("Documents that are missing", compute="_compute_certification_notice")
    certification_blocks = fields.Boolean(compute="_compute_certification_notice")

    @api.depends("state", "move_line_ids.lot_id", "move_line_ids.quantity", "move_line_ids.picked")
    @api.depends_context("uid", "lang")
    def _compute_certification_notice(self):
        gate = self.env["equipment.certification.gate"]
        for picking in self:
            is_open = picking.state not in ("done", "cancel") and picking.picking_type_code == "outgoing"
            pieces = picking._get_leaving_lines()._get_leaving_pieces() if is_open else []
            text, blocks = gate._get_notice(pieces, MOMENT)
            picking.certification_notice = text or False
            picking.certification_blocks = blocks

    def button_validate(self):
        """Deliveries with a piece that must not leave are held back, each by itself; the others go."""
        held = self._get_held_by_certificates()
        if not held:
            return super().button_validate()
        others = self - held
        result = super(StockPicking, others).button_validate() if others else True
        # What core asks about the others comes first; those held show what they lack.
        return held._ask_for_certificates() if result is True else result

    def _get_held_by_certificates(self):
        missing = self._find_blocking_certificates()
        return self.browse(dict.fromkeys(row.piece.source.picking_id.id for row in missing))

    def _find_blocking_certificates(self):
        open_ones = self.filtered(lambda picking: picking.state not in ("done", "cancel"))
        pieces = open_ones._get_leaving_lines()._get_leaving_pieces()
        return self.env["equipment.certification.gate"]._find_blocked(pieces, MOMENT)

    def _ask_for_certificates(self):
        """The window that offers to ship the rest, and the head to let the pieces go."""
        choice = self.env["equipment.certification.choice"]
        return choice._open(self.env._("Documents Are Missing"), picking_ids=self.ids, moment=MOMENT)

    def action_release_certificates(self):
        self.check_access("read")
        return self._ask_for_certificates()

    def _ship_covered(self):
        """Ship what has its documents; the rest stays for a later delivery."""
        kept = self.env["stock.move.line"].union(*(row.piece.source for row in self._find_blocking_certificates()))
        for picking in self:
            lines = picking._get_leaving_lines()
            held = lines & kept.with_env(lines.env)
            held.picked = False
            (lines - held).picked = True
        shipped = self.filtered(lambda picking: any(picking.move_line_ids.mapped("picked")))
        return shipped.with_context(skip_backorder=True).button_validate() if shipped else True

    # --- shipping papers ---------------------------------------------------------------------------

    def _get_certificate_rows(self):
        """Documents of the pieces on this delivery, as `_describe_covering` of the gate gives them."""
        return self.env["equipment.certification.gate"]._describe_covering(self.move_line_ids._get_leaving_pieces())

    def _get_certificate_files(self):
        """Contents of the PDF files of these documents; what is no readable PDF is left to be printed by hand."""
        rows = self._get_certificate_rows()
        return [raw for row in rows for raw in row["certificate"]._get_printable_files()]

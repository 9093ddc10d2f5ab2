from odoo import api, fields, models

from .equipment_certification_gate import Piece

MOMENT = "at_act"


class ServiceVisit(models.Model):
    _inherit = "service.visit"

    certification_notice = fields.Text("Documents that are missing", compute="_compute_certification_notice")

    @api.depends("kind", "state", "piece_ids", "deal_id")
    @api.depends_context("uid", "lang")
    def _compute_certification_notice(self):
        gate = self.env["equipment.certification.gate"]
        for visit in self:
            is_open = visit.kind == "commissioning" and visit.state in ("planned", "going")
            pieces = visit._get_commissioned_pieces() if is_open else []
            visit.certification_notice = gate._get_notice(pieces, MOMENT)[0] or False

    def _get_commissioned_pieces(self):
        """[Piece] that the act of this visit is about; without numbered pieces the goods of its deal."""
        # An engineer reads neither orders nor products of certificates.
        visit = self.sudo()
        if visit.piece_ids:
            return visit.piece_ids._origin._get_certified_pieces()
        return visit.deal_id._get_agreed_pieces()

    def _get_act_blockers(self):
        blockers = super()._get_act_blockers()
        if self.kind == "commissioning":
            gate = self.env["equipment.certification.gate"]
            blockers += gate._describe(gate._find_blocked(self._get_commissioned_pieces(), MOMENT), MOMENT)
        return blockers

    def action_done(self):
        result = super().action_done()
        self._note_act_warnings()
        return result

    def _note_act_warnings(self):
        gate = self.env["equipment.certification.gate"]
        for visit in self.filtered(lambda visit: visit.kind == "commissioning"):
            if missing := gate._find_missing(visit._get_commissioned_pieces(), MOMENT):
                words = " ".join(gate._describe(missing, MOMENT))
                visit.message_post(body=self.env._("Commissioned without documents. %s", words))

    def action_release_certificates(self):
        self.ensure_one()
        choice = self.env["equipment.certification.choice"]
        return choice._open(self.env._("Let Go without Documents"), visit_id=self.id, moment=MOMENT)


class ServicePiece(models.Model):
    _inherit = "service.piece"

    @api.model
    def _get_by_lots(self, lots):
        return self.search([("lot_id", "in", lots.ids)])

    def _get_certified_pieces(self):
        """[Piece] as the gates see them; the type is that of the order by which they were sold."""
        rows = []
        for piece in self:
            lines = piece.order_id.order_line.filtered(lambda line, piece=piece: line._brings(piece.product_id))
            kind = lines[:1]._get_certified_type(piece.product_id)
            rows.append(Piece(piece.product_id, piece.lot_id, kind, piece.order_id, piece))
        return rows

    def _get_piece_facts(self):
        facts = super()._get_piece_facts()
        # The card says that the document exists to whoever may see the card, also who reads no series.
        certificates = self.env["equipment.certificate"].sudo()._find_of_pieces(self)
        for piece in self.sudo():
            rows = certificates.filtered(lambda row, piece=piece: piece.lot_id in row.lot_ids)
            facts[piece.id] = [*facts.get(piece.id, []), *(piece._describe_certificate(row) for row in rows)]
        return facts

    def _describe_certificate(self, certificate):
        label = self.env["crm.lead"]._get_selection_label(certificate, "kind")
        state = self.env["crm.lead"]._get_selection_label(certificate, "state")
        until = certificate._get_until_words() if certificate.valid_from else ""
        words = ", ".join(filter(None, (certificate.name, state, until)))
        return self._describe_fact(label, words, certificate)


class EquipmentCertificate(models.Model):
    _inherit = "equipment.certificate"

    @api.model
    def _find_of_pieces(self, pieces):
        """Certificates that name these pieces at customers."""
        return self.search([("lot_ids", "in", pieces.sudo().lot_id.ids)], order="id") if pieces else self.browse()

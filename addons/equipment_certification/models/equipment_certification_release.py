from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .equipment_certification_rule import MOMENTS

HEAD = "sales_base.group_head"


class EquipmentCertificationRelease(models.Model):
    """A piece that the head of sales let pass a gate without its document; for one order and one moment only."""

    _name = "equipment.certification.release"
    _description = "Piece Let Go without Its Document"
    _order = "id desc"
    _rec_name = "product_id"

    moment = fields.Selection(MOMENTS, required=True, readonly=True)
    rule_id = fields.Many2one(
        "equipment.certification.rule", required=True, readonly=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(related="rule_id.kind", string="Document")
    product_id = fields.Many2one("product.product", required=True, readonly=True, index=True, ondelete="restrict")
    lot_id = fields.Many2one("stock.lot", "Serial number", readonly=True, index="btree_not_null", ondelete="restrict")
    order_id = fields.Many2one(
        "sale.order", "Customer order", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    picking_id = fields.Many2one(
        "stock.picking", "Warehouse order", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    deal_id = fields.Many2one(related="order_id.opportunity_id", string="Deal", store=True, index="btree_not_null")
    team_id = fields.Many2one(related="deal_id.team_id", string="Department", store=True, index="btree_not_null")
    user_id = fields.Many2one(
        "res.users", "Let go by", required=True, readonly=True, default=lambda self: self.env.user, index=True
    )
    reason = fields.Text(required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)

    @api.model_create_multi
    def create(self, vals_list):
        """Who lets go is who is logged in, whatever a client sends, and it is nobody's but the head's."""
        if not self.env.user.has_group(HEAD):
            raise AccessError(self.env._("Without its document a piece is let go by the head of sales only."))
        if not all((vals.get("reason") or "").strip() for vals in vals_list):
            raise UserError(self.env._("Say why the pieces go without their documents."))
        releases = super().create([{**vals, "user_id": self.env.uid} for vals in vals_list])
        releases._note()
        return releases

    @api.model
    def _release(self, missing, moment, reason):
        """Let these pieces pass at the moment.

        :param missing: list of Missing
        """
        # A kit lacks its document with each of its components, and is let go once.
        pieces = {self._prepare_key(row): self._prepare(row) for row in missing}
        return self.create([{**values, "moment": moment, "reason": reason} for values in pieces.values()])

    @api.model
    def _prepare(self, missing):
        piece = missing.piece
        source = piece.source
        return {
            "rule_id": missing.rule.id,
            "product_id": piece.product.id,
            "lot_id": piece.lot.id,
            "order_id": piece.order.id,
            "picking_id": False if piece.order or "picking_id" not in source else source.sudo().picking_id.id,
        }

    @property
    def document_name(self):
        """The order or delivery for which the piece was let go."""
        return self.order_id.name or self.picking_id.name or ""

    def _note(self):
        """Deal, order or delivery keep it in their history."""
        # The head may not write to deliveries; what he decided belongs there all the same.
        for document, releases in (
            self.sudo().grouped(lambda row: row.deal_id or row.order_id or row.picking_id).items()
        ):
            pieces = "; ".join(", ".join(filter(None, (row.product_id.name, row.lot_id.name))) for row in releases)
            if document:
                document.message_post(
                    body=self.env._(
                        "Let go without documents (%(moment)s): %(pieces)s. Reason: %(reason)s",
                        moment=self.env["crm.lead"]._get_selection_label(releases[0], "moment"),
                        pieces=pieces,
                        reason=releases[0].reason,
                    )
                )

    @api.model
    def _find(self, missing, moment):
        """{those of these Missing, their level left out, that were let go}"""
        found = self._search_same(missing, moment)
        keys = {row._get_key(): row for row in found}
        return {row._replace(level=False) for row in missing if self._prepare_key(row) in keys}

    @api.model
    def _find_elsewhere(self, missing, moment):
        """{Missing: the release of the same piece for another order}"""
        if not moment or not missing:
            return {}
        found = self._search_same(missing, moment)
        by_piece = {row._get_key()[:3]: row for row in found if row.lot_id}
        return {row: by_piece[key] for row in missing if (key := self._prepare_key(row)[:3]) in by_piece}

    @api.model
    def _search_same(self, missing, moment):
        products = {row.piece.product.id for row in missing}
        rules = {row.rule.id for row in missing}
        return self.search(
            [("moment", "=", moment), ("rule_id", "in", list(rules)), ("product_id", "in", list(products))]
        )

    def _get_key(self):
        return self.rule_id.id, self.product_id.id, self.lot_id.id, self.order_id.id, self.picking_id.id

    @api.model
    def _prepare_key(self, missing):
        values = self._prepare(missing)
        return tuple(values[name] for name in ("rule_id", "product_id", "lot_id", "order_id", "picking_id"))

"""What stands at the gates: pieces, the documents that they lack on a day, and who let them pass."""

from collections import namedtuple

from odoo import api, fields, models
from odoo.tools import format_date

# A piece that passes a gate: product.product, stock.lot (empty for goods without numbers), equipment.type as agreed,
# sale.order (may be empty), and the record by which it passes: a line of an order or delivery, a piece at a customer.
Piece = namedtuple("Piece", "product lot kind order source")
# A document that a piece lacks: the Piece, the rule that asks for it, and what follows: warn or block.
Missing = namedtuple("Missing", "piece rule level")

SHOWN = 5


class EquipmentCertificationGate(models.AbstractModel):
    _name = "equipment.certification.gate"
    _description = "Gate of Certification"

    @api.model
    def _find_missing(self, pieces, moment=None, day=None):
        """Documents that these pieces lack on a day, today where none is given.

        :param pieces: list of Piece
        :param moment: at_shipment, at_act or at_closing; without one, whatever any rule asks for
        :return: list of Missing without those that were released
        """
        demands = self._find_demands(pieces, moment)
        if not demands:
            return []
        covered = self._find_covering(demands, day)
        left = [
            Missing(piece, rule, rule._get_level(moment)) for piece, rule in demands if (piece, rule) not in covered
        ]
        left = [row for row in left if row.level != "none"]
        return self._drop_released(left, moment) if left and moment else left

    @api.model
    def _find_blocked(self, pieces, moment):
        """What these pieces lack so that they may not pass; as `_find_missing`."""
        return self._split(self._find_missing(pieces, moment))[0]

    @api.model
    def _find_demands(self, pieces, moment=None):
        """[(Piece, rule that asks for a document of it)]"""
        # Whoever ships, commissions, closes or prints needs no right on certificates; so below.
        env = self.env(su=True)
        types = env["equipment.type"].union(*(piece.kind for piece in pieces))
        rules = env["equipment.certification.rule"]._get_by_type(types, moment) if types else {}
        return [(piece, rule) for piece in pieces for rule in rules.get(piece.kind, ())]

    @api.model
    def _find_covering(self, demands, day=None):
        certificates = self.env["equipment.certificate"].sudo()
        return certificates._find_covering(demands, day or fields.Date.context_today(self))

    @api.model
    def _drop_released(self, missing, moment):
        released = self.env["equipment.certification.release"].sudo()._find(missing, moment)
        return [row for row in missing if row._replace(level=False) not in released]

    @api.model
    def _split(self, missing):
        """(those that stop, those that only warn)"""
        blocked = [row for row in missing if row.level == "block"]
        return blocked, [row for row in missing if row.level != "block"]

    # --- words -------------------------------------------------------------------------------------

    @api.model
    def _describe(self, missing, moment=None):
        """Sentences, one for each piece and document: what is missing and how far it is."""
        return self._describe_each({moment: missing}, moment)[moment]

    @api.model
    def _describe_each(self, groups, moment=None):
        """As `_describe` for each of several lists, in as many queries as for one.

        :param groups: {whatever: list of Missing}
        :return: {the same: list of sentences}
        """
        # A kit stands before a gate once with each of its components, a series with each line that brings it.
        groups = {key: list({row.piece[:2] + row[1:]: row for row in rows}.values()) for key, rows in groups.items()}
        shown = [row for rows in groups.values() for row in rows[:SHOWN]]
        traces = self._find_traces(shown)
        elsewhere = self.env["equipment.certification.release"].sudo()._find_elsewhere(shown, moment)
        described = {}
        for key, rows in groups.items():
            sentences = [self._describe_one(row, traces.get(row), elsewhere.get(row)) for row in rows[:SHOWN]]
            more = [self.env._("The same for %s more.", len(rows) - SHOWN)] if len(rows) > SHOWN else []
            described[key] = sentences + more
        return described

    @api.model
    def _describe_one(self, missing, trace, elsewhere):
        words = {
            "piece": self._get_piece_words(missing.piece),
            "kind": self.env["crm.lead"]._get_selection_label(missing.rule, "kind"),
            "why": self._get_why(trace, elsewhere),
        }
        return self.env._("%(piece)s: no valid document “%(kind)s”, %(why)s.", **words)

    @api.model
    def _get_piece_words(self, piece):
        return ", ".join(filter(None, (piece.product.sudo().name, piece.lot.sudo().name)))

    @api.model
    def _get_why(self, trace, elsewhere):
        if elsewhere:
            return self.env._("it was let go for %s only", elsewhere.document_name)
        if not trace:
            return self.env._("nobody has asked for it yet")
        if trace.state == "issued":
            return self._get_why_issued(trace)
        day = trace.expected_on if trace.state == "at_body" else trace.valid_until
        words = {"body": trace.body_id.name, "day": format_date(self.env, day) if day else self.env._("an unknown day")}
        return {
            "to_request": self.env._("it is still to be requested"),
            "at_body": self.env._("%(body)s is to issue it by %(day)s", **words),
            "refused": self.env._("the body refused it"),
            "suspended": self.env._("it is suspended"),
            "expired": self.env._("it ran out on %(day)s", **words),
        }[trace.state]

    @api.model
    def _get_why_issued(self, trace):
        """An issued document that does not cover the piece: of another time, or of other pieces."""
        today = fields.Date.context_today(self)
        if trace.valid_from > today:
            return self.env._("it is valid from %s only", format_date(self.env, trace.valid_from))
        if trace.valid_until and trace.valid_until < today:
            return self.env._("it ran out on %(day)s", day=format_date(self.env, trace.valid_until))
        return self.env._("%s names other pieces", trace.display_name)

    @api.model
    def _find_traces(self, missing):
        """{Missing: the certificate that comes nearest to what it lacks}"""
        demands = [(row.piece, row.rule) for row in missing]
        certificates = self.env["equipment.certificate"].sudo()
        if not demands:
            return {}
        orders = self.env["sale.order"].union(*(row.piece.order for row in missing))
        domain = certificates._get_goods_domain(demands)
        asked = [("order_line_ids.order_id", "in", orders.ids)] if orders else [(0, "=", 1)]
        found = certificates.search(domain | fields.Domain(asked), order="id desc")
        return {row: self._choose_trace(row, found) for row in missing}

    @api.model
    def _choose_trace(self, missing, certificates):
        """Of several the one that names the piece, else the one that was asked for its order."""
        piece, rule = missing.piece, missing.rule
        same = certificates.filtered(lambda row: row.kind == rule.kind)
        named = same.filtered(lambda row: piece.lot in row.lot_ids)
        asked = same.filtered(lambda row: piece.product in row.product_ids)
        ordered = asked.filtered(lambda row: not piece.order or piece.order in row.order_line_ids.order_id)
        return (named or ordered or asked.filtered(lambda row: row.scope == "product"))[:1]

    @api.model
    def _get_notice(self, pieces, moment=None):
        """(text, whether it stops) for the screen on which these pieces stand."""
        missing = self._find_missing(pieces, moment)
        blocked, _warned = self._split(missing)
        return "\n".join(self._describe(missing, moment)), bool(blocked)

    # --- papers ------------------------------------------------------------------------------------

    @api.model
    def _describe_covering(self, pieces):
        """Documents that cover these pieces today, for papers that go with them.

        :return: list of dicts with the keys certificate, kind, number, standard, body, until and pieces (all words)
        """
        by_certificate = {}
        for (piece, _rule), certificate in self._find_covering(self._find_demands(pieces)).items():
            by_certificate.setdefault(certificate, []).append(piece)
        return [self._describe_paper(certificate, rows) for certificate, rows in by_certificate.items()]

    @api.model
    def _describe_paper(self, certificate, pieces):
        certificate = certificate.with_env(self.env(su=True))
        return {
            "certificate": certificate,
            "kind": self.env["crm.lead"]._get_selection_label(certificate, "kind"),
            "number": certificate.name,
            "standard": certificate.standard or "",
            "body": certificate.body_id.name or "",
            "until": certificate._get_until_words(),
            "pieces": "; ".join(dict.fromkeys(self._get_piece_words(piece) for piece in pieces)),
        }

from odoo import models

# A merged contact is potential only when all of them were; one without a kind is known, a supplier for one.
KINDS_BY_WEIGHT = ["counterparty", "partner", False, "potential"]


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        self._merge_contact_points(src_partners, dst_partner)
        self._merge_responsible(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _update_values(self, src_partners, dst_partner):
        kinds = (src_partners | dst_partner).mapped("counterparty_kind")
        result = super()._update_values(src_partners, dst_partner)
        dst_partner.counterparty_kind = min(kinds, key=KINDS_BY_WEIGHT.index)
        return result

    def _merge_contact_points(self, src_partners, dst_partner):
        """Leave of each address or number one; those of the cards that go stay as if made by hand."""
        # Whoever may merge the cards may do so with what hangs on them.
        points = src_partners.contact_point_ids.sudo().with_context(sales_base_mirror=True)
        taken = {(point.kind, point.value) for point in dst_partner.contact_point_ids}
        kept = self._first_of_each(points, lambda point: (point.kind, point.value), taken)
        (points - kept).unlink()
        kept.mirrored = False

    def _merge_responsible(self, src_partners, dst_partner):
        """One manager per department: that of the card that stays, else of the first that had one."""
        # Only heads name managers, but no merge may fail for that.
        lines = src_partners.responsible_ids.sudo()
        taken = set(dst_partner.responsible_ids.mapped("team_id.id"))
        (lines - self._first_of_each(lines, lambda line: line.team_id.id, taken)).unlink()

    def _first_of_each(self, records, key, taken):
        """Records whose key neither `taken` holds nor an earlier record has."""
        kept = records.browse()
        for record in records:
            if key(record) not in taken:
                taken.add(key(record))
                kept += record
        return kept

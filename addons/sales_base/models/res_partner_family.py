from odoo import models


class ResPartner(models.Model):
    """One customer with several legal entities and sites is one customer: seen from each of them."""

    _inherit = "res.partner"

    def _get_customers(self):
        """The customers that these contacts belong to: the top of each tree of legal entities, sites and people."""
        tops = self
        while tops.parent_id:
            tops = tops.mapped(lambda partner: partner.parent_id or partner)
        return tops

    def _get_family(self):
        """Everybody and everything that belongs to these customers, archived ones too."""
        if not self:
            return self
        domain = [("id", "child_of", self._get_customers().ids)]
        # Names of a customer's other sites are no secret from whoever sees one of them.
        return self.sudo().with_context(active_test=False).search(domain).with_env(self.env)

    def _group_family(self):
        """{id of each of these contacts: ids of its whole family}."""
        family = self._get_family()
        tops = {partner: partner._get_customers() for partner in family}
        members = {}
        for partner, top in tops.items():
            members.setdefault(top, []).append(partner.id)
        return {partner.id: members.get(tops.get(partner), partner.ids) for partner in self}

    def _get_responsible(self, team=None):
        """Who answers for this customer now; where neither he nor his owner has a manager, that of another
        legal entity of the same customer, the longest there."""
        return super()._get_responsible(team) or self._get_family_lines(team)._get_acting()

    def _get_family_lines(self, team=None):
        """Responsible managers of the whole customer, who was named first standing first."""
        family = self._get_family()
        lines = family.responsible_ids.filtered(lambda line: line._counts_in(team))
        return lines.sorted(lambda line: (line.since, line.id))

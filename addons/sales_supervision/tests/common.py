from odoo.addons.deal_stages.tests.common import DealMixin
from odoo.addons.sales_base.tests.common import SalesBaseCommon


class SupervisionCommon(DealMixin, SalesBaseCommon):
    """Two departments, the first with a head and two managers, and a way to make deals at any point of their life."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.lang = "en_US"
        cls.env["crm.lead"].search([]).action_archive()

    @classmethod
    def make_deals(cls, number, manager=None, team=None, **values):
        """So many deals, each of a customer of its own."""
        deals = cls.env["crm.lead"]
        for count in range(number):
            entity = cls.make_legal_entity(f"{(manager or cls.manager).name} {count}")
            deals |= cls.make_deal(
                user_id=(manager or cls.manager).id,
                team_id=(team or cls.vys).id,
                legal_entity_id=entity.id,
                **values,
            )
        return deals

    @classmethod
    def win(cls, deals, day, amount=1000.0):
        deals.write({"expected_revenue": amount})
        deals.write({"won_on": day})
        cls.env.flush_all()
        return deals

    def read_report(self, model, domain, groups, measures, user=None):
        """{group values: measures} of a report as its reader gets it, by one group for each name of `groups`."""
        report = self.env[model].with_user(user or self.head)
        rows = report._read_group(domain, groups, measures)
        number = len(groups)
        return {row[:number] if number > 1 else row[0]: row[number:] for row in rows}

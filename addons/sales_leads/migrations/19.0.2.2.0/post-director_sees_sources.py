"""The director sees every source, as the dispatcher does: silence of a channel stands on his page."""

from odoo import SUPERUSER_ID, api

FORMER = "[(1, '=', 1)] if user.has_group('sales_base.group_dispatcher') else [('user_id', '=', user.id)]"


def migrate(cr, version):
    rule = api.Environment(cr, SUPERUSER_ID, {}).ref("sales_leads.crm_intake_source_rule_own", raise_if_not_found=False)
    if rule and rule.domain_force == FORMER:
        group = "user.has_group('sales_base.group_dispatcher')"
        rule.domain_force = FORMER.replace(group, f"{group} or user.has_group('sales_base.group_director')")

"""What the addon takes over when it comes, and leaves in order when it goes."""

from odoo.addons.sales_base.tools.uninstall import keep_activities

# Core's default for its sales team.
ADDRESS = "info"
PARAMETER = "crm.alias_before_intake"
ENRICHMENT = "crm.iap.lead.enrich.setting"


def prepare(env):
    """Before installation: the address is free, and what customers write stays in the house."""
    take_address(env)
    parameters = env["ir.config_parameter"]
    # Core asks an outside service about the address of every new lead, unless somebody has decided on it.
    if not parameters.get_param(ENRICHMENT):
        parameters.set_param(ENRICHMENT, "manual")
        cron = env.ref("crm_iap_enrich.ir_cron_lead_enrichment", raise_if_not_found=False)
        if cron:
            cron.active = False


def take_address(env):
    """Free the address for the intake and remember whose it was."""
    domain = env.company.alias_domain_id
    holder = env["mail.alias"].search([("alias_name", "=", ADDRESS), ("alias_domain_id", "=", domain.id)], limit=1)
    if holder:
        holder.alias_name = False
        env["ir.config_parameter"].set_param(PARAMETER, holder.id)


def give_address_back(env):
    """On uninstall the sales team gets its address back, unless it has another one by now."""
    ours = env.ref("sales_leads.mail_alias_intake", raise_if_not_found=False)
    if ours:
        ours.unlink()
    parameters = env["ir.config_parameter"]
    holder = env["mail.alias"].browse(int(parameters.get_param(PARAMETER) or 0)).exists()
    if holder and not holder.alias_name:
        holder.alias_name = ADDRESS
    parameters.set_param(PARAMETER, False)


def leave(env):
    """On uninstall nothing that stays may refer to what goes: leads and finished activities are kept."""
    give_address_back(env)
    keep_activities(env, "sales_leads")
    leads = env["crm.lead"].with_context(active_test=False, tracking_disable=True)
    leads.search([("false_reason_id", "!=", False)]).write({"qualification": False, "false_reason_id": False})

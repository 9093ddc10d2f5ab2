"""The address info@ is core's default for its sales team: it is taken over, and given back."""

ADDRESS = "info"
PARAMETER = "crm.alias_before_intake"


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

"""The roles of the company, as an employee gets them in one form."""

from odoo.exceptions import AccessError

ROLES = (
    "sales_base.group_dispatcher",
    "sales_base.group_manager",
    "sales_base.group_head",
    "sales_base.group_director",
    "sales_base.group_administrator",
    "deal_stages.group_accountant",
    "deal_stages.group_engineer",
    "deal_service.group_engineer",
    "deal_service.group_head",
    "order_split.group_foreman",
    "order_split.group_planner",
    "stock_batches.group_worker",
    "stock_batches.group_supervisor",
    "marketing_export.group_marketer",
)


def get_roles(env):
    """res.groups of the company's roles, in the order in which they are shown."""
    # Whoever names people need not be the administrator of the system.
    groups = env["res.groups"].sudo()
    return groups.concat(*(env.ref(xmlid).sudo() for xmlid in ROLES)).with_env(env)


def check_administrator(env):
    """Only the administrator takes people on and lets them go; tasks in the background may."""
    if not env.su and not env.user.has_group("sales_base.group_administrator"):
        raise AccessError(env._("Only the administrator takes employees on and lets them go."))

from odoo.fields import Command

# Roles of other departments that the administrator of sales has only because the app puts them together.
LENT_GROUPS = ("order_split.group_planner", "stock_batches.group_supervisor")


def _take_back_groups(env):
    """Uninstalling the app leaves the administrator the roles that the addons themselves give him."""
    administrator = env.ref("sales_base.group_administrator")
    administrator.implied_ids = [Command.unlink(env.ref(group).id) for group in LENT_GROUPS]

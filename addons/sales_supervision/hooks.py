from odoo.addons.sales_base.tools.uninstall import keep_activities


def leave(env):
    """On uninstall finished and open activities of our kinds stay as plain tasks."""
    keep_activities(env, "sales_supervision")

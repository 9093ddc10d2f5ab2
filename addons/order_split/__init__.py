from . import models
from . import wizard


def _post_init_hook(env):
    """Orders that were confirmed before get their plan read off their documents; nothing is ordered for them."""
    lines = env["sale.order.line"].search([("state", "=", "sale"), ("product_id.type", "=", "consu")])
    for start in range(0, len(lines), 500):
        lines[start : start + 500]._sync_supply()

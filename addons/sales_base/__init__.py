from . import models, tools, wizard


def _fill_contact_points(env):
    """Give the partners that existed before this addon their contact points."""
    env["res.partner"]._fill_contact_points()

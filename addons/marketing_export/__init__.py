from . import models, wizard


def uninstall_hook(env):
    env["marketing.contact"]._unwatch_sources()
